import { specialOf, type Decline } from './cards.ts';
import { outcomeOf } from './charge-outcome.ts';
import type { PaymentMethod } from './payment-method.ts';
import { orNull, type Making, type Metadata } from './wire.ts';

export type PaymentIntent = ReturnType<typeof newPaymentIntent>;

export type IntentTerms = {
  readonly amount: number;
  readonly currency: string;
  readonly customer: string | null;
  readonly description: string | null;
  readonly setupFutureUsage: 'off_session' | 'on_session' | null;
  readonly captureMethod?: 'automatic' | 'manual' | undefined;
  readonly metadata?: Metadata | undefined;
  readonly receiptEmail?: string | undefined;
  readonly paymentMethod?: string | null;
  readonly statementDescriptor?: string | null | undefined;
  readonly invoice?: string | undefined;
};

export type IntentStatus =
  | 'canceled'
  | 'requires_action'
  | 'requires_capture'
  | 'requires_confirmation'
  | 'requires_payment_method'
  | 'succeeded';

type CancellationReason = 'abandoned' | 'duplicate' | 'fraudulent' | 'requested_by_customer' | 'void_invoice';

export function newPaymentIntent(terms: IntentTerms, { now, newId }: Making) {
  const id = newId('pi');
  return {
    ...intentConstants,
    id,
    object: 'payment_intent' as const,
    amount: terms.amount,
    amount_received: 0,
    canceled_at: null as number | null,
    cancellation_reason: null as CancellationReason | null,
    capture_method: terms.captureMethod ?? ('automatic' as const),
    client_secret: `${id}_secret_${newId('x').slice(2)}`,
    created: now,
    currency: terms.currency,
    customer: terms.customer,
    description: terms.description,
    last_payment_error: null as PaymentError | null,
    latest_charge: null as string | null,
    metadata: terms.metadata ?? ({} as Metadata),
    next_action: null as NextAction | null,
    payment_method: orNull(terms.paymentMethod),
    receipt_email: orNull(terms.receiptEmail),
    setup_future_usage: terms.setupFutureUsage,
    statement_descriptor: orNull(terms.statementDescriptor),
    status: 'requires_payment_method' as IntentStatus,
    amount_capturable: 0,
    /** Never shown: the invoice that it pays. */
    sim: { invoice: orNull(terms.invoice) },
  };
}

const intentConstants = {
  allowed_payment_method_types: null,
  application: null,
  application_fee_amount: null,
  automatic_payment_methods: null,
  confirmation_method: 'automatic' as const,
  customer_account: null,
  excluded_payment_method_types: null,
  livemode: false,
  managed_payments: null,
  on_behalf_of: null,
  payment_method_configuration_details: null,
  payment_method_types: ['card'],
  payment_record: null,
  processing: null,
  review: null,
  shipping: null,
  source: null,
  statement_descriptor_suffix: null,
  transfer_group: null,
  payment_method_options: {
    card: {
      installments: null,
      mandate_options: null,
      network: null,
      request_three_d_secure: 'automatic' as const,
    },
  },
};

/** Where the owner of the card answers what the bank asks. */
export type NextAction = {
  readonly redirect_to_url: { readonly return_url: string | null; readonly url: string };
  readonly type: 'redirect_to_url';
};

export const redirectTo = (url: string, returnUrl: string | null): NextAction => ({
  redirect_to_url: { return_url: returnUrl, url },
  type: 'redirect_to_url',
});

/** The bank asks its cardholder, who answers at a page of ours. */
export const asking = (
  intent: PaymentIntent,
  method: { readonly id: string },
  { pageUrl, returnUrl = null }: { readonly pageUrl: string; readonly returnUrl?: string | null },
): PaymentIntent => ({
  ...intent,
  next_action: redirectTo(`${pageUrl}/auth/${intent.id}`, returnUrl),
  payment_method: method.id,
  status: 'requires_action',
});

type PaymentError = {
  readonly type: 'card_error';
  readonly code: Decline['code'];
  readonly decline_code?: string;
  readonly message: string;
  readonly charge: string;
};

export const succeed = (intent: PaymentIntent, charge: Charge): PaymentIntent => ({
  ...intent,
  amount_received: intent.amount,
  last_payment_error: null,
  latest_charge: charge.id,
  next_action: null,
  payment_method: charge.payment_method,
  status: 'succeeded',
});

