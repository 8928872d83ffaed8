import { constants, type locales } from './checkout-constants.ts';
import { dueToday, itemsOf, type Offered } from './checkout-lines.ts';
import type { Address } from './customer.ts';
import { day, listOf, orNull, type Making, type Metadata } from './wire.ts';

export type CheckoutSession = ReturnType<typeof newSession>;

type Locale = (typeof locales)[number];

type Text = { readonly message: string };

export type SessionTerms = Offered & {
  readonly mode: 'payment' | 'setup' | 'subscription';
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
  readonly allow_promotion_codes?: boolean | undefined;
  readonly automatic_tax?: { readonly enabled: boolean } | undefined;
  readonly billing_address_collection?: 'auto' | 'required' | undefined;
  readonly tax_id_collection?: { readonly enabled: boolean } | undefined;
  /** The promotion code that a discount came by. */
  readonly promotion?: string | null;
  readonly adaptive_pricing?: { readonly enabled?: boolean | undefined } | undefined;
};

/** A card whose bank asks its owner first, with what was typed beside it. */
export type Challenged = {
  readonly method: string;
  readonly email: string;
  readonly name: string;
  readonly termsAccepted: boolean;
  readonly address?: Partial<Address> | null;
  readonly taxId?: string | null;
};

const openFor = day;

export function newSession(terms: SessionTerms, making: Making) {
  const { now, newId } = making;
  const id = `cs_test_${newId('x').slice(2)}${newId('x').slice(2)}`;
  return {
    ...constants,
    ...amountsOf(terms, { id, making }),
    ...textsOf(terms),
    automatic_tax: automaticTax(terms.automatic_tax?.enabled ?? false),
    id,
    created: now,
    client_reference_id: orNull(terms.client_reference_id),
    customer: orNull(terms.customer),
    customer_creation: creationOf(terms),
    customer_details: detailsFor(orNull(terms.customer_email), null),
    customer_email: orNull(terms.customer_email),
    expires_at: terms.expires_at ?? now + openFor,
    invoice: null as string | null,
    mode: terms.mode,
    payment_intent: null as string | null,
    payment_method_collection: terms.payment_method_collection ?? ('always' as const),
    setup_intent: null as string | null,
    status: 'open' as 'complete' | 'expired' | 'open',
    subscription: null as string | null,
    url: `${terms.pageUrl}/c/pay/${id}` as string | null,
    /** Never shown: what becomes of the session once it is paid, and the card whose owner is being asked. */
    sim: { subscription_data: terms.subscription_data ?? {}, challenged: null as Challenged | null },
  };
}

const automaticTax = (enabled: boolean) => ({
  disabled_reason: null,
  enabled,
  liability: enabled ? { type: 'self' as const } : null,
  provider: enabled ? 'stripe' : null,
  status: enabled ? ('requires_location_inputs' as 'complete' | 'requires_location_inputs') : null,
});

type Amounting = Pick<SessionTerms, 'granted' | 'mode' | 'promotion' | 'sold' | 'subscription_data'>;

/** The session with this discount in place of any other, as a code on its page brings it. */
export function reprice(
  session: CheckoutSession,
  terms: Omit<Amounting, 'mode'>,
  making: Making,
): CheckoutSession {
  const amounts = amountsOf({ ...terms, mode: session.mode }, { id: session.id, making });
  const data = amounts.line_items.data.map((item, index) => ({
    ...item,
    id: session.line_items.data[index]?.id ?? item.id,
  }));
  return { ...session, ...amounts, line_items: { ...amounts.line_items, data } };
}

function amountsOf(terms: Amounting, { id, making }: { id: string; making: Making }) {
  const { taken, subtotal, total } = dueToday(terms);
  const asks = terms.mode !== 'setup';
  return {
    amount_subtotal: asks ? subtotal : null,
    amount_total: asks ? total : null,
    currency: orNull(terms.sold[0]?.price.currency),
    discounts: terms.granted.map(({ coupon }) => ({
      coupon: coupon.id,
      promotion_code: orNull(terms.promotion),
    })),
    line_items: listOf(`/v1/checkout/sessions/${id}/line_items`, itemsOf(terms, taken, making)),
    payment_status: (total === 0 ? 'no_payment_required' : 'unpaid') as
      'no_payment_required' | 'paid' | 'unpaid',
    total_details: { amount_discount: subtotal - total, amount_shipping: 0, amount_tax: 0 },
  };
}

const textsOf = (terms: SessionTerms) => ({
  adaptive_pricing: terms.adaptive_pricing ? { enabled: terms.adaptive_pricing.enabled ?? false } : null,
  allow_promotion_codes: orNull(terms.allow_promotion_codes),
  allowed_payment_method_types: orNull(terms.allowed_payment_method_types),
  billing_address_collection: orNull(terms.billing_address_collection),
  ...(terms.tax_id_collection === undefined
    ? {}
    : { tax_id_collection: { ...terms.tax_id_collection, required: 'never' as const } }),
  cancel_url: orNull(terms.cancel_url),
  consent: terms.consent_collection
    ? { promotions: null, terms_of_service: null as 'accepted' | null }
    : null,
  consent_collection: consentCollection(terms),
  custom_text: customText(terms.custom_text),
  locale: orNull(terms.locale),
  metadata: terms.metadata ?? {},
  success_url: terms.success_url,
});

const creationOf = ({ customer, mode }: SessionTerms) =>
  customer === undefined && mode === 'subscription' ? ('always' as const) : null;

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

export type Completion = {
  readonly customer: string;
  readonly email: string;
  readonly name: string;
  readonly invoice: string | null;
  readonly subscription: string | null;
  readonly setupIntent: string | null;
  readonly paymentIntent: string | null;
  readonly termsAccepted: boolean;
  readonly address?: Partial<Address> | null;
};

/** Paid, where there was something to pay, and closed: the page's address is gone. */
export const complete = (session: CheckoutSession, done: Completion): CheckoutSession => ({
  ...session,
  consent: session.consent && {
    ...session.consent,
    terms_of_service: done.termsAccepted ? 'accepted' : null,
  },
  automatic_tax: session.automatic_tax.enabled
    ? { ...session.automatic_tax, status: 'complete' }
    : session.automatic_tax,
  customer: done.customer,
  customer_details: {
    ...(detailsFor(done.email, done.name) as NonNullable<Details>),
    address: {
      ...{ city: null, country: 'US', line1: null, line2: null, postal_code: null, state: null },
      ...done.address,
    },
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
