import type { Brand, TestCard } from './cards.ts';
import { addressOf, changed, type Address, type AddressGiven } from './customer.ts';
import { mergeMetadata, type Making, type Metadata } from './wire.ts';

export type PaymentMethod = ReturnType<typeof newPaymentMethod>;

export type CardGiven = {
  readonly card: TestCard;
  readonly expMonth: number;
  readonly expYear: number;
  readonly billing: BillingGiven;
  readonly redisplay?: Redisplay | undefined;
  readonly metadata?: Metadata | undefined;
};

type Redisplay = 'always' | 'limited' | 'unspecified';

/** Empty text unsets. */
export type BillingGiven = {
  readonly address?: '' | AddressGiven | undefined;
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
};

export const newPaymentMethod = (
  { card, expMonth, expYear, billing, redisplay, metadata }: CardGiven,
  { now, newId }: Making,
) => ({
  id: newId('pm'),
  object: 'payment_method' as const,
  allow_redisplay: (redisplay ?? 'unspecified') as Redisplay,
  billing_details: billingOf(billing, {
    address: addressOf({}),
    email: null,
    name: null,
    phone: null,
    tax_id: null,
  }),
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
  metadata: metadata ?? ({} as Metadata),
  type: 'card' as const,
  /** Never shown: which test card this is, and whether its owner agreed to charges while away. */
  sim: { number: card.number, isSetUp: false, isExpired: false },
});

type Billing = {
  readonly address: Address | null;
  readonly email: string | null;
  readonly name: string | null;
  readonly phone: string | null;
  readonly tax_id: null;
};

const billingOf = ({ address, email, name, phone }: BillingGiven, current: Billing): Billing => ({
  address: address === undefined ? current.address : addressOf(address),
  email: changed(email, current.email),
  name: changed(name, current.name),
  phone: changed(phone, current.phone),
  tax_id: null,
});

type MethodChange = Partial<Omit<CardGiven, 'card' | 'expMonth' | 'expYear'>> & {
  readonly expMonth: number | undefined;
  readonly expYear: number | undefined;
};

/** The card after an update. What is not given stays. */
export const changeMethod = (method: PaymentMethod, change: MethodChange): PaymentMethod => ({
  ...method,
  allow_redisplay: change.redisplay ?? method.allow_redisplay,
  billing_details: billingOf(change.billing ?? {}, method.billing_details),
  card: {
    ...method.card,
    exp_month: change.expMonth ?? method.card.exp_month,
    exp_year: change.expYear ?? method.card.exp_year,
  },
  metadata: mergeMetadata(method.metadata, change.metadata),
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
