import { DAY, HOUR, MINUTE, plus, type BusinessClock } from '@gatefold/kernel';
import type { CashJournal, Cursors, Inbox, StripeReads } from './ports.ts';

/** What was written within this time before the newest may still appear late. */
const EVENT_OVERLAP = 10 * MINUTE;
const CASH_OVERLAP = 48 * HOUR;
/** Stripe keeps events for thirty days; on a first look there is nothing older of ours. */
const FIRST_LOOK = 30 * DAY;

type Deps = { stripe: StripeReads; cursors: Cursors; clock: BusinessClock };

/**
 * Looks for events that no webhook brought, and keeps them as if one had. Answers how many were missed.
 *
 * Reads a list, never a subscription, so its price does not grow with the number of readers.
 */
export const sweepEvents =
  ({ stripe, cursors, clock, inbox }: Deps & { inbox: Inbox }) =>
  async (): Promise<number> => {
    const now = clock.now();
    const since = (await cursors.get('events')) ?? plus(now, -FIRST_LOOK);
    const events = await stripe.events(plus(since, -EVENT_OVERLAP));
    const missed = events.length === 0 ? 0 : await inbox.keep(events, { source: 'sweep', traceparent: null });
    await cursors.set('events', now);
    return missed;
  };

/** Brings the cash journal up to Stripe's balance: each movement once, however often it is looked at. */
export const collectCash =
  ({ stripe, cursors, clock, cash }: Deps & { cash: CashJournal }) =>
  async (): Promise<number> => {
    const now = clock.now();
    const since = (await cursors.get('cash')) ?? plus(now, -FIRST_LOOK);
    const booked = await cash.book(await stripe.balanceTransactions(plus(since, -CASH_OVERLAP)));
    await cursors.set('cash', now);
    return booked;
  };
