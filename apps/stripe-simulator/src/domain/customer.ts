import type { Brand, TestCard } from './cards.ts';
import { mergeMetadata, type Making, type Metadata } from './wire.ts';

export type Address = {
  readonly city: string | null;
  readonly country: string | null;
  readonly line1: string | null;
  readonly line2: string | null;
  readonly postal_code: string | null;
  readonly state: string | null;
};

export type Customer = ReturnType<typeof newCustomer>;

type TaxExempt = 'exempt' | 'none' | 'reverse';

export type CustomerTerms = {
  readonly email?: string | undefined;
  readonly name?: string | undefined;
  readonly phone?: string | undefined;
  readonly description?: string | undefined;
  readonly address?: Partial<Address> | undefined;
  readonly preferred_locales?: readonly string[] | undefined;
  readonly metadata?: Metadata | undefined;
  readonly test_clock?: string | undefined;
  readonly tax_exempt?: TaxExempt | undefined;
  readonly invoice_settings?: { readonly default_payment_method?: string | undefined } | undefined;
};

export function newCustomer(terms: CustomerTerms, { now, newId }: Making) {
  const id = newId('cus');
  return {
    id,
    object: 'customer' as const,
    address: addressOf(terms.address),
    balance: 0,
    created: now,
    currency: null as string | null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: orNull(terms.description),
    discount: null,
    email: orNull(terms.email),
    invoice_prefix: id.slice(-8).toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: orNull(terms.invoice_settings?.default_payment_method),
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: mergeMetadata({}, terms.metadata),
    name: orNull(terms.name),
    next_invoice_sequence: 1,
    phone: orNull(terms.phone),
    preferred_locales: terms.preferred_locales ?? [],
    shipping: null,
    tax_exempt: (terms.tax_exempt ?? 'none') as TaxExempt,
    test_clock: orNull(terms.test_clock),
    /** Never shown: what the next charge comes to, by request of a test. */
    sim: { nextCharge: null as string | null },
  };
}

/** The customer after an update. What is not given stays; an empty text unsets. */
export const changeCustomer = (customer: Customer, terms: CustomerTerms): Customer => ({
  ...customer,
  address: terms.address === undefined ? customer.address : addressOf(terms.address),
  description: changed(terms.description, customer.description),
  email: changed(terms.email, customer.email),
  name: changed(terms.name, customer.name),
  phone: changed(terms.phone, customer.phone),
  preferred_locales: terms.preferred_locales ?? customer.preferred_locales,
  tax_exempt: terms.tax_exempt ?? customer.tax_exempt,
  metadata: mergeMetadata(customer.metadata, terms.metadata),
  invoice_settings: {
    ...customer.invoice_settings,
    default_payment_method: changed(
      terms.invoice_settings?.default_payment_method,
      customer.invoice_settings.default_payment_method,
    ),
  },
});

const orNull = (text: string | undefined): string | null => (text === undefined || text === '' ? null : text);
const changed = (given: string | undefined, current: string | null): string | null =>
  given === undefined ? current : orNull(given);

const addressOf = (given: Partial<Address> | undefined): Address | null =>
  given === undefined
    ? null
    : { city: null, country: null, line1: null, line2: null, postal_code: null, state: null, ...given };

export type PaymentMethod = ReturnType<typeof newPaymentMethod>;

export type CardGiven = {
  readonly card: TestCard;
  readonly expMonth: number;
  readonly expYear: number;
  readonly billing: { readonly name?: string | undefined; readonly email?: string | undefined };
};

export const newPaymentMethod = (
  { card, expMonth, expYear, billing }: CardGiven,
  { now, newId }: Making,
) => ({
  id: newId('pm'),
  object: 'payment_method' as const,
  allow_redisplay: 'unspecified' as const,
  billing_details: {
    address: addressOf({}),
    email: billing.email ?? null,
    name: billing.name ?? null,
    phone: null,
    tax_id: null,
  },
  card: {
    brand: card.brand satisfies Brand,
    checks: {
      address_line1_check: null,
      address_postal_code_check: card.special?.mismatch === 'postcode' ? 'fail' : null,
      cvc_check: card.special?.mismatch === 'cvc' ? 'fail' : 'pass',
    },
    country: 'US',
    display_brand: card.brand,
    exp_month: expMonth,
    exp_year: expYear,
    fingerprint: fingerprint(card.number),
    funding: card.funding,
    generated_from: null,
    last4: card.number.slice(-4),
    networks: { available: [card.brand], preferred: null },
    regulated_status: 'unregulated' as const,
    three_d_secure_usage: { supported: true },
    wallet: null,
  },
  created: now,
  customer: null as string | null,
  customer_account: null,
  livemode: false,
  metadata: {} as Metadata,
  type: 'card' as const,
  /** Never shown: which test card this is, and whether its owner agreed to charges while away. */
  sim: { number: card.number, isSetUp: false, isExpired: false },
});

/** The same card after the end of its last month. */
export function expiredAt(method: PaymentMethod, now: number): PaymentMethod {
  const monthAgo = new Date(now * 1_000);
  monthAgo.setUTCDate(0);
  return {
    ...method,
    card: {
      ...method.card,
      exp_month: monthAgo.getUTCMonth() + 1,
      exp_year: monthAgo.getUTCFullYear(),
    },
    sim: { ...method.sim, isExpired: true },
  };
}

/** The same number gives the same value for every customer, as Stripe's does. */
function fingerprint(number: string): string {
  let value = 7n;
  for (const digit of number) value = (value * 1_000_003n + BigInt(digit) + 11n) % 2n ** 80n;
  return value.toString(36).padStart(16, '0').slice(0, 16);
}
