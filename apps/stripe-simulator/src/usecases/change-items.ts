import { amountIn, planOf, type Price } from '../domain/catalogue.ts';
import { after } from '../domain/interval.ts';
import type { Invoice } from '../domain/invoice.ts';
import { credit, debit, type Change } from '../domain/proration.ts';
import { refuse } from '../domain/refusals.ts';
import {
  hasEnded,
  intervalOf,
  newItem,
  periodEnd,
  periodStart,
  type Subscription,
  type SubscriptionItem,
} from '../domain/subscription.ts';
import { mergeMetadata, type Metadata } from '../domain/wire.ts';
import { chosenDiscounts, runningFor, withAllDiscounts, type DiscountGiven } from './discounts.ts';
import { required } from './find.ts';
import { invoiceNow, type Asking } from './invoice-now.ts';
import { addPending } from './pending-items.ts';
import type { Unit } from './ports.ts';
import { keepItems } from './subscription-items.ts';

export type Prorates = 'always_invoice' | 'create_prorations' | 'none';

export type ItemChange = {
  readonly id?: string | undefined;
  readonly price?: string | undefined;
  readonly quantity?: number | undefined;
  readonly deleted?: boolean | undefined;
  readonly metadata?: Metadata | undefined;
  /** In place of those that it has; empty text takes them away. */
  readonly discounts?: '' | readonly DiscountGiven[] | undefined;
};

export type ItemsChange = {
  readonly items: readonly ItemChange[];
  readonly prorates: Prorates;
  /** When the change counts from for proration; now when unset. Whole seconds. */
  readonly date?: number | undefined;
  readonly owner?: Asking | undefined;
};

type Changed = {
  readonly before: SubscriptionItem | null;
  readonly after: SubscriptionItem | null;
  readonly discounts?: ItemChange['discounts'];
};

/**
 * Other prices, quantities or items. What is left of the running period is evened out as asked: on the
 * next invoice, on one at once, or not at all. A price of another interval begins a period of its own.
 */
export function changeItems(unit: Unit, subscription: Subscription, change: ItemsChange): Subscription {
  const changes = change.items.map((asked) => changeOf(unit, subscription, asked));
  const data = [
    ...subscription.items.data.flatMap((item) => {
      const changed = changes.find(({ before }) => before?.id === item.id);
      return changed === undefined ? [item] : changed.after === null ? [] : [changed.after];
    }),
    ...changes.flatMap(({ before, after: added }) => (before === null && added !== null ? [added] : [])),
  ];
  if (data.length === 0)
    throw refuse('parameter_invalid', 'A subscription must have at least one item.', { param: 'items' });
  checkAlike(data, subscription.currency);
  const sold = { ...subscription, items: { ...subscription.items, data, total_count: data.length } };
  const changed = withItemDiscounts(unit, sold, changes);
  keepItems(unit, changed);
  return evenOut(unit, changed, { changes, change });
}

function changeOf(unit: Unit, subscription: Subscription, asked: ItemChange): Changed {
  const before = subscription.items.data.find(({ id }) => id === asked.id) ?? null;
  if (asked.id !== undefined && before === null)
    throw refuse('resource_missing', `No such subscription item: '${asked.id}'`, { param: 'items' });
  if (asked.deleted === true) return { before, after: null };
  const price = priceFor(unit, asked, before);
  const { discounts, metadata } = asked;
  if (before === null) {
    const added = addedTo(unit, subscription, { price, quantity: asked.quantity ?? 1, metadata });
    return { before, after: added, discounts };
  }
  const changed = {
    ...before,
    price,
    plan: planOf(price),
    quantity: asked.quantity ?? before.quantity,
    metadata: mergeMetadata(before.metadata, metadata),
  };
  return { before, after: changed, discounts };
}

/** Discounts of single items that were named anew; all others stay. */
function withItemDiscounts(
  unit: Unit,
  subscription: Subscription,
  changes: readonly Changed[],
): Subscription {
  const named = changes.filter(({ discounts }) => discounts !== undefined);
  if (named.length === 0) return subscription;
  const ids = new Set(named.map(({ after: item }) => item?.id));
  const kept = runningFor(unit, subscription, unit.now).filter(
    ({ discount }) => discount.subscription_item === null || !ids.has(discount.subscription_item),
  );
  const to = { customer: subscription.customer, subscription: subscription.id, checkoutSession: null };
  const granted = named.flatMap(({ after: item, discounts }) =>
    item === null ? [] : chosenDiscounts(unit, discounts || [], { ...to, subscriptionItem: item.id }),
  );
  return withAllDiscounts(subscription, [...granted, ...kept]);
}

