import { describe, expect, test } from 'vitest';
import { ada, aFact, afterDays, ben, someBundles, setAfter, subscriptionId } from '../../test/builders.ts';
import { answer } from './answer.ts';
import { chosenOf, explain, type BillingEvidence } from './explain.ts';
import { holdingAt } from './timeline.ts';

const fact = aFact();
const given = { newest: fact, holding: holdingAt([fact], ada, afterDays(3)) };
const yes = answer({
  what: { feature: 'articles' },
  publication: null,
  set: setAfter(fact),
  bundles: someBundles,
  now: afterDays(3),
});
const billing: BillingEvidence = {
  stripeCustomerId: 'cus_ada',
  invoices: [
    {
      stripeInvoiceId: 'in_ada_1',
      status: 'paid',
      period: { from: '2026-01-05T09:30:00.000Z', until: '2026-02-02T09:30:00.000Z' },
    },
  ],
};
const chain = (overrides: Partial<Parameters<typeof explain>[0]> = {}) =>
  explain({ readerId: ada, answer: yes, chosen: given, mergedInto: null, billing, ...overrides });

describe('the chain behind an answer', () => {
  test('leads from the reader down to Stripe’s objects', () => {
    expect(chain().map(({ step, id }) => [step, id])).toEqual([
      ['reader', ada],
      ['grant', subscriptionId],
      ['event', fact.eventId],
      ['subscription', subscriptionId],
      ['invoice', 'in_ada_1'],
      ['stripe', 'sub_ada'],
      ['customer', 'cus_ada'],
    ]);
  });

  test('says what the invoice covers, as billing knows it', () => {
    expect(chain().find(({ step }) => step === 'invoice')?.says).toContain('paid, covers 2026-01-05');
  });

  test('is as long as the event can make it when billing is away, and says so', () => {
    const steps = chain({ billing: null });

    expect(steps.find(({ step }) => step === 'stripe')?.id).toBe('sub_ada');
    expect(steps.at(-1)).toMatchObject({ step: 'customer', id: null, says: 'billing does not answer now' });
  });

  test('ends early for one who never had anything', () => {
    const steps = chain({ chosen: null, answer: { ...yes, granted: false, reason: 'no-plan', grant: null } });

    expect(steps).toMatchObject([{ says: 'denied: no-plan, version 1' }, { step: 'grant', id: null }]);
  });

  test('shows a purchase that was never settled', () => {
    const pending = aFact({ data: { phase: 'pending', startedAt: null, paidThrough: null } });

    expect(chain({ chosen: { newest: pending, holding: null } })[1]).toMatchObject({
      step: 'grant',
      id: null,
    });
  });

  test('names the account that the reader became', () => {
    expect(chain({ mergedInto: ben })[1]).toMatchObject({ step: 'account', id: ben });
  });
});

describe('of several subscriptions', () => {
  const other = aFact({
    data: {
      subscriptionId: '01990000-0000-7000-8000-00000000005c',
      paidThrough: afterDays(90).toISOString(),
    },
  });
  const longer = { newest: other, holding: holdingAt([other], ada, afterDays(3)) };

  test('a yes goes back to the one whose grant it names', () => {
    expect(chosenOf([longer, given], yes)).toBe(given);
  });

  test('a no goes back to the one that lasted longest', () => {
    expect(chosenOf([given, longer], { grant: null })).toBe(longer);
  });
});
