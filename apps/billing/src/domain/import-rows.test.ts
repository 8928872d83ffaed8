import { readFileSync } from 'node:fs';
import { money, plus, DAY } from '@gatefold/kernel';
import { describe, expect, test } from 'vitest';
import { anOffer, start } from '../../test/builders.ts';
import { adoptionProblem, importProblems, readLine, type SoldElsewhere } from './import-rows.ts';

const offer = anOffer({
  otherMoney: { EUR: { amounts: ['100', '900', '1400'], text: 'You pay €1 today.' } },
});
const line = {
  line: 2,
  email: 'ada@meridian.example',
  offer: 'digital',
  paidThrough: '',
  stripeSubscriptionId: '',
};
const read = (cells: Partial<typeof line>) => readLine({ ...line, ...cells }, [offer], start);

describe('a line', () => {
  test.each([
    ['a day begins at midnight UTC', '2026-03-01', '2026-03-01T00:00:00.000Z'],
    ['an instant in any zone is the same instant', '2026-03-01T00:00:00+02:00', '2026-02-28T22:00:00.000Z'],
    ['the instant after now is not over', '2026-02-01T09:00:00.001Z', '2026-02-01T09:00:00.001Z'],
  ])('%s', (_says, paidThrough, at) => {
    expect(read({ paidThrough })).toMatchObject({ paidThrough: new Date(at), stripeSubscriptionId: null });
  });

  test('of a subscription at Stripe is paid for as long as Stripe says', () => {
    expect(read({ paidThrough: 'whatever', stripeSubscriptionId: ' sub_1 ' })).toMatchObject({
      paidThrough: null,
      stripeSubscriptionId: 'sub_1',
    });
  });

  test('is the same reader whatever the capitals and the spaces', () => {
    expect(read({ email: ' Ada@Meridian.example ', paidThrough: '2027-01-01' })).toMatchObject({
      email: 'ada@meridian.example',
    });
  });

  test.each([
    ['address-invalid', { email: '' }],
    ['address-invalid', { email: 'ada at meridian.example' }],
    ['address-invalid', { email: 'ada@meridian.example, ben@meridian.example' }],
    ['address-invalid', { email: `${'a'.repeat(250)}@m.example` }],
    ['offer-unknown', { offer: 'gone' }],
    ['paid-through-invalid', { paidThrough: '' }],
    ['paid-through-invalid', { paidThrough: '01/02/2027' }],
    ['paid-through-invalid', { paidThrough: '2027-02-29' }],
    ['paid-through-invalid', { paidThrough: '2027-03-01T00:00:00' }],
    ['paid-through-past', { paidThrough: '2026-02-01T09:00:00Z' }],
  ])('%s: %j', (code, cells) => {
    expect(read(cells)).toBe(code);
  });

  test('of a group is not taken over', () => {
    const group = anOffer({ seats: { least: 2, most: 10 } });
    expect(readLine({ ...line, paidThrough: '2027-01-01' }, [group], start)).toBe('offer-for-groups');
  });
});

const sold: SoldElsewhere = {
  id: 'sub_1',
  customerId: 'cus_1',
  email: 'ada@meridian.example',
  checkoutId: null,
  status: 'active',
  startedAt: plus(start, -100 * DAY),
  paidThrough: plus(start, DAY),
  priceId: 'price_1',
  pieces: 1,
  price: { amount: money(1200n, 'USD'), interval: { unit: 'week', count: 4 } },
  isPaused: false,
  isDiscounted: false,
  isScheduled: false,
  isInvoiced: false,
  isOwing: false,
};
const price = (amount: bigint, currency: string, count = 4) => ({
  amount: money(amount, currency),
  interval: { unit: 'week' as const, count },
});

describe('a subscription that others have sold', () => {
  test.each<[string, Partial<SoldElsewhere>]>([
    ['that runs', {}],
    ['in its trial', { status: 'trialing' }],
    ['in another currency of the offer', { price: price(1400n, 'EUR') }],
    ['at a price that nobody sells any more', { price: price(1n, 'USD') }],
  ])('is taken over as it is: one %s', (_which, changed) => {
    expect(adoptionProblem({ ...sold, ...changed }, offer, start)).toBeNull();
  });

  test.each<[string, Partial<SoldElsewhere>]>([
    ['subscription-not-running', { status: 'canceled' }],
    ['subscription-not-running', { status: 'incomplete' }],
    ['subscription-not-running', { status: 'unpaid' }],
    ['subscription-not-running', { status: 'paused' }],
    ['subscription-not-running', { paidThrough: start }],
    ['payment-open', { status: 'past_due' }],
    ['payment-open', { isOwing: true }],
    ['paused-at-stripe', { isPaused: true }],
    ['scheduled', { isScheduled: true }],
    ['several-items', { pieces: 2 }],
    ['price-not-fixed', { price: null }],
    ['rhythm-differs', { price: price(1200n, 'USD', 2) }],
    ['currency-differs', { price: price(1200n, 'GBP') }],
    ['discounted', { isDiscounted: true }],
    ['invoiced-by-hand', { isInvoiced: true }],
  ])('is refused with %s', (code, changed) => {
    expect(adoptionProblem({ ...sold, ...changed }, offer, start)).toBe(code);
  });
});

test('whoever runs an import finds each code in the guide', () => {
  const guide = readFileSync(new URL('../../../../docs/operations.md', import.meta.url), 'utf8');

  expect(Object.keys(importProblems).filter((code) => !guide.includes(`\`${code}\``))).toEqual([]);
});
