import { DAY, HOUR, plus } from '@gatefold/kernel';
import { countingIds } from '@gatefold/test-kit';
import { describe, expect, test } from 'vitest';
import { afterDays, aSubscription, dollars, start } from '../../test/builders.ts';
import { folding, typesOf } from '../../test/folding.ts';
import {
  boundary,
  bought,
  cancelling,
  disputed,
  drafted,
  ended,
  goingOn,
  paid,
  refunded,
  refused,
  renewed,
  soonAfter,
  type Look,
} from '../../test/stripe.ts';
import { fold } from './fold.ts';
import type { SeenSubscription } from './seen.ts';

const look = (seen: SeenSubscription, now = soonAfter(seen)): Look => ({ seen, now });
const first = bought(start);
/** So many renewals after the introduction, each seen when it was paid. */
const renewals = (count: number): SeenSubscription[] =>
  Array.from({ length: count }).reduce<SeenSubscription[]>(
    (all) => [...all, renewed(all.at(-1) ?? first)],
    [],
  );
const [second, third] = renewals(2) as [SeenSubscription, SeenSubscription];

describe('buying', () => {
  const { next, changes, calls, cases } = folding([look(first)]);

  test('begins the introduction', () => {
    expect(typesOf(changes)).toEqual(['charge-opened', 'charge-paid', 'trial-started']);
    expect(next).toMatchObject({
      phase: 'intro',
      standing: 'ok',
      intent: 'renewing',
      paidThrough: afterDays(28),
      instants: { startedAt: start, anchor: afterDays(28) },
    });
  });

  test('tells the next charge: nine dollars where the four weeks end', () => {
    expect(next.charges.at(-1)).toMatchObject({
      status: 'expected',
      amount: dollars(9),
      period: { from: afterDays(28) },
    });
  });

  test('asks nothing of Stripe and of nobody else', () => {
    expect([calls, cases]).toEqual([[], []]);
  });

  test('without an introduction simply starts', () => {
    const plain = aSubscription();
    const path = { ...plain.path, steps: plain.path.steps.slice(2) };
    const bare = { ...first, status: 'active', trialEnd: null } as const;
    const fifteen = { ...bare, invoices: [{ ...first.invoices[0]!, total: dollars(15) }] };

    expect(typesOf(folding([look(fifteen)], { ...plain, path }).changes)).toContain('started');
  });

  test('case 32: with a 3-D Secure step left open opens nothing', () => {
    const waiting: SeenSubscription = {
      ...first,
      status: 'incomplete',
      invoices: [{ ...first.invoices[0]!, status: 'open', attempts: 0, paidAt: null, payment: null }],
    };
    const { next: pending, changes: nothing } = folding([look(waiting, start)]);

    expect(pending).toMatchObject({ phase: 'pending', paidThrough: null, standing: 'ok' });
    expect(typesOf(nothing)).toEqual(['charge-opened']);
    expect(
      folding([look(waiting, start), look({ ...waiting, status: 'incomplete_expired' }, afterDays(1))]).next,
    ).toMatchObject({ phase: 'ended', endReason: 'expired', paidThrough: null });
  });
});

