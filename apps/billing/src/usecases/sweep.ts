import { DAY, HOUR, MINUTE, plus, startOfDay, type BusinessClock } from '@gatefold/kernel';
import type { Inbox } from './inbox-ports.ts';
import type { CashJournal, Cursors } from './ports.ts';
import type { ListedEvent, StripeReads } from './stripe-ports.ts';

/** What was written within this time before the newest may still appear late. */
const EVENT_OVERLAP = 10 * MINUTE;
/** The same of what moved the balance; once a day (UTC) it is looked further back. */
const CASH_OVERLAP = HOUR;
const DAILY_CASH_OVERLAP = 48 * HOUR;
/** Stripe keeps events for thirty days; on a first look there is nothing older of ours. */
const FIRST_LOOK = 30 * DAY;

type Deps = { cursors: Cursors; clock: BusinessClock };
type EventsOf = Deps & { stripe: Pick<StripeReads, 'events'>; inbox: Inbox };
type CashOf = Deps & { stripe: Pick<StripeReads, 'balanceTransactions'>; cash: CashJournal };

/**
 * Looks for events that no webhook brought, and keeps them as if one had. Answers how many were missed.
 *
 * Reads a list, never a subscription, so its price does not grow with the number of readers.
 */
export const sweepEvents =
  ({ stripe, cursors, clock, inbox }: EventsOf) =>
  async (): Promise<number> => {
    const now = clock.now();
    const since = (await cursors.get('events')) ?? plus(now, -FIRST_LOOK);
    let missed = 0;
    for await (const page of stripe.events(plus(since, -EVENT_OVERLAP)))
      missed += await keepUnknown(inbox, page);
    // Only now: a look that broke off is begun again, since pages come newest first.
    await cursors.set('events', now);
    return missed;
  };

async function keepUnknown(inbox: Inbox, page: readonly ListedEvent[]): Promise<number> {
  if (page.length === 0) return 0;
  const unknown = await inbox.unknown(page.map(({ id }) => id));
  const events = page.flatMap((event) => (unknown.has(event.id) ? (event.read() ?? []) : []));
  return events.length === 0 ? 0 : inbox.keep(events, { source: 'sweep', traceparent: null });
}

/** Brings the cash journal up to Stripe's balance: each movement once, however often it is looked at. */
export const collectCash =
  ({ stripe, cursors, clock, cash }: CashOf) =>
  async (): Promise<number> => {
    const now = clock.now();
    const since = (await cursors.get('cash')) ?? (await beginCash(cursors, now));
    let booked = 0;
    const overlap = isSameDay(since, now) ? CASH_OVERLAP : DAILY_CASH_OVERLAP;
    for await (const page of stripe.balanceTransactions(plus(since, -overlap)))
      booked += await cash.book(page);
    await cursors.set('cash', now);
    return booked;
  };

/** Noted before the first look: one that fails, however long it is until the next, leaves nothing behind. */
async function beginCash(cursors: Cursors, now: Date): Promise<Date> {
  const since = plus(now, -FIRST_LOOK);
  await cursors.set('cash', since);
  return since;
}

const isSameDay = (one: Date, other: Date): boolean =>
  startOfDay(one, 'UTC').getTime() === startOfDay(other, 'UTC').getTime();
