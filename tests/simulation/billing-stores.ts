import { earliest } from '@gatefold/kernel';
import { cashEntry, type BalanceTransaction } from '../../apps/billing/src/domain/cash.ts';
import { LISTED_WITHIN_MS } from '../../apps/billing/src/domain/looked.ts';
import { checkBalanced } from '../../apps/billing/src/domain/ledger.ts';
import { refuse } from '../../apps/billing/src/domain/refusals.ts';
import type { Inbox } from '../../apps/billing/src/usecases/inbox-ports.ts';
import type {
  Calls,
  CashJournal,
  Cursors,
  DirtyCustomers,
  Refunds,
} from '../../apps/billing/src/usecases/ports.ts';
import {
  book,
  chargeOf,
  customerIn,
  openCase,
  refuseRefund,
  reserve,
  wantCall,
  type BillingState,
  type Customer,
  type Ground,
} from './billing-state.ts';

const LEASE_MS = 30_000;
const RETRY_FIRST_MS = 1_000;
const RETRY_MOST_MS = 15 * 60_000;
const SAME_KEY_MS = 20 * 60 * 60_000;
const DUE_AGAIN_MS = 60 * 60_000;

export const inboxIn = ({ state }: Ground): Inbox => ({
  unknown: async (ids) => new Set(ids.filter((id) => !state.inbox.has(id))),
  async keep(events) {
    const fresh = events.filter(({ id }) => !state.inbox.has(id));
    for (const { id, customerId, chargeId, ...event } of fresh) {
      state.inbox.add(id);
      const owner = customerId ?? ownerOf(state, chargeId);
      if (owner !== null && event.isNews) hear(customerIn(state, owner), event);
    }
    return fresh.length;
  },
});

type Heard = { readonly created: Date; readonly nearFrom: Date | null };

function hear(customer: Customer, event: Heard): void {
  if (!tellsMore(customer, event)) return;
  customer.generation += 1n;
  if (event.nearFrom === null || customer.wholeLookedAt === null) return;
  customer.nearCount += 1n;
  customer.nearFrom =
    customer.nearFrom === null ? event.nearFrom : earliest(customer.nearFrom, event.nearFrom);
}

function tellsMore({ lookedAt, lookedFrom, wholeLookedAt }: Customer, { created, nearFrom }: Heard): boolean {
  const isBefore = (look: Date | null): boolean =>
    look !== null && created.getTime() < look.getTime() - LISTED_WITHIN_MS;
  const isNear = nearFrom !== null && lookedFrom !== null && nearFrom >= lookedFrom;
  return !isBefore(wholeLookedAt) && !(isBefore(lookedAt) && isNear);
}

function ownerOf(state: BillingState, stripeChargeId: string | null): string | null {
  const charge = stripeChargeId === null ? null : chargeOf(state, stripeChargeId);
  return charge === null ? null : (state.subscriptions.get(charge.subscriptionId)?.stripeCustomerId ?? null);
}

export const dirtyIn = ({ state, now }: Ground): DirtyCustomers => {
  const isDirty = ({ generation, folded }: { generation: bigint; folded: bigint }) => generation > folded;
  const time = () => now().getTime();
  return {
    async mark(customerId) {
      customerIn(state, customerId).generation += 1n;
    },
    async claim(limit) {
      const free = [...state.customers]
        .filter(([, one]) => isDirty(one) && one.leaseUntil < time())
        .slice(0, limit);
      for (const [, one] of free) one.leaseUntil = time() + LEASE_MS;
      return free.map(([id]) => id);
    },
    async release(customerId) {
      customerIn(state, customerId).leaseUntil = time() + RETRY_FIRST_MS;
    },
    async markDue(at) {
      const overdue = [...state.due].filter(([, due]) => due <= at);
      for (const [id] of overdue) {
        customerIn(state, state.subscriptions.get(id)?.stripeCustomerId ?? '').generation += 1n;
        state.due.set(id, new Date(at.getTime() + DUE_AGAIN_MS));
      }
      return overdue.length;
    },
    async state(at) {
      const instants = [...state.due.values()].map((due) => due.getTime());
      return {
        dirty: [...state.customers.values()].filter(isDirty).length,
        calls: [...state.calls.values()].filter((call) => call.state === 'wanted' && call.nextTryAt <= time())
          .length,
        due: instants.filter((due) => due <= at.getTime()).length,
        nextDueAt: instants.length === 0 ? null : new Date(Math.min(...instants)),
      };
    },
  };
};