describe('the boundary of a period', () => {
  test('moves nothing by itself, though Stripe calls it active: the draft is not paid yet', () => {
    const { next, last } = folding([look(first), look(drafted(first), plus(afterDays(28), 60_000))]);

    expect(next).toMatchObject({ phase: 'intro', standing: 'ok', paidThrough: afterDays(28) });
    expect(typesOf(last.changes)).toEqual(['revenue-earned']);
  });

  test('is a conversion once the nine dollars are paid', () => {
    const { next, last } = folding([look(first), look(second)]);

    expect(typesOf(last.changes)).toEqual(['charge-opened', 'charge-paid', 'revenue-earned', 'converted']);
    expect(next).toMatchObject({ phase: 'year_one', paidThrough: afterDays(56) });
  });

  test('is a renewal for twelve more, and the list price from the fourteenth on', () => {
    const all = renewals(16);
    const types = typesOf(folding([look(first), ...all.map((seen) => look(seen))]).changes);
    const steps = types.filter((type) =>
      ['trial-started', 'converted', 'renewed', 'stepped-up'].includes(type),
    );

    expect(steps).toEqual([
      'trial-started',
      'converted',
      ...Array<string>(12).fill('renewed'),
      'stepped-up',
      'renewed',
      'renewed',
    ]);
  });

  test('that nobody told us of is found with the next look, and nothing is missing', () => {
    const all = renewals(16);
    const told = folding([look(first), ...all.map((seen) => look(seen))]);
    const untold = folding([look(first), look(all.at(-1)!)]);
    const money = (types: string[]) => types.filter((type) => type.startsWith('charge')).toSorted();

    expect(untold.next.paidThrough).toEqual(told.next.paidThrough);
    expect(untold.next.phase).toBe('standard');
    expect(money(typesOf(untold.changes))).toEqual(money(typesOf(told.changes)));
  });
});

describe('a draft that differs from what was promised', () => {
  test('is held before money moves, and a person looks at it', () => {
    const dear = drafted(first, { total: dollars(15) });
    const { last } = folding([look(first), look(dear)]);

    expect(last.calls).toEqual([{ kind: 'hold-invoice', key: 'hold:in_1', invoiceId: 'in_1' }]);
    expect(last.cases).toMatchObject([
      { kind: 'draft-differs', subject: 'in_1', facts: { expected: '900' } },
    ]);
  });

  test('in a period that the path does not know is held as well', () => {
    const moved = drafted(first, {
      period: { from: plus(afterDays(28), 1_000), until: plus(afterDays(56), 1_000) },
    });

    expect(folding([look(first), look(moved)]).last).toMatchObject({
      calls: [{ kind: 'hold-invoice' }],
      cases: [{ kind: 'unplanned-invoice' }],
    });
  });

  test('twice for one period: the second one is held', () => {
    const again = drafted(second, { period: { from: afterDays(28), until: afterDays(56) } });

    expect(folding([look(first), look(second), look(again)]).last).toMatchObject({
      calls: [{ kind: 'hold-invoice', invoiceId: 'in_2' }],
      cases: [{ kind: 'second-invoice-for-period' }],
    });
  });

  test('that was charged already is a case, and the books hold what was really taken', () => {
    const dear = paid(drafted(first, { total: dollars(15) }));
    const { next, last } = folding([look(first), look(dear)]);

    expect(last.calls).toEqual([]);
    expect(last.cases).toMatchObject([{ kind: 'amount-differs' }]);
    expect(next.charges[1]).toMatchObject({ status: 'paid', amount: dollars(15) });
  });

  test('is left alone when it is as promised', () => {
    expect(folding([look(first), look(drafted(first))]).last).toMatchObject({ calls: [], cases: [] });
  });
});

