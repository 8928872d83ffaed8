import { expect, test } from 'vitest';
import { aSubscription } from '../../test/builders.ts';
import { holdingCalls } from './holding.ts';

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