export const callsIn = ({ state, now }: Ground): Calls => ({
  async claim(customerId, limit) {
    const time = now().getTime();
    const wanted = [...state.calls.values()].filter((call) => call.state === 'wanted');
    const later = new Set<string>();
    const free = wanted
      .filter((call) => {
        if (call.nextTryAt > time) later.add(call.customerId);
        return !later.has(call.customerId) && (customerId === null || call.customerId === customerId);
      })
      .slice(0, limit);
    for (const call of free) {
      call.nextTryAt = time + Math.min(RETRY_FIRST_MS * 2 ** Math.min(call.attempts, 16), RETRY_MOST_MS);
      call.attempts += 1;
    }
    return free.map(({ id, wanted, requestedAt, ...call }) => ({
      id,
      customerId: call.customerId,
      isOld: time - requestedAt > SAME_KEY_MS,
      wanted,
    }));
  },
  async finish(id, outcome) {
    const call = [...state.calls.values()].find((one) => one.id === id);
    if (call === undefined) return;
    customerIn(state, call.customerId).generation += 1n;
    call.state = outcome.state;
    if (outcome.state !== 'refused') return;
    const { wanted } = call;
    const refund = wanted.kind === 'refund' ? state.refunds.get(wanted.refundId) : undefined;
    if (refund?.status === 'wanted') refuseRefund(state, refund);
    if (wanted.kind !== 'pay-invoice')
      openCase(state, {
        kind: 'call-refused',
        subject: wanted.key,
        facts: { call: wanted.kind, code: outcome.code },
      });
  },
  isAtWork: async (customerId) =>
    [...state.calls.values()].some(
      (call) => call.customerId === customerId && call.state === 'wanted' && call.attempts > 0,
    ),
});

export const refundsIn = (ground: Ground): Refunds => {
  const { state } = ground;
  const byKey = (key: string) =>
    [...state.refunds.values()].find(({ idempotencyKey }) => idempotencyKey === key) ?? null;
  return {
    byKey: async (key) => byKey(key),
    async reserve({ id, chargeId, idempotencyKey: key, requestHash: hash, reason, amountOf }) {
      const subscription = [...state.subscriptions.values()].find(({ charges }) =>
        charges.some((one) => one.id === chargeId),
      );
      const charge = subscription?.charges.find((one) => one.id === chargeId);
      if (subscription === undefined || charge === undefined) throw refuse('charge-not-found');
      const { stripeCustomerId: customerId, id: subscriptionId } = subscription;
      const known = byKey(key);
      if (known !== null) return { ...known, customerId };
      const amount = amountOf(charge);
      reserve(state, { id, chargeId, subscriptionId, amount, key, hash });
      const stripeChargeId = charge.stripeChargeId ?? '';
      wantCall(
        ground,
        { kind: 'refund', key: `refund:${id}`, refundId: id, stripeChargeId, amount, reason },
        customerId,
      );
      return { id, amount, status: 'wanted', requestHash: hash, subscriptionId, customerId };
    },
  };
};

export const cashIn = ({ state }: Ground): CashJournal => ({
  book: async (transactions) => transactions.filter((one) => bookMovement(state, one)).length,
});

function bookMovement(state: BillingState, transaction: BalanceTransaction): boolean {
  const { sourceId, customerId } = transaction;
  const owner = chargeOf(state, sourceId ?? '') ?? refundOf(state, sourceId);
  const isOurs = owner !== null || isCustomerOfOurs(state, customerId);
  const { entry, cases } = cashEntry(transaction, isOurs ? 'ours' : 'foreign');
  checkBalanced(entry);
  if (!book(state, entry, owner?.subscriptionId ?? null)) return false;
  for (const one of cases) openCase(state, one);
  return true;
}

const isCustomerOfOurs = ({ customers }: BillingState, id: string | null): boolean =>
  typeof customers.get(id ?? '')?.readerId === 'string';

function refundOf(
  { subscriptions }: BillingState,
  stripeRefundId: string | null,
): { subscriptionId: string } | null {
  for (const { id, charges } of subscriptions.values())
    if (charges.some(({ refunds }) => refunds.some((refund) => refund.stripeRefundId === stripeRefundId)))
      return { subscriptionId: id };
  return null;
}

export const cursorsIn = ({ state: { cursors } }: Ground): Cursors => ({
  get: async (name) => cursors.get(name) ?? null,
  async set(name, at) {
    cursors.set(name, at);
  },
});
