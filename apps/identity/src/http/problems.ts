import type { RefusalCode } from '../domain/refusals.ts';

/** A new refusal code does not compile until it has a status here. */
export const statusOf = {
  'sign-in-link-invalid': 410,
  'session-ended': 401,
  'reader-not-found': 404,
  'reader-already-verified': 409,
} satisfies Record<RefusalCode, number>;
