import { billing, entitlement, identity } from '@gatefold/api';
import type { OwnPath } from '@gatefold/web-kit/own-path';
import type { z } from 'zod';
import { asPage, notFound, problemPage } from '../features/problem/problem.ts';
import type { Payment } from '../features/reader/refund-page.tsx';
import type { Visit } from './visit.ts';

export type Subscription = z.output<typeof billing.readersSubscriptions.answer>['data'][number];
export type Access = z.output<typeof entitlement.explain.answer>;
type Introduction = z.output<typeof billing.introUses.answer>['data'][number];
type Account = z.output<typeof identity.findReader.answer>['data'][number];

/** A reader's subscriptions, newest first. */
export const subscriptionsOf = async (
  visit: Visit,
  id: string,
  here: OwnPath,
): Promise<readonly Subscription[]> => {
  const { data } = await visit.asPerson.billing
    .call(billing.readersSubscriptions, { params: { id } })
    .catch((error: unknown) => {
      throw asPage(error, here);
    });
  return data;
};

/** One of them. An id of somebody else's is a page that does not exist. */
export async function subscriptionOf(
  visit: Visit,
  { id, readerId }: { id: string; readerId: string },
  here: OwnPath,
): Promise<Subscription> {
  const all = await subscriptionsOf(visit, readerId, here);
  const found = all.find((one) => one.id === id);
  if (found === undefined) throw problemPage(404, notFound);
  return found;
}

/** What was paid on a subscription of which something is left, newest first. */
export async function paymentsOf(visit: Visit, id: string, here: OwnPath): Promise<readonly Payment[]> {
  const { data } = await visit.asPerson.billing
    .call(billing.listCharges, { params: { id } })
    .catch((error: unknown) => {
      throw asPage(error, here);
    });
  return data
    .filter(({ status }) => status === 'paid')
    .map(({ id: chargeId, paidAt, amount, refunded }) => ({
      ...{ id: chargeId, paidAt },
      left: { ...amount, amount: String(BigInt(amount.amount) - BigInt(refunded.amount)) },
    }))
    .filter(({ left }) => left.amount !== '0')
    .toReversed();
}

/** Introductions that the reader had, newest first. */
export const introductionsOf = async (
  visit: Visit,
  id: string,
  here: OwnPath,
): Promise<readonly Introduction[]> => {
  const { data } = await visit.asPerson.billing
    .call(billing.introUses, { params: { id } })
    .catch((error: unknown) => {
      throw asPage(error, here);
    });
  return data;
};

/** Whether the reader may read articles now, and the chain behind it. Null when entitlement does not say. */
export async function accessOf({ asPerson, report }: Visit, id: string): Promise<Access | null> {
  try {
    return await asPerson.entitlement.call(entitlement.explain, { params: { id }, query: {} });
  } catch (error) {
    report(error, 'the access of a reader could not be asked for');
    return null;
  }
}

/** Who it is, as far as identity tells it to staff. Null for nobody, `away` when it does not answer. */
export async function accountOf({ asPerson, report }: Visit, id: string): Promise<Account | null | 'away'> {
  try {
    const { data } = await asPerson.identity.call(identity.findReader, { query: { id } });
    return data[0] ?? null;
  } catch (error) {
    report(error, 'the account of a reader could not be asked for');
    return 'away';
  }
}
