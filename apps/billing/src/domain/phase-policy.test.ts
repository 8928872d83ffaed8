import { DAY, plus } from '@gatefold/kernel';
import { countingIds } from '@gatefold/test-kit';
import { describe, expect, test } from 'vitest';
import { aCharge, afterDays, anOffer, aRunning, dollars } from '../../test/builders.ts';
import { catalogue, houseRules } from '../../test/paper.ts';
import { cancelNow, quoteCancelNow } from './cancel-now.ts';
import { plansFor, quotePlan } from './change-plan.ts';
import type { PhasePolicy } from './phase-policy.ts';
import { canonicalPath, freezePath } from './price-path.ts';
import { saveOfferFor, stay } from './save-offer.ts';
import type { Subscription } from './subscription.ts';

const now = afterDays(30);

/** In the first year, where `policies` says by phase what goes. */
function under(
  policies: Readonly<Record<string, PhasePolicy>>,
  overrides: Partial<Subscription> = {},
): Subscription {
  const phases = anOffer().phases.map((phase) => {
    const policy = policies[phase.key];
    return policy === undefined ? phase : { ...phase, policy };
  });
  return aRunning({ publication: 'meridian', path: freezePath(anOffer({ phases })), ...overrides });
}
const leaving = (policies: Readonly<Record<string, PhasePolicy>>) =>
  under(policies, { intent: 'cancelling' });
const yearly = catalogue.find(({ key }) => key === 'digital-yearly')!;

describe('ending at once', () => {
  test('is refused in a phase that ends with what is paid for, and in no other', () => {
    expect(() => quoteCancelNow(under({ year_one: { cancel: 'end' } }), now)).toThrow(
      expect.objectContaining({ code: 'cancels-at-end' }) as Error,
    );
    expect(quoteCancelNow(under({ standard: { cancel: 'end' } }), now).refund.amount).toBeGreaterThan(0n);
  });

  test('gives nothing back in a phase that gives none, and ends as any other cancellation', () => {
    const subscription = under({ year_one: { refund: 'none' } });
    const quote = quoteCancelNow(subscription, now);
    const { next, calls } = cancelNow(subscription, quote, { now, newId: countingIds(), commandId: 'c' });

    expect(quote.refund).toEqual(dollars(0));
    expect(next.endingAs).toBe('cancelled');
    expect(calls.map(({ kind }) => kind)).toEqual(['cancel-now']);
    expect(quoteCancelNow(under({ intro: { refund: 'none' } }), now).refund.amount).toBeGreaterThan(0n);
  });
});

describe('another plan', () => {
  test('can be taken in every phase but one that says no', () => {
    const closed = under({ year_one: { change: false } });
    expect(plansFor(closed, catalogue)).toEqual([]);
    expect(() => quotePlan(closed, yearly, now)).toThrow(
      expect.objectContaining({ code: 'plan-not-available' }) as Error,
    );
    expect(plansFor(under({ standard: { change: false } }), catalogue)).not.toEqual([]);
  });

  test('that is coming does not count yet, and one that has begun does', () => {
    const [intro, yearOne, standard] = freezePath(anOffer()).steps;
    const changed = (charges: number): Subscription => {
      const steps = [intro!, { ...yearOne!, charges }, { ...yearOne!, policy: { change: false } }, standard!];
      return under({}, { path: { ...freezePath(anOffer()), steps } });
    };

    expect(plansFor(changed(1), catalogue)).not.toEqual([]);
    const later = { ...changed(1), charges: [...aRunning().charges.slice(0, 2), aCharge({ index: 2 })] };
    expect(plansFor(later, catalogue)).toEqual([]);
  });
});

describe('an offer to stay', () => {
  const half = { charges: 2, percent: 50, everyDays: 100 };

  test('is made in a reduced phase that has one, and leaves all that was promised behind it', () => {
    const subscription = leaving({ year_one: { saveOffer: half } });
    const offered = saveOfferFor(subscription, houseRules, now);
    expect(offered).toEqual({ charges: 2, amount: dollars(4.5), then: dollars(9) });

    const accepted = { accepted: dollars(4.5), rules: houseRules };
    const { next } = stay(subscription, accepted, { now, newId: countingIds(), commandId: 's' });
    expect(next.path.steps.map(({ key, charges }) => [key, charges])).toEqual([
      ['intro', 1],
      ['year_one', 1],
      ['stay', 2],
      ['year_one', 12],
      ['standard', null],
    ]);
    const saved = { ...next, intent: 'cancelling' as const };
    expect(saveOfferFor(saved, houseRules, plus(now, DAY))).toBeNull();
  });

  test('is not made in a phase that says no, nor where only another one has one', () => {
    expect(saveOfferFor(leaving({ standard: { saveOffer: half } }), houseRules, now)).toBeNull();
    const atList = { phase: 'standard', intent: 'cancelling' } as const;
    const listed = (policy: PhasePolicy): Subscription => {
      const [, , standard] = freezePath(anOffer()).steps;
      return under({}, { ...atList, path: { ...freezePath(anOffer()), steps: [{ ...standard!, policy }] } });
    };

    expect(saveOfferFor(listed({}), houseRules, now)).not.toBeNull();
    expect(saveOfferFor(listed({ saveOffer: false }), houseRules, now)).toBeNull();
  });
});

test('what goes in a phase is accepted with the price: it is part of what is hashed', () => {
  const plain = canonicalPath(under({}).path);
  const texts = [{ cancel: 'end' }, { refund: 'none' }, { change: false }, { saveOffer: false }] as const;

  expect(
    new Set([plain, ...texts.map((policy) => canonicalPath(under({ year_one: policy }).path))]).size,
  ).toBe(5);
});
