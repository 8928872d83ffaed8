import type { Money } from '@gatefold/kernel';
import type { Announcement } from '../../apps/billing/src/domain/announce.ts';
import type { WantedCall, WantedCase } from '../../apps/billing/src/domain/change.ts';
import { consequencesOf, type Decided } from '../../apps/billing/src/domain/consequences.ts';
import { usualRules } from '../../apps/billing/src/domain/house-rules.ts';
import type { Entry } from '../../apps/billing/src/domain/ledger.ts';
import type { PricePath } from '../../apps/billing/src/domain/price-path.ts';
import type { Charge, Subscription } from '../../apps/billing/src/domain/subscription.ts';
import type { Checkout, StoredRefund } from '../../apps/billing/src/usecases/ports.ts';

export type Customer = {
  readerId: string | null;
  generation: bigint;
  folded: bigint;
  ticket: bigint;
  leaseUntil: number;
  lookedAt: Date | null;
  lookedFrom: Date | null;
  wholeLookedAt: Date | null;
  /** How many steps of `generation` were told by what a look at what is near shows, now and at `folded`. */
  nearCount: bigint;
  nearFolded: bigint;
  nearFrom: Date | null;
};

export type KeptCall = {
  readonly id: string;
  readonly customerId: string;
  readonly wanted: WantedCall;
  readonly requestedAt: number;
  state: 'wanted' | 'done' | 'refused';
  attempts: number;
  nextTryAt: number;
};

export type KeptRefund = StoredRefund & {
  readonly chargeId: string;
  readonly idempotencyKey: string | null;
};

export type KeptCheckout = Checkout & {
  readonly publication: string;
  readonly product: string;
  readonly path: PricePath | null;
  readonly expiresAt: number;
  readonly claimedAt: number;
};

export type BookedEntry = Entry & { readonly subscriptionId: string | null };
export type OutboxRow = Announcement & { readonly id: string };

/** What billing's database holds. A crash never touches it: every change below is one transaction. */
export type BillingState = {
  readonly subscriptions: Map<string, Subscription>;
  readonly customers: Map<string, Customer>;
  readonly inbox: Set<string>;
  readonly calls: Map<string, KeptCall>;
  readonly refunds: Map<string, KeptRefund>;
  readonly checkouts: Map<string, KeptCheckout>;
  readonly answers: Map<string, { requestHash: string; body: unknown }>;
  readonly notices: Set<string>;
  readonly due: Map<string, Date>;
  readonly outbox: OutboxRow[];
  /** How many of its rows are marked. */
  published: number;
  readonly entries: Map<string, BookedEntry>;
  readonly cases: Map<string, WantedCase>;
  readonly cursors: Map<string, Date>;
  tickets: bigint;
};

export const emptyState = (): BillingState => ({
  subscriptions: new Map(),
  customers: new Map(),
  inbox: new Set(),
  calls: new Map(),
  refunds: new Map(),
  checkouts: new Map(),
  answers: new Map(),
  notices: new Set(),
  due: new Map(),
  outbox: [],
  published: 0,
  entries: new Map(),
  cases: new Map(),
  cursors: new Map(),
  tickets: 0n,
});

/** What every store works with. Business time and machine time are the same instant here, as they are in production. */
export type Ground = {
  readonly state: BillingState;
  now(): Date;
  newId(): string;
};

export const customerIn = ({ customers }: BillingState, id: string): Customer => {
  const known = customers.get(id);
  if (known !== undefined) return known;
  const fresh = {
    readerId: null,
    generation: 0n,
    folded: 0n,
    ticket: 0n,
    leaseUntil: 0,
    lookedAt: null,
    lookedFrom: null,
    wholeLookedAt: null,
    nearCount: 0n,
    nearFolded: 0n,
    nearFrom: null,
  };
  customers.set(id, fresh);
  return fresh;
};

