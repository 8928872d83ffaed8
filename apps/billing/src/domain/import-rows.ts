import type { Interval, Offer } from './offer.ts';
import type { Money } from '@gatefold/kernel';
import { currenciesOf, inMoneyOf, isSameRhythm } from './offer.ts';
import { partsOf } from './sellable.ts';
import type { StripeStatus } from './seen.ts';

/** Why a row of an import is refused. Codes stay what they are: people and scripts go by them. */
export const importProblems = {
  'address-invalid': 'There is no e-mail address, or it is not one.',
  'offer-unknown': 'No offer is on sale under this key.',
  'offer-for-groups': 'Groups are not taken over: their seats have owners whom no file names.',
  'paid-through-invalid':
    'The end of what is paid for is missing, or is no instant such as 2027-03-01T00:00:00Z.',
  'paid-through-past': 'What was paid for is over already.',
  'row-repeated': 'An earlier row names the same reader or subscription.',
  'already-subscribed': 'The reader of this address has a running subscription to this product here.',
  'subscription-unknown': 'Stripe has no such subscription.',
  'subscription-not-running': 'It does not run at Stripe, so there is nothing to go on with.',
  'subscription-marked': 'Another Gatefold has taken it over: its metadata says so.',
  'price-not-named': 'No offer was named for its price at Stripe.',
  'payment-open': 'A payment of it is open or is being made. Try again once it is settled.',
  'paused-at-stripe': 'Its collection is paused at Stripe. Let it go on there first.',
  'several-items': 'It sells more than one thing, or more than one of it.',
  'price-not-fixed': 'What it costs follows from use or from steps, not from a fixed price.',
  'rhythm-differs': 'It is charged in another rhythm than the offer.',
  'currency-differs': 'It is charged in a currency that the offer is not sold in.',
  discounted: 'A discount runs at Stripe. Let it end, or put its price into a price of its own.',
  scheduled: 'A schedule at Stripe changes it by itself. Release that first.',
  'invoiced-by-hand': 'It is paid by invoices that are sent, not by a card.',
} as const;

export type ImportProblem = keyof typeof importProblems;

/** A line as it came, all text. */
export type ImportLine = {
  readonly line: number;
  readonly email: string;
  readonly offer: string;
  readonly paidThrough: string;
  readonly stripeSubscriptionId: string;
};

export type Wanted = {
  readonly line: number;
  readonly email: string;
  readonly offer: Offer;
  /** Null where Stripe says it. */
  readonly paidThrough: Date | null;
  readonly stripeSubscriptionId: string | null;
};

const ADDRESS = /^[^\s@,;<>"]+@[^\s@,;<>"]+\.[^\s@,;<>".]+$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/;

/** What a line asks for, or why it cannot be had. A bare day begins at midnight UTC. */
export function readLine(row: ImportLine, offers: readonly Offer[], now: Date): Wanted | ImportProblem {
  const email = row.email.trim().toLowerCase();
  const offer = offers.find(({ key }) => key === row.offer.trim());
  const id = row.stripeSubscriptionId.trim();
  if (!ADDRESS.test(email) || email.length > 254) return 'address-invalid';
  if (offer === undefined) return 'offer-unknown';
  if (offer.seats !== undefined) return 'offer-for-groups';
  const wanted = { line: row.line, email, offer };
  if (id !== '') return { ...wanted, paidThrough: null, stripeSubscriptionId: id };
  const paidThrough = instantOf(row.paidThrough.trim());
  if (paidThrough === null) return 'paid-through-invalid';
  if (paidThrough <= now) return 'paid-through-past';
  return { ...wanted, paidThrough, stripeSubscriptionId: null };
}

function instantOf(text: string): Date | null {
  const at = new Date(INSTANT.test(text) ? text : Number.NaN);
  if (Number.isNaN(at.getTime())) return null;
  // The thirtieth of February is no second of March.
  const [day] = text.split('T');
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day ?? '') ? at : null;
}

/** A subscription of the Stripe account that nobody of ours has sold. */
export type SoldElsewhere = {
  readonly id: string;
  readonly customerId: string;
  readonly email: string | null;
  /** A checkout of ours, or of another Gatefold's. */
  readonly checkoutId: string | null;
  readonly status: StripeStatus;
  readonly startedAt: Date;
  /** The end of the period, or of the trial, that runs. */
  readonly paidThrough: Date;
  readonly priceId: string | null;
  /** Items times their number. */
  readonly pieces: number;
  /** Null where it follows from use, or from steps. */
  readonly price: { readonly amount: Money; readonly interval: Interval } | null;
  readonly isPaused: boolean;
  readonly isDiscounted: boolean;
  readonly isScheduled: boolean;
  readonly isInvoiced: boolean;
  /** Its newest invoice is a draft, or open. */
  readonly isOwing: boolean;
};

type Check = (sold: SoldElsewhere, offer: Offer, now: Date) => boolean;

const cannot: readonly (readonly [ImportProblem, Check])[] = [
  ['subscription-not-running', ({ status }) => !['active', 'trialing', 'past_due'].includes(status)],
  ['payment-open', ({ status, isOwing }) => status === 'past_due' || isOwing],
  ['subscription-not-running', ({ paidThrough }, _offer, now) => paidThrough <= now],
  ['paused-at-stripe', ({ isPaused }) => isPaused],
  ['scheduled', ({ isScheduled }) => isScheduled],
  ['several-items', ({ pieces }) => pieces !== 1],
  ['price-not-fixed', ({ price }) => price === null],
  [
    'rhythm-differs',
    ({ price }, { phases }) => !isSameRhythm(price!.interval, partsOf(phases).list.interval),
  ],
  ['currency-differs', ({ price }, offer) => !currenciesOf(offer).includes(price!.amount.currency)],
  ['discounted', ({ isDiscounted }) => isDiscounted],
  ['invoiced-by-hand', ({ isInvoiced }) => isInvoiced],
];

/**
 * Why a subscription cannot be taken over as it is, or null. Only what our own rules can go on with is: whatever would
 * be charged differently afterwards is refused, not repaired.
 */
export const adoptionProblem = (sold: SoldElsewhere, offer: Offer, now: Date): ImportProblem | null =>
  cannot.find(([, isSo]) => isSo(sold, inMoneyOf(offer, sold.price?.amount.currency ?? ''), now))?.[0] ??
  null;
