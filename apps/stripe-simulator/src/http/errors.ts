import { Refusal } from '@gatefold/kernel';
import { statusOfRefusal, type RefusalCode } from '../domain/refusals.ts';

export type ErrorAnswer = { readonly status: number; readonly body: { readonly error: object } };

/** Codes of ours that Stripe does not have: such an error carries a sentence and no code. */
const unnamed = new Set<RefusalCode>([
  'api_key_missing',
  'api_key_invalid',
  'api_key_live',
  'version_unsupported',
  'url_unknown',
  'parameter_invalid',
  'body_invalid',
  'expansion_invalid',
  'idempotency_mismatch',
  'refund_too_large',
  'refund_not_cancelable',
  'invoice_payment_impossible',
  'subscription_ended',
  'checkout_session_closed',
  'payment_method_unattached',
  'dispute_impossible',
  'too_large',
  'test_clock_busy',
  'schedule_over',
  'schedule_manages',
  'pause_impossible',
  'credit_too_large',
  'promotion_code_invalid',
  'quantity_invalid',
]);

const cardErrors = new Set<RefusalCode>([
  'card_declined',
  'expired_card',
  'incorrect_cvc',
  'incorrect_number',
  'processing_error',
  'invalid_expiry_month',
  'invalid_expiry_year',
  'authentication_required',
  'invoice_payment_intent_requires_action',
  'subscription_payment_intent_requires_action',
]);

export const isRefusal = (error: unknown): error is Refusal<RefusalCode> =>
  error instanceof Refusal && error.code in statusOfRefusal;

/** The body and status by which SDKs choose their error class. What is not a refusal is a mistake of ours and says nothing of itself. */
export function errorAnswer(error: unknown, requestId: string): ErrorAnswer {
  if (!isRefusal(error))
    return {
      status: 500,
      body: { error: { type: 'api_error', message: `The simulator failed at request ${requestId}.` } },
    };
  const { code, message, facts } = error;
  return {
    status: statusOfRefusal[code],
    body: {
      error: {
        type: typeOf(code),
        ...(unnamed.has(code)
          ? {}
          : { code, doc_url: `https://docs.stripe.com/error-codes/${code.replaceAll('_', '-')}` }),
        message,
        ...facts,
      },
    },
  };
}

function typeOf(code: RefusalCode): string {
  if (cardErrors.has(code)) return 'card_error';
  if (code === 'lock_timeout') return 'invalid_request_error';
  return code === 'idempotency_mismatch' || code === 'idempotency_key_in_use'
    ? 'idempotency_error'
    : 'invalid_request_error';
}