function priceFor(unit: Unit, asked: ItemChange, before: SubscriptionItem | null): Price {
  if (asked.price !== undefined) return required(unit, 'price', [asked.price, 'items[0][price]']);
  if (before !== null) return before.price;
  throw refuse('parameter_missing', 'A new item needs a price.', { param: 'items[0][price]' });
}

type SoldNew = { price: Price; quantity: number; metadata: Metadata | undefined };

const addedTo = (unit: Unit, subscription: Subscription, sold: SoldNew) =>
  newItem(
    {
      ...sold,
      subscription: subscription.id,
      anchored: subscription,
      trialEnd: null,
      period: { start: periodStart(subscription), end: periodEnd(subscription) },
    },
    unit,
  );

function checkAlike(items: readonly SubscriptionItem[], currency: string): void {
  const [first, ...rest] = items.map(({ price }) => price);
  for (const { price } of items) amountIn(price, currency);
  if (rest.some(({ recurring }) => JSON.stringify(recurring) !== JSON.stringify(first?.recurring)))
    throw refuse('not_simulated', 'Items of different intervals on one subscription are not simulated.', {
      param: 'items',
    });
}

type Evening = { readonly changes: readonly Changed[]; readonly change: ItemsChange };

function evenOut(unit: Unit, subscription: Subscription, { changes, change }: Evening): Subscription {
  const isBilled = subscription.status !== 'trialing' && !hasEnded(subscription);
  const restarts = isBilled && changes.some(changesInterval);
  const at = change.date ?? unit.now;
  if (isBilled && change.prorates !== 'none')
    for (const changed of changes) addProrations(unit, { subscription, at, restarts }, changed);
  const { owner } = change;
  if (restarts) return restart(unit, subscription, owner);
  if (isBilled && change.prorates === 'always_invoice')
    return invoiceNow(unit, subscription, 'subscription_update', { owner });
  return subscription;
}

const changesInterval = ({ before, after: next }: Changed): boolean =>
  before !== null &&
  next !== null &&
  JSON.stringify(before.price.recurring) !== JSON.stringify(next.price.recurring);

type Prorating = { readonly subscription: Subscription; readonly at: number; readonly restarts: boolean };

function addProrations(unit: Unit, { subscription, at, restarts }: Prorating, changed: Changed): void {
  const { before, after: next } = changed;
  if (
    before !== null &&
    next !== null &&
    before.price.id === next.price.id &&
    before.quantity === next.quantity
  )
    return;
  const invoice = soldOn(unit, subscription);
  const changeAt = (item: SubscriptionItem): Change => ({
    subscription,
    item,
    at,
    invoice,
    name: unit.recall('product', item.price.product)?.name ?? item.price.product,
  });
  if (before !== null) addPending(unit, credit(changeAt(before)));
  if (next !== null && !restarts) addPending(unit, debit(changeAt(next), next.price, next.quantity));
}

const soldOn = (unit: Unit, { latest_invoice }: Subscription): Invoice | null =>
  latest_invoice === null ? null : unit.find('invoice', latest_invoice);

/** A new period from now on, sold at once. */
export function restart(unit: Unit, subscription: Subscription, owner?: Asking): Subscription {
  const data = subscription.items.data.map((item) => ({
    ...item,
    current_period_start: unit.now,
    current_period_end: after(unit.now, intervalOf(item.price), 1),
  }));
  const begun = {
    ...subscription,
    billing_cycle_anchor: unit.now,
    items: { ...subscription.items, data },
    sim: { ...subscription.sim, upcomingFor: null },
  };
  return invoiceNow(unit, begun, 'subscription_update', { withItems: true, owner });
}

/** What is left of the running period, as a credit on the next invoice. */
export function giveBackRest(unit: Unit, subscription: Subscription, at = unit.now): void {
  if (subscription.status === 'trialing') return;
  for (const before of subscription.items.data)
    addProrations(unit, { subscription, at, restarts: true }, { before, after: null });
}
