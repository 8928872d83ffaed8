import type { Price } from './catalogue.ts';
import type { Address } from './customer.ts';
import { discountAmounts, type Granted } from './discount.ts';
import { day, listOf, type Making, type Metadata } from './wire.ts';

export type CheckoutSession = ReturnType<typeof newSession>;

export type Sold = { readonly price: Price; readonly quantity: number; readonly name: string };

export type SubscriptionData = {
  readonly trial_period_days?: number | undefined;
  readonly trial_end?: number | undefined;
  readonly description?: string | undefined;
  readonly metadata?: Metadata | undefined;
  readonly trial_settings?:
    | { readonly end_behavior: { readonly missing_payment_method: 'cancel' | 'create_invoice' | 'pause' } }
    | undefined;
  readonly billing_mode?: { readonly type: 'classic' | 'flexible' } | undefined;
};

/** The languages that Checkout speaks. Here the page is in English all the same. */
export const locales = [
  'auto',
  'bg',
  'cs',
  'da',
  'de',
  'el',
  'en',
  'en-GB',
  'es',
  'es-419',
  'et',
  'fi',
  'fil',
  'fr',
  'fr-CA',
  'hi-IN',
  'hr',
  'hu',
  'id',
  'it',
  'ja',
  'ko',
  'lt',
  'lv',
  'ms',
  'mt',
  'nb',
  'nl',
  'pl',
  'pt',
  'pt-BR',
  'ro',
  'ru',
  'sk',
  'sl',
  'sv',
  'th',
  'tr',
  'vi',
  'zh',
  'zh-HK',
  'zh-TW',
] as const;
type Locale = (typeof locales)[number];

type Text = { readonly message: string };

export type SessionTerms = {
  readonly mode: 'payment' | 'setup' | 'subscription';
  readonly sold: readonly Sold[];
  readonly granted: readonly Granted[];
  readonly pageUrl: string;
  readonly success_url: string;
  readonly cancel_url?: string | undefined;
  readonly customer?: string | undefined;
  readonly customer_email?: string | undefined;
  readonly client_reference_id?: string | undefined;
  readonly expires_at?: number | undefined;
  readonly locale?: Locale | undefined;
  readonly metadata?: Metadata | undefined;
  readonly consent_collection?: { readonly terms_of_service?: 'none' | 'required' | undefined } | undefined;
  readonly custom_text?: Readonly<Record<string, Text | undefined>> | undefined;
  readonly payment_method_collection?: 'always' | 'if_required' | undefined;
  readonly allowed_payment_method_types?: readonly string[] | undefined;
  readonly adaptive_pricing?: { readonly enabled?: boolean | undefined } | undefined;
  readonly subscription_data?: SubscriptionData | undefined;
};

/** A card whose bank asks its owner first, with what was typed beside it. */
export type Challenged = {
  readonly method: string;
  readonly email: string;
  readonly name: string;
  readonly termsAccepted: boolean;
};

const openFor = day;

export function newSession(terms: SessionTerms, making: Making) {
  const { now, newId } = making;
  const id = `cs_test_${newId('x').slice(2)}${newId('x').slice(2)}`;
  const today = dueToday(terms);
  return {
    ...constants,
    id,
    adaptive_pricing:
      terms.adaptive_pricing === undefined ? null : { enabled: terms.adaptive_pricing.enabled ?? false },
    allowed_payment_method_types: terms.allowed_payment_method_types ?? null,
    amount_subtotal: terms.mode === 'setup' ? null : today.subtotal,
    amount_total: terms.mode === 'setup' ? null : today.total,
    cancel_url: terms.cancel_url ?? null,
    client_reference_id: terms.client_reference_id ?? null,
    consent:
      terms.consent_collection === undefined
        ? null
        : { promotions: null, terms_of_service: null as 'accepted' | null },
    consent_collection: consentCollection(terms),
    created: now,
    currency: terms.sold[0]?.price.currency ?? null,
    custom_text: customText(terms.custom_text),
    customer: (terms.customer ?? null) as string | null,
    customer_creation:
      terms.customer === undefined && terms.mode === 'subscription' ? ('always' as const) : null,
    customer_details: detailsFor(terms.customer_email ?? null, null),
    customer_email: terms.customer_email ?? null,
    discounts: terms.granted.map(({ coupon }) => ({ coupon: coupon.id, promotion_code: null })),
    expires_at: terms.expires_at ?? now + openFor,
    invoice: null as string | null,
    line_items: listOf(`/v1/checkout/sessions/${id}/line_items`, itemsOf(terms, today.taken, making)),
    locale: terms.locale ?? null,
    metadata: terms.metadata ?? {},
    mode: terms.mode,
    payment_method_collection: terms.payment_method_collection ?? ('always' as const),
    payment_status: (today.total === 0 ? 'no_payment_required' : 'unpaid') as
      'no_payment_required' | 'paid' | 'unpaid',
    setup_intent: null as string | null,
    status: 'open' as 'complete' | 'expired' | 'open',
    subscription: null as string | null,
    success_url: terms.success_url,
    total_details: { amount_discount: today.subtotal - today.total, amount_shipping: 0, amount_tax: 0 },
    url: `${terms.pageUrl}/c/pay/${id}` as string | null,
    payment_intent: null as string | null,
    /** Never shown: what becomes of the session once it is paid, and the card whose owner is being asked. */
    sim: { subscription_data: terms.subscription_data ?? {}, challenged: null as Challenged | null },
  };
}

