import { Refusal, type BusinessClock } from '@gatefold/kernel';
import { checkEndable } from '../domain/cancel-now.ts';
import { checkCreditable } from '../domain/credit.ts';
import { returnable } from '../domain/gift-take.ts';
import { refundable } from '../domain/refund.ts';
import { refuse } from '../domain/refusals.ts';
import type { ApprovalRequests, RequestShown } from './approval-ports.ts';
import type { Gifts } from './gift-ports.ts';
import type { Subscriptions } from './ports.ts';

type Deps = {
  approvalRequests: Pick<ApprovalRequests, 'find' | 'list'>;
  subscriptions: Pick<Subscriptions, 'find'>;
  gifts: Pick<Gifts, 'find'>;
  clock: BusinessClock;
};

export type RequestLooked = RequestShown & {
  /** With which code carrying it out would be refused now; null for what is done, undecided, or possible. */
  readonly obstacle: string | null;
};

/** A request, and of one that was approved and not carried out whether it still can be. */
export const lookAtRequest =
  (deps: Deps) =>
  async (id: string): Promise<RequestLooked> => {
    const request = await deps.approvalRequests.find(id);
    if (request === null) throw refuse('request-not-found');
    return looked(deps, request);
  };

export const listRequests =
  (deps: Deps) =>
  async (query: Parameters<ApprovalRequests['list']>[0]): Promise<RequestLooked[]> =>
    Promise.all((await deps.approvalRequests.list(query)).map((request) => looked(deps, request)));

async function looked(deps: Deps, request: RequestShown): Promise<RequestLooked> {
  return { ...request, obstacle: request.outcome === 'missing' ? await obstacleTo(deps, request) : null };
}

/** What the deed itself would refuse, as far as that is known without its locks. */
async function obstacleTo(deps: Deps, request: RequestShown): Promise<string | null> {
  try {
    await tryOut(deps, request);
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

async function tryOut({ subscriptions, gifts, clock }: Deps, request: RequestShown): Promise<void> {
  const { kind, subjectId, amount, subscriptionId } = request;
  if (kind === 'gift-refund') {
    const gift = await gifts.find(subjectId);
    if (gift === null) throw refuse('gift-not-found');
    returnable(gift, null);
    return;
  }
  const subscription = subscriptionId === null ? null : await subscriptions.find(subscriptionId);
  if (subscription === null) throw refuse('subscription-not-found');
  if (kind === 'credit') return checkCreditable(subscription, amount);
  if (kind === 'cancel-now')
    return checkEndable(subscription, { at: request.quotedAt, refund: amount }, clock.now());
  const charge = subscription.charges.find(({ id }) => id === subjectId);
  if (charge === undefined) throw refuse('charge-not-found');
  refundable(charge, amount);
}
