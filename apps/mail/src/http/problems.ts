import type { RefusalCode } from '../domain/refusals.ts';

/** A new refusal code does not compile until it has a status here. */
export const statusOf = {
  'newsletter-not-found': 404,
  'newsletter-not-included': 403,
  'newsletter-address-unconfirmed': 403,
  'newsletter-link-invalid': 410,
  'report-unsigned': 400,
  'issue-not-found': 404,
  'issue-differs': 409,
} satisfies Record<RefusalCode, number>;