describe('a card that is refused', () => {
  const failed = refused(drafted(first));
  const inDunning = look(failed);

  test('is being collected, in the phase whose charge it is', () => {
    const { next, last } = folding([look(first), inDunning]);

    expect(typesOf(last.changes)).toEqual([
      'charge-opened',
      'attempt-failed',
      'revenue-earned',
      'payment-failed',
    ]);
    expect(next).toMatchObject({ phase: 'year_one', standing: 'collecting', paidThrough: afterDays(28) });
    expect(next.retryAt).toEqual(failed.invoices[1]!.nextAttemptAt);
  });

  test('again is one more failure, not one more beginning of collecting', () => {
    const { last } = folding([look(first), inDunning, look(refused(failed))]);

    expect(typesOf(last.changes)).toEqual(['attempt-failed']);
  });

  test('is forgotten when the money comes after all', () => {
    const late = paid(refused(failed), plus(afterDays(33), 0));
    const { next, last } = folding([look(first), inDunning, look(late, afterDays(33))]);

    expect(typesOf(last.changes)).toEqual(['charge-paid', 'recovered', 'converted']);
    expect(last.changes[0]).toMatchObject({ hadFailed: true });
    expect(next).toMatchObject({ standing: 'ok', retryAt: null });
  });

  test('case 10: and paid late buys the period that it was for, counted from its first day', () => {
    const late = paid(failed, afterDays(40));

    expect(folding([look(first), inDunning, look(late, afterDays(40))]).next.paidThrough).toEqual(
      afterDays(56),
    );
  });

  test('is given up fourteen days after what was paid for, to the second', () => {
    const lastMoment = folding([look(first), look(failed, plus(afterDays(42), -1))]);
    const over = folding([look(first), look(failed, afterDays(42))]);

    expect(lastMoment.next).toMatchObject({ standing: 'collecting', endingAs: null });
    expect(over.next).toMatchObject({ standing: 'exhausted', endingAs: 'payment-failed' });
    expect(over.last.calls).toMatchObject([{ kind: 'cancel-now', key: 'end:sub_ada' }]);
  });

  test('and given up ends for the payment’s sake, and what is still open is voided', () => {
    const over = look(failed, afterDays(42));
    const gone = ended(failed, afterDays(42));
    const { next, last } = folding([look(first), over, look(gone, afterDays(42))]);

    expect(next).toMatchObject({ phase: 'ended', endReason: 'payment-failed', paidThrough: afterDays(28) });
    expect(typesOf(last.changes)).toEqual(['ended']);
    expect(last.calls).toEqual([{ kind: 'void-invoice', key: 'void:in_1', invoiceId: 'in_1' }]);
  });

  test('for good by Stripe’s own account settings ends for the same reason', () => {
    const { next } = folding([
      look(first),
      look(ended(failed, afterDays(40), 'payment_failed'), afterDays(40)),
    ]);

    expect(next).toMatchObject({ phase: 'ended', endReason: 'payment-failed' });
  });
});

describe('cancelling', () => {
  test.each(['cancel_at', 'cancel_at_period_end'] as const)('is the same in Stripe’s field %s', (field) => {
    const { next, last } = folding([look(first), look(cancelling(first, field))]);

    expect(last.changes).toEqual([
      { type: 'cancellation-scheduled', certificateNumber: `${next.orderNumber}-C1` },
    ]);
    expect(next).toMatchObject({ intent: 'cancelling', phase: 'intro', paidThrough: afterDays(28) });
    expect(next.charges).toHaveLength(1);
  });

  test('case 1: on day 0 keeps the dollar, reads four weeks and is never charged again', () => {
    const leaving = cancelling(first);
    const { next, changes, calls } = folding([
      look(first),
      look(leaving, start),
      look(ended(leaving, afterDays(28)), afterDays(28)),
    ]);

    expect(typesOf(changes)).toEqual([
      'charge-opened',
      'charge-paid',
      'trial-started',
      'cancellation-scheduled',
      'revenue-earned',
      'ended',
    ]);
    expect(next).toMatchObject({
      endReason: 'cancelled',
      paidThrough: afterDays(28),
      endedAt: afterDays(28),
    });
    expect(next.charges.map(({ amount }) => amount)).toEqual([dollars(1)]);
    expect(calls).toEqual([]);
  });

  test('and taking it back brings the next charge back', () => {
    const { next, last } = folding([look(first), look(cancelling(first)), look(goingOn(first))]);

    expect(typesOf(last.changes)).toEqual(['cancellation-revoked']);
    expect(next.charges.at(-1)).toMatchObject({ status: 'expected', index: 1 });
  });

  test('twice with a change of mind between gives two certificates with numbers of their own', () => {
    const { changes } = folding([
      look(first),
      look(cancelling(first)),
      look(goingOn(first)),
      look(cancelling(first)),
    ]);
    const numbers = changes.flatMap((change) =>
      change.type === 'cancellation-scheduled' ? [change.certificateNumber.slice(-3)] : [],
    );

    expect(numbers).toEqual(['-C1', '-C2']);
  });
});

