import { hasEnded, refundedOf } from '../../apps/billing/src/domain/subscription.ts';
import { faultsInBooks } from './books.ts';
import { truthOf, type Truth } from './oracle.ts';
import type { World } from './world.ts';

const READERS = [1, 2, 3];
/** What may be open for a person to look at, with nothing being wrong. */
const EVERYDAY_CASES = new Set(['dispute-opened', 'call-refused', 'refund-failed']);

/** What is wrong once everything is quiet; nothing, where billing and entitlement agree with Stripe to the cent and second. */
export function faultsIn(world: World): string[] {
  return [
    ...READERS.flatMap((number) => faultsOf(world, world.readerOf(number))),
    ...unfinishedIn(world),
    ...faultsInBooks(world),
    ...unseenFailures(world),
    ...gapsIn(world),
  ];
}

function faultsOf(world: World, readerId: string): string[] {
  const truth = truthOf(world.stripe, readerId, world.endedAtOnce);
  const own = [...world.state.subscriptions.values()].filter((one) => one.readerId === readerId);
  const reads = world.access.mayRead(readerId, world.now());
  const now = Math.floor(world.now().getTime() / 1_000);
  // Whoever was given money back is owed no time.
  const isOwedTime = truth.cutShort.every(({ keepsRest }) => keepsRest);
  const givenBack = isOwedTime ? world.access.givenBack(readerId) * 60 : 0;
  const should = truth.mayRead.some(({ from, until }) => from <= now && now < until + givenBack);
  const kept = own
    .flatMap(({ charges }) => charges)
    .reduce((sum, charge) => {
      const isTaken = charge.status === 'paid';
      return isTaken ? sum + Number(charge.amount.amount - refundedOf(charge)) : sum;
    }, 0);
  return [
    ...(reads === should
      ? []
      : [`${readerId} ${reads ? 'reads' : 'does not read'} at ${now}: ${JSON.stringify(truth)}`]),
    ...(kept === (truth.kept['usd'] ?? 0)
      ? []
      : [`${readerId}: billing knows of ${kept}, Stripe of ${truth.kept['usd']}`]),
    ...(truth.live.length <= 1 ? [] : [`${readerId} pays for ${truth.live.join(' and ')}`]),
    ...truth.cutShort.flatMap((one) => cutFaults(world, one)),
    ...truth.unpaidFor.map((id) => `${id} runs on although the bank took its money back`),
    ...truth.refundedTwice.map((wish) => `refund ${wish} was made twice`),
    ...truth.paidTwice.map((what) => `${readerId} paid twice: ${what}`),
    ...truth.payments.flatMap((payments) => pathFaults(world, payments)),
    ...liveFaults(own, truth),
  ];
}

/** Only a whole refund, a bank, or a wish to end at once (a goodbye in the instant of a charge is one) ends it early. */
function cutFaults(
  { endedAtOnce }: World,
  { subscription, paid, back, isLost }: Truth['cutShort'][number],
): string[] {
  const isExplained = isLost || back >= paid || endedAtOnce.has(subscription);
  return isExplained ? [] : [`${subscription} was ended for ${back} of ${paid}`];
}

/** What each offer charges in its first year and after it, every four weeks. */
const prices = { digital: [900, 1_500], reading: [600, 1_000] } as const;

/**
 * A dollar, then thirteen reduced charges, then the list price: of one of the plans that the reader ever had. A change
 * to the dearer one begins at once, so it takes something off one charge. By the year there is nothing to count.
 */
function pathFaults({ changedTo }: World, { subscription, amounts }: Truth['payments'][number]): string[] {
  const wished = changedTo.get(subscription) ?? [];
  const plans = (['digital', 'reading'] as const).filter(
    (plan) => plan === 'digital' || wished.includes(plan),
  );
  const isRight = (amount: number, index: number): boolean => {
    if (index === 0) return amount === 100;
    if (wished.includes('digital-yearly') && amount <= 18_000) return true;
    const promised: number[] = plans.map((plan) => prices[plan][index <= 13 ? 0 : 1]);
    return promised.includes(amount) || (wished.includes('digital') && amount < Math.max(...promised));
  };
  return amounts.every(isRight) ? [] : [`${subscription} was charged ${amounts.join(', ')}`];
}

function liveFaults(
  own: readonly { stripeSubscriptionId: string; phase: string }[],
  { live }: Truth,
): string[] {
  const running = own
    .filter((one) => !hasEnded(one as never))
    .map(({ stripeSubscriptionId }) => stripeSubscriptionId);
  return running.toSorted().join() === live.toSorted().join()
    ? []
    : [`billing runs ${running.join()}, Stripe runs ${live.join()}`];
}

const unfinishedIn = ({ state }: World): string[] => [
  ...[...state.calls.values()].flatMap((call) =>
    call.state === 'wanted' ? [`Stripe was never told ${call.wanted.key}`] : [],
  ),
  ...[...state.customers].flatMap(([id, one]) =>
    one.generation > one.folded ? [`news of ${id} was not taken in`] : [],
  ),
  ...[...state.refunds.values()].flatMap((one) =>
    one.status === 'wanted' ? [`refund ${one.id} hangs`] : [],
  ),
  ...[...state.cases.values()].flatMap((one) =>
    EVERYDAY_CASES.has(one.kind) ? [] : [`a case: ${JSON.stringify(one)}`],
  ),
  ...(state.published === state.outbox.length ? [] : ['events wait in the outbox']),
];

/** Each refund that did not arrive is a case for staff, and no other is. */
function unseenFailures({ state, stripe }: World): string[] {
  const failed = stripe
    .read((unit) => unit.list('refund', {}))
    .flatMap(({ id, status }) => (status === 'failed' ? [id] : []));
  const told = [...state.cases.values()].flatMap(({ kind, subject }) =>
    kind === 'refund-failed' ? [subject] : [],
  );
  return failed.toSorted().join() === told.toSorted().join()
    ? []
    : [`told of failed refunds ${told.join()}, Stripe has ${failed.join()}`];
}

/** Each subscription tells its story in numbers without a gap. */
function gapsIn({ state }: World): string[] {
  const told = state.outbox.filter(({ topic }) => topic === 'billing.subscription.v1');
  return [...Map.groupBy(told, ({ subject }) => subject)].flatMap(([subject, rows]) => {
    const numbers = rows.map(({ sequence }) => sequence);
    const isWhole = numbers.every((number, index) => number === index + 1);
    return isWhole ? [] : [`${subject} told ${numbers.join(', ')}`];
  });
}
