import { DAY, formatMoney, fromMoneyJson, type MoneyJson } from '@gatefold/kernel';

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

/** The newest that still lives, else the newest of all: what a reader means by “my subscription”. */
export function currentOf<T extends Pick<Held, 'phase'>>(newestFirst: readonly T[]): T | null {
  return newestFirst.find(({ phase }) => phase !== 'ended') ?? newestFirst[0] ?? null;
}

/** Whether something is still to come of it, reading or paying. */
export const isLive = ({ phase }: Pick<Held, 'phase'>): boolean => phase !== 'ended';

const endings: Readonly<Record<string, string>> = {
  cancelled: 'You cancelled it.',
  refunded: 'Your last payment was given back in full.',
  disputed: 'Your bank took the payment back.',
  'payment-failed': 'The payment could not be collected.',
  duplicate: 'You had another one; this one was given back.',
  transferred: 'It goes on under your account.',
  withdrawn: 'You withdrew from the contract; what you paid was given back.',
};

export const endingInWords = (reason: string | null): string => endings[reason ?? ''] ?? 'It is over.';

type Show = { readonly locale: string; day(iso: string): string };

/** The frozen price path with what is paid of it. Steps without instants yet say how often they are charged. */
export function trackOf({ path, phase }: Pick<Held, 'path' | 'phase'>, { locale, day }: Show) {
  const every = everyOf(path);
  return path.map((step, place) => {
    const isCurrent = step.phase === phase && isRunning(path, place);
    return {
      key: `${step.phase} ${place}`,
      paid: step.paid,
      charges: step.charges,
      isCurrent,
      amount: `${formatMoney(fromMoneyJson(step.amount), locale)}${step.charges === 1 ? '' : ` ${every}`}`,
      says: says(step, isCurrent, day),
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

function says({ charges, paid, period }: PathStep, isCurrent: boolean, day: Show['day']): string {
  if (charges === null) return isCurrent ? 'your price now' : `from ${day(period.from)}`;
  if (paid >= charges) return charges === 1 ? 'paid' : `all ${charges} paid`;
  return isCurrent || paid > 0
    ? `${paid} of ${charges} paid`
    : `${charges} payments, from ${day(period.from)}`;
}

/** How often is not said for each step, so it is taken from the length of one that is counted. */
function everyOf(path: readonly PathStep[]): string {
  for (const { charges, period } of path) {
    if (charges === null || period.until === null) continue;
    const days = Math.round((Date.parse(period.until) - Date.parse(period.from)) / DAY / charges);
    if (days === 28) return 'every four weeks';
    if (days >= 28 && days <= 31) return 'every month';
    if (days >= 365 && days <= 366) return 'every year';
    return `every ${days} days`;
  }
  return 'each period';
}
