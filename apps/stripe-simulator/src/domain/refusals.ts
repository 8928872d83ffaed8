import { Refusal, type Facts } from '@gatefold/kernel';

/** Every code that an answer may carry, as Stripe spells it, and the HTTP status by which SDKs pick their error class. */
export const statusOfRefusal = {
  api_key_missing: 401,
  api_key_invalid: 401,
  api_key_live: 401,
  too_large: 413,
  version_unsupported: 400,
  url_unknown: 404,
  resource_missing: 404,
  resource_already_exists: 400,
  parameter_missing: 400,
  parameter_unknown: 400,
  parameter_invalid: 400,
  parameter_invalid_integer: 400,
  parameter_invalid_empty: 400,
  not_simulated: 400,
  body_invalid: 400,
  expansion_invalid: 400,
  idempotency_mismatch: 400,
  idempotency_key_in_use: 409,
  card_declined: 402,
  expired_card: 402,
  incorrect_cvc: 402,
  incorrect_number: 402,
  processing_error: 402,
  invalid_expiry_month: 402,
  invalid_expiry_year: 402,
  authentication_required: 402,
  dispute_impossible: 400,
  charge_already_refunded: 400,
  refund_too_large: 400,
  coupon_expired: 400,
  invoice_not_editable: 400,
  invoice_upcoming_none: 404,
  invoice_payment_impossible: 400,
  subscription_ended: 400,
  checkout_session_closed: 400,
  payment_method_unattached: 400,
  sim_request_invalid: 400,
  clock_backwards: 400,
  lock_timeout: 409,
  rate_limit: 429,
} as const;

export type RefusalCode = keyof typeof statusOfRefusal;

export const refuse = (code: RefusalCode, sentence: string, facts: Facts = {}): Refusal<RefusalCode> =>
  new Refusal(code, sentence, facts);
