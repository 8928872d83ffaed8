import { Refusal } from '@gatefold/kernel';
import type { Subscription } from '../../apps/billing/src/domain/subscription.ts';
import { closeDispute, openDispute } from '../../apps/stripe-simulator/src/usecases/disputes.ts';
import {
  cards,
  type Buying,
  type Card,
  type Disputing,
  type Plan,
  type Refunding,
  type Step,
} from './history.ts';
import type { World } from './world.ts';

/** Plays one step. What is refused is refused; what dies is not tried again. */
export const play = async (world: World, step: Step): Promise<void> =>
  (players[step.do] as (world: World, step: Step) => Promise<void>)(world, step);

type Players = {
  readonly [K in Step['do']]: (world: World, step: Extract<Step, { do: K }>) => Promise<void>;
};

const staff = { asker: 'staff', actor: 'history', traceparent: null } as const;

const players: Players = {
  turn: (world, { hours }) => world.turn(hours * 3_600_000),
  die: async (world, { after }) => world.fate.dieIn(after),
  'lose-answer': async (world, { after }) => world.fate.loseAnswerIn(after),
  trouble: async (world, { after, kind }) => world.fate.troubleIn(after, kind),
  pause: (world, { who: number, days }) =>
    withNewest(world, number, ({ id, paidThrough }) => {
      const until = new Date((paidThrough ?? world.now()).getTime() + days * 86_400_000);
      return world.attempt(({ pause }) => pause({ ...staff, id, until }));
    }),
  resume: (world, { who: number }) =>
    withNewest(world, number, ({ id }) => world.attempt(({ resume }) => resume({ ...staff, id }))),
  'keep-plan': (world, { who: number }) =>
    withNewest(world, number, ({ id }) => world.attempt(({ undoPlan }) => undoPlan({ ...staff, id }))),
  'change-plan': (world, { who: number, to }) =>
    withNewest(world, number, (subscription) => changePlan(world, subscription, to)),
  buy,
  dispute,
  'lose-dispute': dispute,
  cancel: (world, { who: number }) =>
    withNewest(world, number, async (subscription) => {
      await world.attempt(({ cancel }) => cancel({ ...staff, id: subscription.id, reason: null }));
      noteEnd(world, subscription);
    }),
  undo: (world, { who: number }) =>
    withNewest(world, number, ({ id }) => world.attempt(({ undoCancel }) => undoCancel({ ...staff, id }))),
  'end-now': (world, { who: number }) =>
    withNewest(world, number, async (subscription) => {
      const { id } = subscription;
      let quoted = 0n;
      await world.attempt(async ({ quoteEndNow, endNow }) => {
        const accepted = await quoteEndNow(id);
        quoted = accepted.refund.amount;
        return endNow({ id, accepted, actor: 'history', traceparent: null, requestId: null });
      });
      noteEnd(world, subscription, quoted);
    }),
  'change-card': (world, { who: number, card: name }) =>
    withNewest(world, number, ({ id }) => changeCard(world, id, name)),
  refund: (world, step) => withNewest(world, step.who, (subscription) => refund(world, subscription, step)),
};

/** A wish of which nothing was written down was not heard: whoever it came to has died, or refused it. */
function noteEnd(
  { state, endedAtOnce }: World,
  { id, stripeSubscriptionId }: Subscription,
  quoted = 0n,
): void {
  const endingAs = state.subscriptions.get(id)?.endingAs;
  const isHeard = endingAs === 'cancelled' || endingAs === 'refunded';
  if (!isHeard || endedAtOnce.has(stripeSubscriptionId)) return;
  endedAtOnce.set(stripeSubscriptionId, quoted > 0n || endingAs === 'refunded' ? 'given-back' : 'kept');
}

async function withNewest(
  world: World,
  number: number,
  work: (subscription: Subscription) => Promise<unknown>,
): Promise<void> {
  const newest = newestOf(world, number);
  if (newest !== undefined) await work(newest);
}

async function buy(world: World, { who: number, card: name, returns, by }: Buying) {
  const readerId = world.readerOf(number);
  const started = await world.attempt(({ startCheckout }) =>
    startCheckout({
      readerId: by === 'account' ? readerId : null,
      email: by === 'account' ? null : `reader-${number}@example.com`,
      offer: 'digital',
      returnTo: '/',
      consentVersion: 'digital-v1-2026-01',
      idempotencyKey: null,
    }),
  );
  if (started === null || started instanceof Refusal) return;
  const { stripeSessionId } = world.state.checkouts.get(started.id) ?? {};
  if (!world.stripe.pay(stripeSessionId ?? '', cards[name]) || !returns) return;
  await world.attempt(({ completeCheckout }) => completeCheckout(started.id, null));
}

async function changeCard(world: World, id: string, name: Card): Promise<void> {
  const opened = await world.attempt(({ updateCard }) => updateCard({ id, asker: 'staff', returnTo: '/' }));
  if (opened === null || opened instanceof Refusal) return;
  const checkout = [...world.state.checkouts.values()].find(({ url }) => url === opened.url);
  if (!world.stripe.pay(checkout?.stripeSessionId ?? '', cards[name])) return;
  await world.attempt(({ completeCheckout }) => completeCheckout(checkout?.id ?? '', null));
}

async function changePlan(
  world: World,
  { id, stripeSubscriptionId }: Subscription,
  offer: Plan,
): Promise<void> {
  await world.sell(offer);
  await world.attempt(async ({ quotePlan, acceptPlan }) => {
    const accepted = await quotePlan({ id, asker: 'staff', offer });
    const before = world.changedTo.get(stripeSubscriptionId) ?? [];
    world.changedTo.set(stripeSubscriptionId, [...before, offer]);
    return acceptPlan({ ...staff, id, offer, accepted });
  });
}

async function refund(world: World, { charges }: Subscription, { part, again, luck }: Refunding) {
  const charge = charges.findLast(({ status }) => status === 'paid');
  if (charge === undefined) return;
  const amount = part === 'all' ? null : { ...charge.amount, amount: charge.amount.amount / 3n };
  const key = `key-${charge.id}-${world.state.refunds.size}`;
  if (luck === 'unheard') world.fate.loseAnswerIn(1);
  if (luck === 'deadly') world.fate.dieIn(10);
  for (let times = 0; times < (again ? 2 : 1); times += 1)
    await world.attempt(({ refund: give }) =>
      give({
        chargeId: charge.id,
        amount,
        reason: 'requested_by_customer',
        idempotencyKey: key,
        actor: 'history',
        traceparent: null,
        requestId: null,
      }),
    );
}

/** A bank's word: it comes by no command of ours. */
async function dispute(world: World, step: Disputing): Promise<void> {
  const charge = newestOf(world, step.who)?.charges.findLast(({ status }) => status === 'paid');
  const chargeId = charge?.stripeChargeId ?? '';
  world.stripe.change((unit) => {
    const paid = unit.find('charge', chargeId);
    const open = unit
      .list('dispute', {})
      .find((one) => one.charge === chargeId && one.status === 'needs_response');
    if (step.do === 'lose-dispute') return open === undefined ? null : closeDispute(unit, open);
    return paid === null || paid.disputed || !paid.paid || paid.amount_refunded > 0
      ? null
      : openDispute(unit, paid, 'fraudulent');
  });
}

const newestOf = (world: World, number: number): Subscription | undefined =>
  [...world.state.subscriptions.values()].findLast(({ readerId }) => readerId === world.readerOf(number));
