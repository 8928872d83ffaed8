import { DAY, type MoneyJson } from '@gatefold/kernel';
import { opens } from '../../publication.ts';
import type { PlainKey, Voice } from '../../words/voice.ts';
import { everyOf, type Interval } from '../../words/intervals.ts';

/** What billing says of a subscription, as far as the account page shows it. */
export type Held = {
  readonly id: string;
  readonly phase: string;
  readonly endReason: string | null;
  readonly standing: 'ok' | 'collecting' | 'exhausted' | 'disputed';
  readonly intent: 'renewing' | 'cancelling';
  readonly paidThrough: string | null;
  readonly nextCharge: { readonly at: string; readonly amount: MoneyJson } | null;
  readonly path: readonly PathStep[];
};

type PathStep = {
  readonly phase: string;
  readonly amount: MoneyJson;
  readonly charges: number | null;
  readonly paid: number;
  readonly period: { readonly from: string; readonly until: string | null };
};

export type Situation = 'opening' | 'renewing' | 'cancelling' | 'payment-failing' | 'disputed' | 'ended';

/** The one word that decides what the account page says and offers. Trouble with money comes before intent. */
export function situationOf({
  phase,
  standing,
  intent,
}: Pick<Held, 'phase' | 'standing' | 'intent'>): Situation {
  if (phase === 'ended') return 'ended';
  if (phase === 'pending') return 'opening';
  if (standing === 'collecting' || standing === 'exhausted') return 'payment-failing';
  if (standing === 'disputed') return 'disputed';
  return intent;
}

type OfPapers = Pick<Held, 'phase'> & { readonly publication: string; readonly alsoReads: readonly string[] };

/**
 * What a reader of a paper means by “my subscription”: the newest that still lives, else the newest of all; before
 * those to other papers of the house the ones to this.
 */
export function currentOf<T extends OfPapers>(newestFirst: readonly T[], paper: string): T | null {
  const here = newestFirst.filter((one) => opens(one, paper));
  return here.find(isLive) ?? newestFirst.find(isLive) ?? here[0] ?? newestFirst[0] ?? null;
}

/** Whether something is still to come of it, reading or paying. */
export const isLive = ({ phase }: Pick<Held, 'phase'>): boolean => phase !== 'ended';

const endings: Readonly<Record<string, PlainKey>> = {
  cancelled: 'ended.cancelled',
  refunded: 'ended.refunded',
  disputed: 'ended.disputed',
  'payment-failed': 'ended.payment-failed',
  duplicate: 'ended.duplicate',
  transferred: 'ended.transferred',
  withdrawn: 'ended.withdrawn',
};

export const endingInWords = (reason: string | null, { say }: Voice): string =>
  say(endings[reason ?? ''] ?? 'ended.over');

/** The frozen price path with what is paid of it. Steps without instants yet say how often they are charged. */
export function trackOf({ path, phase }: Pick<Held, 'path' | 'phase'>, voice: Voice) {
  const { say, money } = voice;
  const interval = intervalOf(path);
  const every = interval === null ? say('path.each-period') : everyOf(interval, voice);
  return path.map((step, place) => {
    const isCurrent = step.phase === phase && isRunning(path, place);
    return {
      key: `${step.phase} ${place}`,
      paid: step.paid,
      charges: step.charges,
      isCurrent,
      amount:
        step.charges === 1
          ? money(step.amount)
          : say('path.price-every', { price: money(step.amount), every }),
      says: says(step, isCurrent, voice),
    };
  });
}

/** Of steps with the same name, which another plan makes, the first that is not over. */
const isRunning = (path: readonly PathStep[], place: number): boolean => {
  const sameName = path.filter(({ phase }) => phase === path[place]?.phase);
  return (
    (sameName.find(({ charges, paid }) => charges === null || paid < charges) ?? sameName.at(-1)) ===
    path[place]
  );
};

function says({ charges, paid, period }: PathStep, isCurrent: boolean, { say, day }: Voice): string {
  const from = day(period.from);
  if (charges === null) return isCurrent ? say('path.your-price') : say('path.from', { day: from });
  if (paid >= charges) return charges === 1 ? say('path.paid') : say('path.all-paid', { count: charges });
  return isCurrent || paid > 0
    ? say('path.some-paid', { paid, count: charges })
    : say('path.to-come', { count: charges, day: from });
}

/** How often is not said for each step, so it is taken from the length of one that is counted. */
function intervalOf(path: readonly PathStep[]): Interval | null {
  for (const { charges, period } of path) {
    if (charges === null || period.until === null) continue;
    const days = Math.round((Date.parse(period.until) - Date.parse(period.from)) / DAY / charges);
    if (days === 28) return { unit: 'week', count: 4 };
    if (days >= 28 && days <= 31) return { unit: 'month', count: 1 };
    if (days >= 365 && days <= 366) return { unit: 'year', count: 1 };
    return { unit: 'day', count: days };
  }
  return null;
}
