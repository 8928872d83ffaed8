import { DAY, plus, startOfDay, type BusinessClock } from '@gatefold/kernel';
import { reconcileDays, type DayDifference, type DayTie, type Moved } from '../domain/reconcile-days.ts';
import type { CashJournal } from './ports.ts';
import type { StripeReads } from './stripe-ports.ts';
import type { Audit, Reconciling } from './review-ports.ts';

/** So many are read at once; earlier days are asked for by themselves. A single day is always read whole. */
const MOST = 5_000;

type Stripe = Pick<StripeReads, 'balanceTransactions'>;
type Window = { readonly from: Date; readonly until: Date };

type Deps = {
  stripe: Stripe;
  collectCash: () => Promise<number>;
  reconciling: Pick<Reconciling, 'cash'>;
  clock: BusinessClock;
};

export type ReconciledDays = {
  readonly asOf: Date;
  /** The first day that was looked at: later than asked for where too much moved since. */
  readonly from: Date;
  readonly days: readonly DayTie[];
  readonly differences: readonly DayDifference[];
};

/**
 * Stripe's list against the cash journal, by day and currency. Both are looked at up to the same second, and what is
 * merely late is booked before.
 */
export const compareDays =
  ({ stripe, collectCash, reconciling, clock }: Deps) =>
  async ({ from, until }: Window): Promise<ReconciledDays> => {
    const asOf = clock.now();
    const second = new Date(Math.floor(asOf.getTime() / 1_000) * 1_000);
    const end = until < second ? until : second;
    const theirs = await movedAtStripe(stripe, { from, until: end });
    await collectCash();
    const ledger = await reconciling.cash({ from: theirs.from, until: end });
    return { asOf, from: theirs.from, ...reconcileDays({ ledger, stripe: theirs.moved }) };
  };

/** Newest first; whole days only. */
async function movedAtStripe(
  stripe: Stripe,
  { from, until }: Window,
): Promise<{ from: Date; moved: Moved[] }> {
  const moved: Moved[] = [];
  if (from >= until) return { from, moved };
  for await (const page of stripe.balanceTransactions(from, until)) {
    for (const { id, createdAt, net, sourceId } of page)
      moved.push({ id, at: createdAt, net, source: sourceId });
    const [newest, oldest] = [moved[0]?.at ?? until, moved.at(-1)?.at ?? until];
    const whole = plus(startOfDay(oldest, 'UTC'), DAY);
    if (moved.length >= MOST && newest >= whole)
      return { from: whole, moved: moved.filter(({ at }) => at >= whole) };
  }
  return { from, moved };
}

type Booking = { stripe: Stripe; cash: CashJournal; audit: Pick<Audit, 'note'> };

/** Books what moved on a day (UTC) and is not booked; answers how many were. A repeat books nothing. */
export const bookDay =
  ({ stripe, cash, audit }: Booking) =>
  async ({ day, actor }: { day: string; actor: string }): Promise<number> => {
    const from = new Date(`${day}T00:00:00Z`);
    let booked = 0;
    for await (const page of stripe.balanceTransactions(from, plus(from, DAY)))
      booked += await cash.book(page);
    if (booked > 0)
      await audit.note({ actor, action: 'cash.book-day', subject: day, facts: { booked: String(booked) } });
    return booked;
  };
