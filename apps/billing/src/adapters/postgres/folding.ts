import { prepared } from '@gatefold/messaging';
import type { Consequences } from '../../domain/consequences.ts';
import type { Offer } from '../../domain/offer.ts';
import type { Subscription } from '../../domain/subscription.ts';
import type { FoldBegun, Folds } from '../../usecases/ports.ts';
import type { CardRule } from './intro-uses.ts';
import { isSameRow } from './save-subscription.ts';
import type { Queries } from './subscription-rows.ts';
import type { Database } from './subscriptions.ts';

export type FoldDeps = Database & {
  /** The terms under which a checkout was opened, from the offers that were ever on sale. */
  offerOf(key: string, version: number): Promise<Offer>;
  readonly cards: CardRule;
};

/** A customer, and what Stripe has shown of them. */
export type Fold = { readonly begun: FoldBegun; readonly read: Parameters<Folds['commit']>[1] };

/** A look at Stripe that shows what is known leads to nothing. */
export function isNothingNew(
  before: Subscription,
  { next, changes, calls, cases, notices, note }: Consequences,
): boolean {
  const isQuiet = changes.length + calls.length + cases.length + notices.length === 0 && note === null;
  return isQuiet && isSameRow(before, next);
}

/** Nobody else can pay what has begun. */
export async function closeCheckouts(tx: Queries, begun: readonly Subscription[]): Promise<void> {
  const paid = begun.filter(({ phase }) => phase !== 'pending').map(({ checkoutId }) => checkoutId);
  if (paid.length > 0) await tx.query(markPaid(paid));
}

const markPaid = prepared(
  'mark-paid',
  `UPDATE checkout SET status = 'paid' WHERE id = ANY((SELECT $1::uuid[])::uuid[]) AND status IN ('opening', 'open', 'expired')`,
);