type Details = ReturnType<typeof detailsFor>;

function detailsFor(email: string | null, name: string | null) {
  if (email === null) return null;
  return {
    address: null as Address | null,
    business_name: null,
    email,
    individual_name: name,
    name,
    phone: null,
    tax_exempt: 'none' as const,
    tax_ids: [],
  };
}

const consentCollection = ({ consent_collection }: SessionTerms) =>
  consent_collection === undefined
    ? null
    : {
        payment_method_reuse_agreement: null,
        promotions: null,
        terms_of_service: consent_collection.terms_of_service ?? null,
      };

const customText = (given: SessionTerms['custom_text'] = {}) => ({
  after_submit: given['after_submit'] ?? null,
  shipping_address: given['shipping_address'] ?? null,
  submit: given['submit'] ?? null,
  terms_of_service_acceptance: given['terms_of_service_acceptance'] ?? null,
});

/** Whether what recurs costs nothing today. */
const startsWithTrial = ({ subscription_data }: SessionTerms): boolean =>
  (subscription_data?.trial_period_days ?? 0) > 0 || subscription_data?.trial_end !== undefined;

const amountToday = (terms: SessionTerms, { price, quantity }: Sold): number =>
  price.recurring !== null && startsWithTrial(terms) ? 0 : price.unit_amount * quantity;

/** What the card is asked for at once: one-off lines in full, recurring ones only where no trial precedes them. */
function dueToday(terms: SessionTerms) {
  const amounts = terms.sold.map((sold) => amountToday(terms, sold));
  const lines = terms.sold.map(({ price }, index) => ({
    product: price.product,
    amount: amounts[index] ?? 0,
    discountable: true,
  }));
  const taken = discountAmounts(lines, terms.granted, terms.sold[0]?.price.currency ?? 'usd').map((line) =>
    line.reduce((sum, { amount }) => sum + amount, 0),
  );
  const subtotal = amounts.reduce((sum, amount) => sum + amount, 0);
  return { taken, subtotal, total: subtotal - taken.reduce((sum, amount) => sum + amount, 0) };
}

const itemsOf = (terms: SessionTerms, taken: readonly number[], { newId }: Making) =>
  terms.sold.map((sold, index) => {
    const amount = amountToday(terms, sold);
    const off = taken[index] ?? 0;
    return {
      id: newId('li'),
      object: 'item' as const,
      adjustable_quantity: null,
      amount_discount: off,
      amount_subtotal: amount,
      amount_tax: 0,
      amount_total: amount - off,
      currency: sold.price.currency,
      description: sold.name,
      metadata: {},
      price: sold.price,
      quantity: sold.quantity,
    };
  });

export type Completion = {
  readonly customer: string;
  readonly email: string;
  readonly name: string;
  readonly invoice: string | null;
  readonly subscription: string | null;
  readonly setupIntent: string | null;
  readonly paymentIntent: string | null;
  readonly termsAccepted: boolean;
};

/** Paid, where there was something to pay, and closed: the page's address is gone. */
export const complete = (session: CheckoutSession, done: Completion): CheckoutSession => ({
  ...session,
  consent: session.consent && {
    ...session.consent,
    terms_of_service: done.termsAccepted ? 'accepted' : null,
  },
  customer: done.customer,
  customer_details: {
    ...(detailsFor(done.email, done.name) as NonNullable<Details>),
    address: { city: null, country: 'US', line1: null, line2: null, postal_code: null, state: null },
  },
  invoice: done.invoice,
  payment_status: session.payment_status === 'unpaid' ? 'paid' : session.payment_status,
  payment_intent: done.paymentIntent,
  setup_intent: done.setupIntent,
  sim: { ...session.sim, challenged: null },
  status: 'complete',
  subscription: done.subscription,
  url: null,
});

export const expire = (session: CheckoutSession): CheckoutSession => ({
  ...session,
  status: 'expired',
  url: null,
});

export const sessionDue = ({ status, expires_at }: CheckoutSession): number | null =>
  status === 'open' ? expires_at : null;

const constants = {
  object: 'checkout.session' as const,
  after_expiration: null,
  allow_promotion_codes: null,
  automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
  billing_address_collection: null,
  client_secret: null,
  collected_information: null,
  currency_conversion: null,
  custom_fields: [],
  customer_account: null,
  integration_identifier: null,
  invoice_creation: null,
  livemode: false,
  managed_payments: null,
  origin_context: null,
  payment_link: null,
  payment_method_configuration_details: null,
  payment_method_options: { card: { request_three_d_secure: 'automatic' as const } },
  payment_method_types: ['card'],
  permissions: null,
  recovered_from: null,
  saved_payment_method_options: null,
  shipping_address_collection: null,
  shipping_cost: null,
  shipping_options: [],
  submit_type: null,
  ui_mode: 'hosted_page' as const,
  wallet_options: null,
};
