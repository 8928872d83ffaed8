import type { RefusalCode } from '../domain/refusals.ts';

/** A new refusal code does not compile until it has a status here. */
export const statusOf = {
  'offer-not-on-sale': 422,
  'consent-outdated': 409,
  'already-subscribed': 409,
  'reader-or-email-required': 422,
  'checkout-not-found': 404,
  'subscription-not-found': 404,
  'subscription-ended': 409,
  'quote-outdated': 409,
  'charge-not-found': 404,
  'charge-not-paid': 409,
  'refund-exceeds-payment': 422,
  'idempotency-key-required': 400,
  'idempotency-key-reused': 422,
  'case-not-found': 404,
  'case-closed': 409,
  'cursor-invalid': 400,
  'billing-event-not-found': 404,
  'webhook-signature-invalid': 400,
  'webhook-malformed': 400,
  'webhook-mode-mismatch': 400,
  'payment-refused': 409,
} satisfies Record<RefusalCode, number>;