test('a cancellation that Stripe has not heard of yet is not taken for one that was taken back', () => {
  const leaving = { ...folding([look(second)]).next, intent: 'cancelling', endingAs: 'refunded' } as const;

  expect(folding([look(second)], leaving)).toMatchObject({ next: { intent: 'cancelling' }, changes: [] });
});

describe('an end before what is paid for', () => {
  test.each([
    { endingAs: 'refunded', until: afterDays(30) },
    { endingAs: 'disputed', until: afterDays(30) },
    { endingAs: 'duplicate', until: afterDays(30) },
    { endingAs: 'cancelled', until: afterDays(56) },
    { endingAs: null, until: afterDays(56) },
  ] as const)('as $endingAs reads until $until', ({ endingAs, until }) => {
    const before = { ...folding([look(second)]).next, endingAs };
    const gone = look(ended(second, afterDays(30)), afterDays(30));

    expect(folding([gone], before).next.paidThrough).toEqual(until);
  });
});

test('an invoice that was issued and not tried yet owes nothing', () => {
  const issued = drafted(first, { status: 'open' });

  expect(folding([look(first), look(issued)]).next).toMatchObject({ standing: 'ok', phase: 'intro' });
});

describe('money that goes back', () => {
  const looks = [look(first), look(second)];

  test('in part changes nothing for the reader', () => {
    const partly = refunded(second, { of: 'in_1', id: 're_1', cents: 400n });
    const { next, last } = folding([...looks, look(partly)]);

    expect(typesOf(last.changes)).toEqual(['charge-refunded']);
    expect(next).toMatchObject({ phase: 'year_one', endingAs: null, paidThrough: afterDays(56) });
    expect(last.calls).toEqual([]);
  });

  test('in full, for the period that runs, ends it at once', () => {
    const all = refunded(second, { of: 'in_1', id: 're_1', cents: 900n });
    const { next, last } = folding([...looks, look(all, afterDays(30))]);

    expect(next.endingAs).toBe('refunded');
    expect(last.calls).toMatchObject([{ kind: 'cancel-now' }]);
    expect(
      folding([...looks, look(all, afterDays(30)), look(ended(all, afterDays(30)), afterDays(30))]).next,
    ).toMatchObject({ phase: 'ended', endReason: 'refunded', paidThrough: afterDays(30) });
  });

  test('in full, for a period long over, ends nothing', () => {
    const old = refunded(third, { of: 'in_0', id: 're_1', cents: 100n });

    expect(folding([...looks, look(third), look(old)]).next).toMatchObject({
      endingAs: null,
      phase: 'year_one',
    });
  });

  test('and does not arrive is a case, and counts as not given back', () => {
    const tried = refunded(second, { of: 'in_1', id: 're_1', cents: 900n, status: 'pending' });
    const lost = refunded(second, { of: 'in_1', id: 're_1', cents: 900n, status: 'failed' });
    const { last } = folding([...looks, look(tried, afterDays(29)), look(lost, afterDays(29))]);

    expect(typesOf(last.changes)).toEqual(['refund-failed']);
    expect(last.cases).toMatchObject([{ kind: 'refund-failed', subject: 're_1' }]);
  });

  test('because a second subscription was bought goes back whole, and that one ends', () => {
    const double = aSubscription({ endingAs: 'duplicate' });
    const { last } = folding([look(first)], double);

    expect(last.calls).toMatchObject([
      { kind: 'cancel-now' },
      { kind: 'refund', stripeChargeId: 'ch_0', amount: dollars(1), reason: 'duplicate' },
    ]);
  });
});

