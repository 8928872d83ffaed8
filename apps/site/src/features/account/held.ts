import type { Voice } from '../../words/voice.ts';
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
  /** How many are paid for, where it is sold by seats. */
  readonly seats?: number | undefined;
};

/** Until when somebody may read: `until` is null for one who may not. Null when nobody can say. */
export type ReadingEnd = { readonly until: string | null } | null;

/** What happens next with a payment that has failed. What nobody knows is left out. */
export function failingInWords(
  { retryAt, reading }: { readonly retryAt: string | null; readonly reading: ReadingEnd },
  { say, day, moment }: Voice,
): string {
  return [
    retryAt === null ? [] : [say('trouble.retry', { day: day(retryAt) })],
    reading === null
      ? []
      : [
          reading.until === null
            ? say('trouble.closed')
            : say('trouble.read-on', { moment: moment(reading.until) }),
        ],
    [say('trouble.new-card')],
  ]
    .flat()
    .join(' ');
}

export const cardInWords = (card: Subscription['card'], { say }: Voice): string =>
  card === null
    ? say('held.none')
    : say('held.card-ending', { brand: brandName(card.brand), last4: card.last4 });

const brands: Readonly<Record<string, string>> = {
  amex: 'American Express',
  diners: 'Diners Club',
  jcb: 'JCB',
  unionpay: 'UnionPay',
};

const brandName = (brand: string): string =>
  brands[brand] ?? `${brand.charAt(0).toUpperCase()}${brand.slice(1)}`;