/** Back to wanting a card: the intent outlives the cards that fail it. */
export const fail = (intent: PaymentIntent, charge: Charge, decline: Decline): PaymentIntent => ({
  ...intent,
  last_payment_error: {
    type: 'card_error',
    code: decline.code,
    ...(decline.declineCode === null ? {} : { decline_code: decline.declineCode }),
    message: decline.message,
    charge: charge.id,
  },
  latest_charge: charge.id,
  payment_method: null,
  status: 'requires_payment_method',
});

export const cancelIntent = (
  intent: PaymentIntent,
  now: number,
  reason: CancellationReason | null = 'void_invoice',
): PaymentIntent => ({
  ...intent,
  canceled_at: now,
  cancellation_reason: reason,
  next_action: null,
  status: 'canceled',
});

/** Which payment intent pays an invoice. */
export type InvoicePayment = ReturnType<typeof newInvoicePayment>;

type PaymentOf = { readonly invoice: string; readonly intent: PaymentIntent };

export const newInvoicePayment = ({ invoice, intent }: PaymentOf, { now, newId }: Making) => ({
  id: newId('inpay'),
  object: 'invoice_payment' as const,
  amount_paid: null as number | null,
  amount_requested: intent.amount,
  created: now,
  currency: intent.currency,
  invoice,
  is_default: true,
  livemode: false,
  payment: { payment_intent: intent.id, type: 'payment_intent' as const },
  status: 'open' as 'open' | 'paid' | 'canceled',
  status_transitions: { canceled_at: null as number | null, paid_at: null as number | null },
});

export type Charge = ReturnType<typeof newCharge>;

export type ChargeTerms = {
  readonly intent: PaymentIntent;
  readonly method: PaymentMethod;
  readonly decline: Decline | null;
  readonly pageUrl: string;
};

export function newCharge(terms: ChargeTerms, making: Making) {
  const id = making.newId('ch');
  return { ...chargeOf(terms, making, `${terms.pageUrl}/r/${id}`), id };
}

const chargeOf = ({ intent, method, decline }: ChargeTerms, { now }: Making, receiptUrl: string) => ({
  ...chargeConstants,
  amount: intent.amount,
  amount_captured: decline === null ? intent.amount : 0,
  amount_refunded: 0,
  balance_transaction: null as string | null,
  billing_details: method.billing_details,
  calculated_statement_descriptor: intent.statement_descriptor ?? 'SIMULATED',
  captured: decline === null,
  created: now,
  currency: intent.currency,
  customer: intent.customer,
  description: intent.description,
  failure_code: decline?.code ?? null,
  failure_message: decline?.message ?? null,
  metadata: intent.metadata,
  outcome: outcomeOf(decline, specialOf(method.sim.number).risk ?? 'normal'),
  paid: decline === null,
  payment_intent: intent.id,
  payment_method: method.id,
  payment_method_details: { card: cardDetails(method, intent.amount), type: 'card' as const },
  receipt_email: intent.receipt_email,
  receipt_url: decline === null ? receiptUrl : null,
  refunded: false,
  statement_descriptor: intent.statement_descriptor,
  status: decline === null ? ('succeeded' as const) : ('failed' as const),
});

const cardDetails = ({ card }: PaymentMethod, amount: number) => ({
  amount_authorized: amount,
  authorization_code: null,
  brand: card.brand,
  checks: card.checks,
  country: card.country,
  electronic_commerce_indicator: null,
  exp_month: card.exp_month,
  exp_year: card.exp_year,
  fingerprint: card.fingerprint,
  funding: card.funding,
  installments: null,
  last4: card.last4,
  mandate: null,
  network: card.brand,
  network_transaction_id: null,
  regulated_status: 'unregulated' as const,
  three_d_secure: null,
  transaction_link_id: null,
  wallet: null,
});

const chargeConstants = {
  object: 'charge' as const,
  application: null,
  application_fee: null,
  application_fee_amount: null,
  disputed: false,
  failure_balance_transaction: null,
  fraud_details: {} as { readonly user_report?: 'fraudulent' | 'safe' },
  livemode: false,
  on_behalf_of: null,
  receipt_number: null,
  review: null,
  shipping: null,
  source: null,
  source_transfer: null,
  statement_descriptor_suffix: null,
  transfer_data: null,
  transfer_group: null,
};
