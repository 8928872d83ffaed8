import type { WantedCall, WantedCase } from './change.ts';
import type { MoneyBack } from './ending.ts';
import type { SeenSubscription } from './seen.ts';
import { hasEnded, type Subscription } from './subscription.ts';

type Looked = {
  readonly seen: Pick<SeenSubscription, 'invoices'>;
  readonly judged: { readonly moneyBack?: MoneyBack };
};

/**
 * What Stripe must be told when a dispute begins or ends: no renewal is charged while it runs. Won, what was kept
 * back meanwhile is charged as the path promises it; lost, the subscription ends and nothing is.
 */
export function holdingCalls(
  before: Subscription,
  next: Subscription,
  { seen, judged }: Looked,
): WantedCall[] {
  const isOver = hasEnded(next) || next.endingAs !== null;
  if (judged.moneyBack?.holdsWhileDisputed !== true || isOver) return [];
  const [was, is] = [before, next].map(({ standing }) => standing === 'disputed');
  const { stripeSubscriptionId } = next;
  const key = `${stripeSubscriptionId}:${disputesOf(next)}`;
  if (is && !was) return [{ kind: 'hold-renewals', key: `hold-renewals:${key}`, stripeSubscriptionId }];
  if (is || !was) return [];
  const invoiceIds = next.charges.flatMap(({ stripeInvoiceId, status, amount }) => {
    const draft = seen.invoices.find(({ id, status: shown }) => id === stripeInvoiceId && shown === 'draft');
    return status === 'open' && draft?.total.amount === amount.amount ? [draft.id] : [];
  });
  return [{ kind: 'release-renewals', key: `release-renewals:${key}`, stripeSubscriptionId, invoiceIds }];
}

/** So that a second dispute is another cause than the first. */
const disputesOf = ({ charges }: Subscription): number =>
  charges.filter(({ dispute }) => dispute !== null).length;

/**
 * Whoever's payments staff have paused at Stripe is charged no more, and nobody hears of it: a person looks, once for
 * what is paid last. A pause of ours, while a dispute runs, is none of theirs.
 */
export function pausedByStaff(
  next: Subscription,
  { isCollectionPaused = false }: Pick<SeenSubscription, 'isCollectionPaused'>,
): WantedCase[] {
  const isOurs = next.standing === 'disputed' || disputesOf(next) > 0;
  if (!isCollectionPaused || isOurs || hasEnded(next) || next.intent === 'cancelling') return [];
  const { stripeSubscriptionId, stripeInvoiceId, paidThrough } = next;
  const facts = { subscription: stripeSubscriptionId, paidThrough: paidThrough?.toISOString() ?? null };
  return [{ kind: 'collection-paused', subject: stripeInvoiceId ?? stripeSubscriptionId, facts }];
}