/** All that a decision comes to, at once. */
export function saveDecided({ state, now, newId }: Ground, decided: Decided): Subscription {
  const { next, announcements, events, notices, due, calls, cases } = consequencesOf(decided, {
    now: now(),
    reminding: {
      zone: 'America/New_York',
      renewals: usualRules.renewalReminder,
      cardExpiring: usualRules.cardExpiring,
    },
    newId,
  });
  keepSubscription(state, next);
  for (const entry of events.flatMap(({ entries }) => entries)) book(state, entry, next.id);
  const fresh = notices.filter(({ causeKey }) => !state.notices.has(causeKey));
  for (const { causeKey } of fresh) state.notices.add(causeKey);
  if (due === null) state.due.delete(next.id);
  else state.due.set(next.id, due.at);
  for (const call of calls) wantCall({ state, now, newId }, call, next.stripeCustomerId);
  for (const one of cases) openCase(state, one);
  for (const announcement of [...announcements, ...fresh.map((notice) => notice.announcement)])
    state.outbox.push({ ...announcement, id: newId() });
  return next;
}

function keepSubscription(state: BillingState, next: Subscription): void {
  const before = state.subscriptions.get(next.id);
  const kept = new Set(next.charges.map(({ id }) => id));
  const lost = before?.charges.find(({ id, status }) => status !== 'expected' && !kept.has(id));
  if (lost !== undefined) throw new Error(`a fold dropped charge ${lost.id}, which is ${lost.status}`);
  state.subscriptions.set(next.id, next);
  for (const charge of next.charges)
    for (const { id, amount, status, stripeRefundId } of charge.refunds) {
      const known = state.refunds.get(id);
      const about = { id, chargeId: charge.id, subscriptionId: next.id, amount, status };
      state.refunds.set(id, { idempotencyKey: null, requestHash: null, ...known, ...about });
      if (stripeRefundId === null) throw new Error(`refund ${id} was folded without its id at Stripe`);
    }
}

/** False when its cause is booked already. */
export function book({ entries }: BillingState, entry: Entry, subscriptionId: string | null): boolean {
  const name = `${entry.journal} ${entry.key}`;
  if (entries.has(name)) return false;
  entries.set(name, { ...entry, subscriptionId });
  return true;
}

export const openCase = ({ cases }: BillingState, wanted: WantedCase): void => {
  const name = `${wanted.kind} ${wanted.subject}`;
  if (!cases.has(name)) cases.set(name, wanted);
};

/** A second want under the same key is the same want. */
export function wantCall({ state, now, newId }: Ground, wanted: WantedCall, customerId: string): void {
  if (state.calls.has(wanted.key)) return;
  const at = now().getTime();
  const call = { id: newId(), customerId, wanted, requestedAt: at, attempts: 0, nextTryAt: at };
  state.calls.set(wanted.key, { ...call, state: 'wanted' });
  if (wanted.kind !== 'refund' || state.refunds.has(wanted.refundId)) return;
  const charge = chargeOf(state, wanted.stripeChargeId);
  if (charge !== null)
    reserve(state, { id: wanted.refundId, amount: wanted.amount, ...charge, key: null, hash: null });
}

export function chargeOf({ subscriptions }: BillingState, stripeChargeId: string) {
  for (const { id: subscriptionId, charges } of subscriptions.values()) {
    const charge = charges.find((one) => one.stripeChargeId === stripeChargeId);
    if (charge !== undefined) return { chargeId: charge.id, subscriptionId };
  }
  return null;
}

type Reserved = {
  readonly id: string;
  readonly chargeId: string;
  readonly subscriptionId: string;
  readonly amount: Money;
  readonly key: string | null;
  readonly hash: string | null;
};

export function reserve(state: BillingState, { key, hash, ...about }: Reserved): void {
  state.refunds.set(about.id, { ...about, status: 'wanted', idempotencyKey: key, requestHash: hash });
  const { id, amount } = about;
  keepReserved(state, about, (others) => [...others, { id, amount }]);
}

/** What Stripe refused reserves nothing any more. */
export function refuseRefund(state: BillingState, refund: KeptRefund): void {
  state.refunds.set(refund.id, { ...refund, status: 'failed' });
  keepReserved(state, refund, (others) => others);
}

/** Sets what is reserved of its charge, from what is reserved by others. */
function keepReserved(
  { subscriptions }: BillingState,
  { id, chargeId, subscriptionId }: Pick<KeptRefund, 'id' | 'chargeId' | 'subscriptionId'>,
  from: (others: Charge['reserved']) => Charge['reserved'],
): void {
  const of = subscriptions.get(subscriptionId);
  if (of === undefined) return;
  const charges = of.charges.map((charge) =>
    charge.id === chargeId
      ? { ...charge, reserved: from(charge.reserved.filter((one) => one.id !== id)) }
      : charge,
  );
  subscriptions.set(subscriptionId, { ...of, charges });
}
