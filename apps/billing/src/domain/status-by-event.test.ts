import { DAY, HOUR, plus } from '@gatefold/kernel';
import { expect, test } from 'vitest';
import { reminding } from '../../test/builders.ts';
import { newId, stands, withLast, type Stand } from '../../test/standings.ts';
import { cancelling, disputed, drafted, ended, goingOn, paid, refunded, refused } from '../../test/stripe.ts';
import { consequencesOf } from './consequences.ts';
import { fold } from './fold.ts';
import { stripeStatuses, type SeenSubscription } from './seen.ts';

type Look = (seen: SeenSubscription, now: Date) => SeenSubscription;

const newest = ({ invoices }: SeenSubscription): string => invoices.at(-1)?.id ?? '';
const paidOnes = ({ invoices }: SeenSubscription) => invoices.filter(({ payment }) => payment !== null);
const last = (seen: SeenSubscription): string => paidOnes(seen).at(-1)?.id ?? newest(seen);
const totalOf = (seen: SeenSubscription, id: string): bigint =>
  seen.invoices.find((invoice) => invoice.id === id)?.total.amount ?? 0n;
const back = (seen: SeenSubscription, divisor: bigint, status?: 'pending' | 'failed'): SeenSubscription =>
  refunded(seen, {
    of: last(seen),
    id: 're_1',
    cents: totalOf(seen, last(seen)) / divisor,
    ...(status === undefined ? {} : { status }),
  });

/** What Stripe may tell of, and how its objects look afterwards; also where it makes no sense. */
const events: Readonly<Record<string, Look>> = {
  'nothing new': (seen) => seen,
  'invoice.created': (seen) => drafted(seen),
  'invoice.finalized': (seen) => withLast(seen, { status: 'open', attempts: 0 }),
  'invoice.paid': (seen, now) => paid(seen, now),
  'invoice.payment_failed': (seen) => refused(seen),
  'invoice.payment_failed, the last time': (seen) => refused(seen, true),
  'invoice.voided': (seen) => withLast(seen, { status: 'void' }),
  'invoice.marked_uncollectible': (seen) => withLast(seen, { status: 'uncollectible' }),
  'charge.refunded, a part': (seen) => back(seen, 3n),
  'charge.refunded, all': (seen) => back(seen, 1n),
  'refund.created, pending': (seen) => back(seen, 1n, 'pending'),
  'refund.failed': (seen) => back(seen, 1n, 'failed'),
  'charge.dispute.created': (seen) => disputed(seen, { of: last(seen), status: 'open' }),
  'charge.dispute.closed, won': (seen) => disputed(seen, { of: last(seen), status: 'won' }),
  'charge.dispute.closed, lost': (seen) => disputed(seen, { of: last(seen), status: 'lost' }),
  'subscription.updated, cancel_at_period_end': (seen) => cancelling(seen),
  'subscription.updated, cancel_at': (seen) => cancelling(seen, 'cancel_at'),
  'subscription.updated, going on': (seen) => goingOn(seen),
  'subscription.updated, another card': (seen) => ({
    ...seen,
    card: { brand: 'mastercard', last4: '4444', expMonth: 1, expYear: 2040 },
  }),
  'subscription.updated, no card': (seen) => ({ ...seen, card: null }),
  'subscription.updated, trial moved': (seen) => ({
    ...seen,
    status: 'trialing',
    trialEnd: plus(seen.trialEnd ?? seen.startedAt, 7 * DAY),
  }),
  'subscription.deleted': (seen, now) => ended(seen, now),
  'subscription.deleted, payment failed': (seen, now) => ended(seen, now, 'payment_failed'),
  'subscription.deleted, disputed': (seen, now) => ended(seen, now, 'payment_disputed'),
  ...Object.fromEntries(
    stripeStatuses.map((status): [string, Look] => [
      `status ${status}`,
      (seen, now) => ({ ...seen, status, endedAt: status === 'canceled' ? now : seen.endedAt }),
    ]),
  ),
};

/** What comes of it, in a line. Throws where the domain does. */
function resultOf({ seen, known, now }: Stand, look: Look): string {
  const at = plus(now, HOUR);
  const folded = fold(known, look(seen, at), { now: at, newId });
  const { next, changes, calls, cases } = consequencesOf(folded, { now: at, reminding, newId });
  const end = next.endReason ?? (next.endingAs === null ? '' : `ending: ${next.endingAs}`);
  const listed = (kind: string, names: readonly string[]): string =>
    names.length === 0 ? '' : `; ${kind} ${[...new Set(names)].join(', ')}`;
  return [
    `${next.phase} ${next.standing} ${next.intent}${end === '' ? '' : ` (${end})`}`,
    listed(
      'happened',
      changes.map(({ type }) => type),
    ),
    listed(
      'told Stripe',
      calls.map(({ kind }) => kind),
    ),
    listed(
      'case',
      cases.map(({ kind }) => kind),
    ),
  ].join('');
}

const table = (): string =>
  Object.entries(stands)
    .map(([name, stand]) => {
      const rows = Object.entries(events).map(
        ([event, look]) => `  ${event.padEnd(44)} ${resultOf(stand, look)}`,
      );
      return [`${name}: ${stand.known.phase} ${stand.known.standing} ${stand.known.intent}`, ...rows].join(
        '\n',
      );
    })
    .join('\n\n');

test('whatever Stripe tells, wherever a subscription stands, what comes of it is written down', async () => {
  await expect(`${table()}\n`).toMatchFileSnapshot('../../test/declared/status-by-event.txt');
});
