import type { BusinessClock, NewId } from '@gatefold/kernel';
import { cancel, undoCancel } from '../domain/cancel.ts';
import { refuse } from '../domain/refusals.ts';
import { hasEnded, type Intent, type Subscription } from '../domain/subscription.ts';
import { checkIsOf, type Asker } from './ownership.ts';
import type { Subscriptions } from './ports.ts';
import type { SettleCustomer } from './settle-customer.ts';

/** `traceparent` of the request, to which what comes of it belongs. */
type Command = { id: string; asker: Asker; actor: string; traceparent: string | null };
type Deps = {
  subscriptions: Subscriptions;
  settleCustomer: SettleCustomer;
  newId: NewId;
  clock: BusinessClock;
};

/** Ends a subscription with what is paid for. The wish is kept before Stripe is told, so a crash does not lose it. */
export const cancelSubscription =
  ({ subscriptions, settleCustomer, newId, clock }: Deps) =>
  async (command: Command & { reason: string | null }): Promise<Subscription> => {
    const wished = await subscriptions.change(
      command.id,
      (current) => {
        checkIsOf(current, command.asker);
        const { calls, endingAs } = cancel(current, {
          commandId: newId(),
          reason: command.reason,
          now: clock.now(),
        });
        return {
          next: { ...current, endingAs: current.endingAs ?? endingAs },
          changes: [],
          calls,
          ...(calls.length === 0 ? {} : { note: noteOf(command, 'subscription.cancel') }),
        };
      },
      { traceparent: command.traceparent },
    );
    return settled({ subscriptions, settleCustomer }, wished, 'cancelling');
  };

/** Takes a cancellation back, until the end has come. */
export const undoCancellation =
  ({ subscriptions, settleCustomer, newId }: Deps) =>
  async (command: Command): Promise<Subscription> => {
    const wished = await subscriptions.change(
      command.id,
      (current) => {
        checkIsOf(current, command.asker);
        const { calls } = undoCancel(current, newId());
        const note = noteOf(command, 'subscription.undo-cancel');
        return { next: current, changes: [], calls, ...(calls.length === 0 ? {} : { note }) };
      },
      { traceparent: command.traceparent },
    );
    return settled({ subscriptions, settleCustomer }, wished, 'renewing');
  };

/** What readers write about their reasons is theirs, and stays out of the log. */
const noteOf = ({ actor, id }: Command, action: string) => ({ actor, action, subject: id, facts: {} });

async function settled(
  { subscriptions, settleCustomer }: Pick<Deps, 'subscriptions' | 'settleCustomer'>,
  wished: Subscription,
  intent: Intent,
): Promise<Subscription> {
  if (wished.intent === intent) return wished;
  await settleCustomer(wished.stripeCustomerId, 'reader');
  const after = await subscriptions.find(wished.id);
  if (after === null) throw refuse('subscription-not-found');
  if (after.intent !== intent && !hasEnded(after)) throw refuse('payment-refused');
  return after;
}
