import { DAY, HOUR, plus } from '@gatefold/kernel';
import { countingIds } from '@gatefold/test-kit';
import { fold } from '../src/domain/fold.ts';
import type { SeenInvoice, SeenSubscription } from '../src/domain/seen.ts';
import type { Subscription } from '../src/domain/subscription.ts';
import { aSubscription } from './builders.ts';
import { bought, cancelling, disputed, drafted, ended, refused, renewed, soonAfter } from './stripe.ts';

export const newId = countingIds();

/** What Stripe shows, when, and what billing knows of it. */
export type Stand = { readonly seen: SeenSubscription; readonly now: Date; readonly known: Subscription };

const start = new Date('2026-02-01T09:00:00Z');

/** Folds look after look, as webhooks would have had it. */
function reached(...looks: readonly SeenSubscription[]): Stand {
  const seen = looks.at(-1)!;
  const known = looks.reduce(
    (so, look) => fold(so, look, { now: soonAfter(look), newId }).next,
    aSubscription(),
  );
  return { seen, known, now: soonAfter(seen) };
}

const late = (stand: Stand, days: number): Stand => {
  const now = plus(stand.now, days * DAY);
  return { ...stand, now, known: fold(stand.known, stand.seen, { now, newId }).next };
};

export const withLast = (seen: SeenSubscription, change: Partial<SeenInvoice>): SeenSubscription => ({
  ...seen,
  invoices: seen.invoices.map((invoice, index) =>
    index === seen.invoices.length - 1 ? { ...invoice, ...change } : invoice,
  ),
});

const intro = bought(start);
const yearOne = renewed(intro);
const failed = refused(drafted(yearOne));
const standard = Array.from({ length: 14 }).reduce<SeenSubscription>((so) => renewed(so), intro);
const opened = (seen: SeenSubscription): SeenSubscription => withLast(seen, { status: 'open' });
const never: SeenSubscription = {
  ...withLast(intro, { status: 'open', paidAt: null, payment: null, attempts: 0 }),
  status: 'incomplete',
};

/** Every kind of place in which a subscription may stand when Stripe has news of it. */
export const stands: Readonly<Record<string, Stand>> = {
  'bought, not paid': reached(never),
  'never paid': reached(never, { ...never, status: 'incomplete_expired' }),
  'in the introduction': reached(intro),
  'in the introduction, leaving': reached(intro, cancelling(intro)),
  'in the first year': reached(intro, yearOne),
  'in the first year, the next drafted': reached(intro, yearOne, drafted(yearOne)),
  'in the first year, the next open': reached(intro, yearOne, drafted(yearOne), opened(drafted(yearOne))),
  'at the list price': reached(...historyOf(standard)),
  'at the list price, leaving': reached(...historyOf(standard), cancelling(standard)),
  'being collected': reached(intro, yearOne, failed),
  'collected in vain': late(reached(intro, yearOne, failed), 15),
  'collected in vain at Stripe': reached(intro, yearOne, { ...failed, status: 'unpaid' }),
  'in dispute': reached(intro, yearOne, disputed(yearOne, { of: 'in_1', status: 'open' })),
  'held by staff at Stripe': reached(intro, yearOne, { ...yearOne, status: 'paused' }),
  'over, by the reader': reached(intro, cancelling(intro), ended(cancelling(intro), plus(start, 28 * DAY))),
  'over, in vain': reached(
    intro,
    yearOne,
    failed,
    ended(failed, plus(soonAfter(failed), HOUR), 'payment_failed'),
  ),
  'over, by dispute': reached(
    intro,
    ended(disputed(intro, { of: 'in_0', status: 'lost' }), plus(start, DAY), 'payment_disputed'),
  ),
};

function historyOf(seen: SeenSubscription): SeenSubscription[] {
  return seen.invoices.map((_, index) => ({ ...seen, invoices: seen.invoices.slice(0, index + 1) }));
}
