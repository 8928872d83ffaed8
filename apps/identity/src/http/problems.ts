import type { RefusalCode } from '../domain/refusals.ts';

/** A new refusal code does not compile until it has a status here. */
export const statusOf = {
  'sign-in-link-invalid': 410,
  'sign-in-code-wrong': 422,
  'session-ended': 401,
  'session-not-fresh': 403,
  'second-factor-due': 403,
  'second-factor-kept': 409,
  'second-factor-wrong': 422,
  'staff-sign-in-off': 404,
  'staff-sign-in-refused': 422,
  'staff-not-known': 403,
  'account-not-found': 404,
  'passkey-refused': 422,
  'passkey-not-found': 404,
  'reader-not-found': 404,
  'reader-already-verified': 409,
  'address-unchanged': 409,
  'address-has-account': 409,
  'action-link-invalid': 410,
} satisfies Record<RefusalCode, number>;
