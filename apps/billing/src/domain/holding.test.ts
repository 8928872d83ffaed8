import { describe, expect, test } from 'vitest';
import { aCharge, aSubscription } from '../../test/builders.ts';
import { holdingCalls, pausedByStaff } from './holding.ts';

const moneyBack = { keepsAfterFullRefund: [], endsWhenDisputed: [], holdsWhileDisputed: true };
const looked = { seen: { invoices: [] }, judged: { moneyBack } };
const fine = aSubscription({ phase: 'year_one' });
const disputed = aSubscription({ phase: 'year_one', standing: 'disputed' });

test('a dispute that begins holds renewals back, one that ends lets them go, and the same again says nothing', () => {
  expect(holdingCalls(fine, disputed, looked).map(({ kind }) => kind)).toEqual(['hold-renewals']);
  expect(holdingCalls(disputed, fine, looked).map(({ kind }) => kind)).toEqual(['release-renewals']);
  expect([holdingCalls(disputed, disputed, looked), holdingCalls(fine, fine, looked)]).toEqual([[], []]);
});

test('a publisher may let renewals be charged all the same, and what is ending is left alone', () => {
  const judged = { moneyBack: { ...moneyBack, holdsWhileDisputed: false } };
  expect(holdingCalls(fine, disputed, { ...looked, judged })).toEqual([]);
  expect(holdingCalls(disputed, { ...fine, endingAs: 'disputed' }, looked)).toEqual([]);
});

describe('payments that are paused at Stripe', () => {
  const paused = { isCollectionPaused: true };
  const goesOn = { ...fine, stripeInvoiceId: 'in_1' };
  const won = { id: 'dp_1', amount: aCharge().amount, reason: 'fraudulent', status: 'won' } as const;

  test('by staff are a case, the same one until something is paid again', () => {
    const [first] = pausedByStaff(goesOn, paused);

    expect(first).toMatchObject({ kind: 'collection-paused', subject: 'in_1' });
    expect(pausedByStaff({ ...goesOn, stripeInvoiceId: 'in_2' }, paused)).toMatchObject([
      { subject: 'in_2' },
    ]);
    expect(pausedByStaff(goesOn, {})).toEqual([]);
  });

  test('by us while a dispute runs are none, nor those of what ends anyway', () => {
    expect(pausedByStaff(disputed, paused)).toEqual([]);
    expect(pausedByStaff({ ...goesOn, charges: [aCharge({ dispute: won })] }, paused)).toEqual([]);
    expect(pausedByStaff({ ...goesOn, intent: 'cancelling' }, paused)).toEqual([]);
    expect(pausedByStaff({ ...goesOn, phase: 'ended' }, paused)).toEqual([]);
  });
});