describe('a dispute', () => {
  const open = disputed(second, { of: 'in_1', status: 'open' });
  const looks = [look(first), look(second), look(open)];

  test('stands above everything and is looked at by a person', () => {
    const { next, last } = folding(looks);

    expect(typesOf(last.changes)).toEqual(['charge-disputed', 'announced']);
    expect(next).toMatchObject({ standing: 'disputed', endingAs: null });
    expect(last.cases).toMatchObject([{ kind: 'dispute-opened', subject: 'dp_in_1' }]);
  });

  test('that is won leaves everything as it was', () => {
    const { next, last } = folding([...looks, look(disputed(second, { of: 'in_1', status: 'won' }))]);

    expect(typesOf(last.changes)).toEqual(['dispute-closed', 'announced']);
    expect(next).toMatchObject({ standing: 'ok', phase: 'year_one' });
  });

  test('that is lost ends it', () => {
    const lost = disputed(second, { of: 'in_1', status: 'lost' });
    const { next, last } = folding([...looks, look(lost)]);

    expect(next.endingAs).toBe('disputed');
    expect(last.calls).toMatchObject([{ kind: 'cancel-now' }]);
  });

  test('seen only when it is lost is one that was opened and closed', () => {
    const lost = disputed(second, { of: 'in_1', status: 'lost' });

    expect(typesOf(folding([look(first), look(second), look(lost)]).last.changes)).toEqual([
      'charge-disputed',
      'dispute-closed',
    ]);
  });
});

describe('seeing the same again', () => {
  const moments: readonly { what: string; seen: SeenSubscription; now: Date }[] = [
    { what: 'a purchase', ...look(first) },
    { what: 'a renewal', ...look(second) },
    { what: 'a draft', ...look(drafted(second)) },
    { what: 'a refusal', ...look(refused(drafted(second))) },
    { what: 'a cancellation', ...look(cancelling(second)) },
    { what: 'a refund', ...look(refunded(second, { of: 'in_1', id: 're_1', cents: 900n })) },
    { what: 'a dispute', ...look(disputed(second, { of: 'in_1', status: 'open' })) },
    { what: 'an end', ...look(ended(second, afterDays(56)), afterDays(57)) },
  ];

  test.each(moments)('$what: nothing happens', ({ seen, now }) => {
    const once = folding([{ seen, now }]);
    const again = fold(once.next, seen, { now, newId: countingIds(1_000) });

    expect(again.changes).toEqual([]);
    expect(again.next).toEqual(once.next);
    expect(again.calls.map(({ key }) => key)).toEqual(once.last.calls.map(({ key }) => key));
  });
});

describe('seeing an older state late', () => {
  test('does not make a paid charge unpaid', () => {
    const { next } = folding([look(second), look(drafted(first), soonAfter(second))]);

    expect(next.charges[1]).toMatchObject({ status: 'paid' });
    expect(next.paidThrough).toEqual(afterDays(56));
  });

  test('does not give an end another reason or another day', () => {
    const gone = ended(second, afterDays(56));
    const otherwise = ended(second, afterDays(60), 'payment_failed');
    const { next, last } = folding([look(second), look(gone, afterDays(56)), look(otherwise, afterDays(61))]);

    expect(next).toMatchObject({ endReason: 'cancelled', endedAt: afterDays(56) });
    expect(last.changes).toEqual([]);
  });
});

test('an end while a draft is waiting holds that draft', () => {
  const draft = ended(drafted(first), plus(afterDays(28), HOUR / 2));

  expect(folding([look(first), look(draft, plus(afterDays(28), HOUR / 2))]).last.calls).toEqual([
    { kind: 'hold-invoice', key: 'hold:in_1', invoiceId: 'in_1' },
  ]);
});

test('a dollar and nine are earned when their period is over, and not a second before', () => {
  const early = folding([look(first), look(second, plus(boundary(first, 2), -1))]);
  const due = folding([look(first), look(second, boundary(first, 2))]);
  const earned = ({ next }: typeof due) => next.charges.map((charge) => charge.earned);

  expect(earned(early)).toEqual([100n, 0n, 0n]);
  expect(earned(due)).toEqual([100n, 900n, 0n]);
});

test('a subscription in which nothing ever happened is looked at for ever without a change', () => {
  let { next } = folding([look(second)]);
  for (let day = 29; day < 56; day += 1) {
    const folded = fold(next, second, { now: plus(start, day * DAY), newId: countingIds() });
    expect(folded.changes).toEqual([]);
    next = folded.next;
  }
});
