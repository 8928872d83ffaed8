import { answeredFields, asksOf, type Answers } from './checkout-asks.ts';
import { constants } from './checkout-constants.ts';
import { dueToday, itemsOf, type Offered } from './checkout-lines.ts';
import type { InvoiceData, PaymentData, SessionTerms } from './checkout-terms.ts';
import type { Address } from './customer.ts';
import { day, listOf, orNull, type Making } from './wire.ts';

export type CheckoutSession = ReturnType<typeof newSession>;

/** A card whose bank asks its owner first, with what was typed beside it. */
export type Challenged = {
  readonly method: string;
  readonly email: string;
  readonly name: string;
  readonly address?: Partial<Address> | null;
  readonly taxId?: string | null;
  readonly savesCard?: boolean;
  readonly answers: Answers;
};

const openFor = day;

export function newSession(terms: SessionTerms, making: Making) {
  const { now, newId } = making;
  const id = `cs_test_${newId('x').slice(2)}${newId('x').slice(2)}`;
  return {
    ...constants,
    ...amountsOf(terms, { id, making }),
    ...asksOf(terms),
    ...waysOf(terms),
    automatic_tax: automaticTax(terms.automatic_tax?.enabled ?? false),
    id,
    created: now,
    cancel_url: orNull(terms.cancel_url),
    client_reference_id: orNull(terms.client_reference_id),
    customer: orNull(terms.customer),
    customer_creation: creationOf(terms),
    customer_details: detailsFor(orNull(terms.customer_email), null),
    customer_email: orNull(terms.customer_email),
    expires_at: terms.expires_at ?? now + openFor,
    integration_identifier: orNull(terms.integration_identifier),
    invoice: null as string | null,
    locale: orNull(terms.locale),
    metadata: terms.metadata ?? {},
    mode: terms.mode,
    origin_context: orNull(terms.origin_context),
    payment_intent: null as string | null,
    recovered_from: orNull(terms.recoveredFrom),
    setup_intent: null as string | null,
    status: 'open' as 'complete' | 'expired' | 'open',
    subscription: null as string | null,
    success_url: terms.success_url,
    url: `${terms.pageUrl}/c/pay/${id}` as string | null,
    sim: beyond(terms),
  };
}

/** Never shown: what becomes of the session once it is paid, and the card whose owner is being asked. */
const beyond = (terms: SessionTerms) => ({
  subscription_data: terms.subscription_data ?? {},
  payment_data: (terms.payment_intent_data ?? terms.setup_intent_data ?? {}) as PaymentData,
  customer_update: terms.customer_update ?? {},
  redisplay: orNull(terms.payment_method_data?.allow_redisplay),
  firstPart: terms.firstPart ?? 1,
  challenged: null as Challenged | null,
});

/** How it may be paid, and what becomes of a session that nobody pays. */
const waysOf = (terms: SessionTerms) => ({
  adaptive_pricing: terms.adaptive_pricing ? { enabled: terms.adaptive_pricing.enabled ?? false } : null,
  after_expiration: afterExpiration(terms),
  allow_promotion_codes: orNull(terms.allow_promotion_codes),
  allowed_payment_method_types: orNull(terms.allowed_payment_method_types),
  invoice_creation: invoiceCreation(terms),
  payment_method_collection: terms.payment_method_collection ?? ('always' as const),
  payment_method_options: {
    card: {
      request_three_d_secure:
        terms.payment_method_options?.card?.request_three_d_secure ?? ('automatic' as const),
    },
  },
  saved_payment_method_options: savedOptions(terms),
});

const afterExpiration = ({ after_expiration: given }: SessionTerms) =>
  given?.recovery === undefined
    ? null
    : {
        recovery: {
          allow_promotion_codes: given.recovery.allow_promotion_codes ?? false,
          enabled: given.recovery.enabled,
          expires_at: null as number | null,
          url: null as string | null,
        },
      };

const invoiceCreation = ({ invoice_creation: given, mode }: SessionTerms) =>
  mode === 'payment'
    ? { enabled: given?.enabled ?? false, invoice_data: invoiceData(given?.invoice_data) }
    : null;

const invoiceData = (given: InvoiceData = {}) => ({
  account_tax_ids: null,
  custom_fields: given.custom_fields || null,
  description: orNull(given.description),
  footer: orNull(given.footer),
  issuer: null,
  metadata: given.metadata ?? {},
  rendering_options: null,
});

const savedOptions = ({ saved_payment_method_options: given, customer, mode }: SessionTerms) =>
  given === undefined && (customer === undefined || mode === 'setup')
    ? null
    : {
        allow_redisplay_filters: given?.allow_redisplay_filters ?? ['always' as const],
        payment_method_remove: given?.payment_method_remove ?? ('disabled' as const),
        payment_method_save: given?.payment_method_save ?? null,
      };

const automaticTax = (enabled: boolean) => ({
  disabled_reason: null,
  enabled,
  liability: enabled ? { type: 'self' as const } : null,
  provider: enabled ? 'stripe' : null,
  status: enabled ? ('requires_location_inputs' as 'complete' | 'requires_location_inputs') : null,
});

