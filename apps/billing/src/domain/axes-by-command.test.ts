import { DAY, plus, Refusal } from '@gatefold/kernel';
import { countingIds } from '@gatefold/test-kit';
import { expect, test } from 'vitest';
import { afterDays, aRunning, aSubscription, dollars, start, reminding } from '../../test/builders.ts';
import { catalogue, houseRules } from '../../test/paper.ts';
import { cancelNow, quoteCancelNow } from './cancel-now.ts';
import { cancel, undoCancel } from './cancel.ts';
import { changePlan, keepPlan, quotePlan } from './change-plan.ts';
import { giveNext } from './comp.ts';
import { consequencesOf, type Decided } from './consequences.ts';
import { pause, resume } from './pause.ts';
import { raisePrice } from './price-rise.ts';
import { freezePath } from './price-path.ts';
import { refundable } from './refund.ts';
import { saveOfferFor, stay } from './save-offer.ts';
import { quoteSkip, skipIntro } from './skip-intro.ts';
import { checkAlive } from './steer.ts';
import type { Charge, Intent, Standing, Subscription } from './subscription.ts';
import { transfer } from './transfer.ts';
import { quoteWithdrawal, withdraw } from './withdraw.ts';

const newId = countingIds();
const digital = catalogue.find(({ key }) => key === 'digital')!;
const offerNamed = (key: string) => catalogue.find((offer) => offer.key === key)!;
const path = freezePath(digital);

const phases = ['pending', 'intro', 'year_one', 'standard', 'ended'] as const;
const standings: readonly Standing[] = ['ok', 'collecting', 'exhausted', 'disputed'];
const intents: readonly Intent[] = ['renewing', 'cancelling'];
/** How many periods are paid when a subscription stands in this phase. */
const paidIn = { pending: 0, intro: 1, year_one: 2, standard: 15, ended: 2 } as const;

type Axes = { readonly phase: (typeof phases)[number]; readonly standing: Standing; readonly intent: Intent };

/** In the middle of what was paid for last; what is owed is owed for the period after that. */
function standingAt({ phase, standing, intent }: Axes): { of: Subscription; now: Date } {
  const count = paidIn[phase];
  const [example] = aRunning().charges as [Charge];
  const charge = (index: number, status: Charge['status']): Charge => ({
    ...example,
    id: newId(),
    index,
    phase: index === 0 ? 'intro' : index <= 13 ? 'year_one' : 'standard',
    amount: dollars(index === 0 ? 1 : index <= 13 ? 9 : 15),
    period: { from: afterDays(index * 28), until: afterDays((index + 1) * 28) },
    status,
    dispute: standing === 'disputed' && index === count - 1 ? { id: 'dp_1', status: 'open' } : null,
    stripeInvoiceId: status === 'expected' ? null : `in_${index}`,
    stripeChargeId: status === 'paid' ? `ch_${index}` : null,
  });
  const isOwed = standing === 'collecting' || standing === 'exhausted';
  const paid = Array.from({ length: count }, (_, index) => charge(index, 'paid'));
  const rest = phase === 'ended' ? [] : [charge(count, isOwed ? 'failed' : 'expected')];
  const paidThrough = count === 0 ? null : afterDays(count * 28);
  const now = isOwed ? afterDays(count * 28 + 1) : afterDays(Math.max(0, count - 1) * 28 + 7);
  const of = aSubscription({
    path,
    publication: digital.publication,
    product: digital.product,
    instants: { startedAt: start, anchor: afterDays(28) },
    phase,
    standing,
    intent,
    paidThrough,
    charges: [...paid, ...rest],
    cancellations: intent === 'cancelling' ? 1 : 0,
    ...(phase === 'ended' ? { endReason: 'cancelled' as const, endedAt: afterDays(40) } : {}),
  });
  return { of, now };
}

const given = (now: Date) => ({ now, newId, commandId: newId() });
const plan = (of: Subscription, now: Date, key: string): Decided =>
  changePlan(of, { offer: offerNamed(key), accepted: quotePlan(of, offerNamed(key), now) }, given(now));
const alone = (of: Subscription, { calls, endingAs }: ReturnType<typeof cancel>): Decided => ({
  next: { ...of, endingAs: endingAs ?? of.endingAs },
  changes: [],
  calls,
});

