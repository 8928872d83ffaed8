import { formatTime, zoneName } from '@gatefold/ui/time';
import type { Held } from './standing.ts';

/** A subscription as the account pages need it. */
export type Subscription = Held & {
  readonly orderNumber: string;
  readonly endedAt: string | null;
  readonly card: {
    readonly brand: string;
    readonly last4: string;
    readonly expMonth: number;
    readonly expYear: number;
  } | null;
  readonly retryAt: string | null;
  readonly pause: { readonly from: string; readonly until: string } | null;
  readonly change: { readonly at: string } | null;
  readonly certificateNumber: string | null;
};

/** How this paper writes money and dates. */
export type Habits = { readonly name: string; readonly locale: string; readonly zone: string };

export const dayIn =
  ({ locale, zone }: Habits) =>
  (iso: string): string =>
    formatTime(new Date(iso), { locale, zone, precision: 'day' });

/** To the minute, with the zone's name: for an end that somebody may wait for. */
export const momentIn =
  ({ locale, zone }: Habits) =>
  (iso: string): string =>
    `${formatTime(new Date(iso), { locale, zone, precision: 'minute' })} (${zoneName(zone)})`;

/** Until when somebody may read: `until` is null for one who may not. Null when nobody can say. */
export type ReadingEnd = { readonly until: string | null } | null;

/** What happens next with a payment that has failed. What nobody knows is left out. */
export function failingInWords(
  { retryAt, reading }: { readonly retryAt: string | null; readonly reading: ReadingEnd },
  habits: Habits,
): string {
  return [
    retryAt === null ? [] : [`We try the card again on ${dayIn(habits)(retryAt)}.`],
    reading === null ? [] : [readingInWords(reading.until, habits)],
    ['With a new card the payment is tried again at once.'],
  ]
    .flat()
    .join(' ');
}

const readingInWords = (until: string | null, habits: Habits): string =>
  until === null
    ? 'Reading is closed until it is paid.'
    : `You can read on until ${momentIn(habits)(until)}.`;

export const cardInWords = (card: Subscription['card']): string =>
  card === null ? 'none' : `${brandName(card.brand)} ending ${card.last4}`;

const brands: Readonly<Record<string, string>> = {
  amex: 'American Express',
  diners: 'Diners Club',
  jcb: 'JCB',
  unionpay: 'UnionPay',
};

const brandName = (brand: string): string =>
  brands[brand] ?? `${brand.charAt(0).toUpperCase()}${brand.slice(1)}`;

/** “Nov 24 – Dec 22, 2026”. */
export const spanIn =
  ({ locale, zone }: Habits) =>
  ({ from, until }: { readonly from: string; readonly until: string }): string =>
    new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: zone }).formatRange(
      new Date(from),
      new Date(until),
    );