type Amounting = Offered & Pick<SessionTerms, 'mode' | 'promotion'>;

/** The session with these things sold and this discount in place of any other, as its page brings them. */
export function reprice(
  session: CheckoutSession,
  terms: Pick<Amounting, 'granted' | 'promotion' | 'sold'>,
  making: Making,
): CheckoutSession {
  const { currency, mode, sim } = session;
  const { subscription_data, firstPart } = sim;
  const amounts = amountsOf(
    { ...terms, currency, mode, subscription_data, firstPart },
    { id: session.id, making },
  );
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
    currency: terms.currency,
    discounts: terms.granted.map(({ coupon }) => ({
      coupon: coupon.id,
      promotion_code: orNull(terms.promotion),
    })),
    line_items: listOf(`/v1/checkout/sessions/${id}/line_items`, itemsOf(terms, taken, making)),
    payment_status: (total === 0 ? 'no_payment_required' : 'unpaid') as
      | 'no_payment_required'
      | 'paid'
      | 'unpaid',
    total_details: { amount_discount: subtotal - total, amount_shipping: 0, amount_tax: 0 },
  };
}

/** A single payment makes no customer of who pays it, unless it is asked for or something is kept for later. */
function creationOf({ customer, customer_creation, mode, ...terms }: SessionTerms) {
  if (customer !== undefined || mode === 'setup') return null;
  if (mode === 'subscription') return 'always' as const;
  const keeps =
    terms.payment_intent_data?.setup_future_usage !== undefined || terms.invoice_creation?.enabled === true;
  return keeps ? ('always' as const) : (customer_creation ?? ('if_required' as const));
}

/** Whether its page asks for a card: not where nothing is due and the publisher wants none. */
export const asksForCard = ({ mode, payment_method_collection, amount_total }: CheckoutSession): boolean =>
  mode !== 'subscription' || payment_method_collection === 'always' || (amount_total ?? 0) > 0;

type Details = ReturnType<typeof detailsFor>;

function detailsFor(email: string | null, name: string | null) {
  if (email === null) return null;
  return {
    address: null as Address | null,
    business_name: null as string | null,
    email,
    individual_name: name,
    name,
    phone: null as string | null,
    tax_exempt: 'none' as const,
    tax_ids: [] as readonly { readonly type: 'eu_vat'; readonly value: string }[],
  };
}

export type Completion = {
  readonly customer: string | null;
  readonly email: string;
  readonly name: string;
  readonly invoice: string | null;
  readonly subscription: string | null;
  readonly setupIntent: string | null;
  readonly paymentIntent: string | null;
  readonly address?: Partial<Address> | null;
  readonly taxId?: string | null;
  readonly answers: Answers;
};

/** Paid, where there was something to pay, and closed: the page's address is gone. */
export const complete = (session: CheckoutSession, done: Completion): CheckoutSession => ({
  ...session,
  automatic_tax: session.automatic_tax.enabled
    ? { ...session.automatic_tax, status: 'complete' }
    : session.automatic_tax,
  collected_information: collected(session, done),
  consent: session.consent && {
    promotions: promotionsSaid(session, done),
    terms_of_service: done.answers.termsAccepted ? 'accepted' : null,
  },
  custom_fields: answeredFields(session.custom_fields, done.answers.customFields),
  customer: done.customer,
  customer_details: customerDetails(done),
  invoice: done.invoice,
  payment_status: session.payment_status === 'unpaid' ? 'paid' : session.payment_status,
  payment_intent: done.paymentIntent,
  setup_intent: done.setupIntent,
  sim: { ...session.sim, challenged: null },
  status: 'complete',
  subscription: done.subscription,
  url: null,
});

const promotionsSaid = ({ consent_collection }: CheckoutSession, { answers }: Completion) => {
  if (consent_collection?.promotions !== 'auto') return null;
  return answers.promotions ? ('opt_in' as const) : ('opt_out' as const);
};

const collected = (session: CheckoutSession, { answers }: Completion) => ({
  business_name: session.name_collection?.business?.enabled === true ? answers.businessName || null : null,
  individual_name:
    session.name_collection?.individual?.enabled === true ? answers.individualName || null : null,
  shipping_details: answers.shipping,
});

function customerDetails({ email, name, address, answers, taxId }: Completion) {
  const { businessName, individualName, phone } = answers;
  return {
    ...(detailsFor(email, name) as NonNullable<Details>),
    address: {
      ...{ city: null, country: 'US', line1: null, line2: null, postal_code: null, state: null },
      ...address,
    },
    business_name: businessName || null,
    individual_name: individualName || name,
    phone: phone || null,
    tax_ids: taxId ? [{ type: 'eu_vat' as const, value: taxId }] : [],
  };
}

export const sessionDue = ({ status, expires_at }: CheckoutSession): number | null =>
  status === 'open' ? expires_at : null;
