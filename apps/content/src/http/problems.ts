import type { RefusalCode } from '../domain/refusals.ts';

/** A new refusal code does not compile until it has a status here. */
export const statusOf = {
  'article-not-found': 404,
  'publication-not-found': 404,
  'month-not-found': 404,
  'picture-not-found': 404,
  'open-all-not-found': 404,
  'open-all-over': 409,
  'second-person-required': 409,
  'too-many-saved': 409,
  'reader-gone': 409,
  'cursor-invalid': 400,
} satisfies Record<RefusalCode, number>;