/** Every command there is, as a reader or staff give it at this moment. */
const commands: Readonly<Record<string, (of: Subscription, now: Date) => Decided>> = {
  cancel: (of, now) => alone(of, cancel(of, { commandId: newId(), reason: null, now })),
  'undo-cancel': (of) => alone(of, undoCancel(of, newId())),
  'end-now': (of, now) => cancelNow(of, quoteCancelNow(of, now), given(now)),
  withdraw: (of, now) =>
    withdraw(of, { accepted: quoteWithdrawal(of, houseRules, now), rules: houseRules }, given(now)),
  'smaller-plan': (of, now) => plan(of, now, 'reading'),
  'yearly-plan': (of, now) => plan(of, now, 'digital-yearly'),
  'keep-plan': (of, now) => keepPlan(of, given(now)),
  'skip-intro': (of, now) => skipIntro(of, quoteSkip(of, now), given(now)),
  pause: (of, now) =>
    pause(of, { until: plus(of.paidThrough ?? now, 14 * DAY), rules: houseRules }, given(now)),
  resume: (of, now) => resume(of, given(now)),
  comp: (of, now) => giveNext(of, { after: of.paidThrough ?? now, interval: null }, given(now)),
  stay: (of, now) =>
    stay(
      of,
      { accepted: saveOfferFor(of, houseRules, now)?.amount ?? dollars(9), rules: houseRules },
      given(now),
    ),
  'raise-price': (of, now) =>
    raisePrice(of, { offer: 'digital', amount: dollars(17), from: plus(now, 60 * DAY) }, given(now)),
  credit: (of) => {
    checkAlive(of);
    const { stripeCustomerId } = of;
    const amount = dollars(5);
    const call = {
      kind: 'credit-customer',
      key: 'credit',
      stripeCustomerId,
      amount,
      reason: 'sorry',
    } as const;
    return { next: of, changes: [], calls: [call] };
  },
  refund: (of) => {
    const charge = of.charges.findLast(({ status }) => status === 'paid') ?? of.charges[0]!;
    const amount = refundable(charge, null);
    const to = { refundId: newId(), stripeChargeId: charge.stripeChargeId ?? '' };
    return {
      next: of,
      changes: [],
      calls: [{ kind: 'refund', key: 'refund', ...to, amount, reason: 'duplicate' }],
    };
  },
  transfer: (of) => transfer(of, { readerId: newId(), hasLiveOne: true }, newId),
};

/** A refusal's code, or what comes of it; anything else that is thrown is thrown. */
function resultOf({ of, now }: { of: Subscription; now: Date }, name: string): string {
  try {
    const decided = commands[name]!(of, now);
    const { next, changes, calls } = consequencesOf(decided, { now, reminding, newId });
    const ends = next.endingAs === of.endingAs ? [] : [`ends as ${next.endingAs}`];
    const told = [...new Set(calls.map(({ kind }) => `→ ${kind}`))];
    const done = [...changes.map(({ type }) => type), ...told, ...ends];
    return done.length === 0 ? 'nothing to do' : done.join(', ');
  } catch (error) {
    if (error instanceof Refusal) return `refused: ${error.code}`;
    throw error;
  }
}

const all = phases.flatMap((phase) =>
  standings.flatMap((standing) => intents.map((intent): Axes => ({ phase, standing, intent }))),
);

/** As `all`, where a course can be changed at all: at rest, and with another plan to come. */
const changed = all.flatMap((axes) => {
  const stand = standingAt(axes);
  return ['pause', 'smaller-plan'].flatMap((name) => {
    try {
      const { next } = commands[name]!(stand.of, stand.now);
      return [{ title: `${titleOf(axes)}, after ${name}`, stand: { ...stand, of: next } }];
    } catch {
      return [];
    }
  });
});

function titleOf({ phase, standing, intent }: Axes): string {
  return `${phase} ${standing} ${intent}`;
}

const table = (): string =>
  [...all.map((axes) => ({ title: titleOf(axes), stand: standingAt(axes) })), ...changed]
    .map(({ title, stand }) =>
      [title, ...Object.keys(commands).map((name) => `  ${name.padEnd(13)} ${resultOf(stand, name)}`)].join(
        '\n',
      ),
    )
    .join('\n\n');

test('every command, wherever the three axes stand, does or refuses what is written down', async () => {
  expect(all).toHaveLength(40);
  await expect(`${table()}\n`).toMatchFileSnapshot('../../test/declared/axes-by-command.txt');
});
