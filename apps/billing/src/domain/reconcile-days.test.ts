import { money } from '@gatefold/kernel';
import { describe, expect, test } from 'vitest';
import { reconcileDays, type Moved } from './reconcile-days.ts';

const moved = (id: string, at: string, amount: bigint, currency = 'USD'): Moved => ({
  ...{ id, at: new Date(at), source: `ch_${id}` },
  net: money(amount, currency),
});

const first = moved('a', '2026-11-23T23:59:59Z', 844n);
const second = moved('b', '2026-11-24T00:00:00Z', -900n);
const euros = moved('c', '2026-11-24T12:00:00Z', 500n, 'EUR');

describe('two books that agree', () => {
  test('tie on every day and in every currency, newest first, and differ in nothing', () => {
    const all = [first, second, euros];
    expect(reconcileDays({ ledger: all, stripe: all.toReversed() })).toEqual({
      days: [
        { day: '2026-11-24', currency: 'EUR', ledger: 500n, stripe: 500n, difference: 0n, movements: 1 },
        { day: '2026-11-24', currency: 'USD', ledger: -900n, stripe: -900n, difference: 0n, movements: 1 },
        { day: '2026-11-23', currency: 'USD', ledger: 844n, stripe: 844n, difference: 0n, movements: 1 },
      ],
      differences: [],
    });
  });

  test('of nothing are nothing', () => {
    expect(reconcileDays({ ledger: [], stripe: [] })).toEqual({ days: [], differences: [] });
  });
});

describe('a difference', () => {
  test.each([
    { what: 'not booked', ledger: [], stripe: [second], cause: 'not-booked', difference: 900n },
    {
      what: 'unknown to Stripe',
      ledger: [second],
      stripe: [],
      cause: 'unknown-to-stripe',
      difference: -900n,
    },
    {
      ...{ what: 'booked with another sum', ledger: [moved('b', '2026-11-24T00:00:00Z', -899n)] },
      ...{ stripe: [second], cause: 'booked-otherwise', difference: 1n },
    },
  ])('is named with its cause: $what', ({ ledger, stripe, cause, difference }) => {
    const { days, differences } = reconcileDays({ ledger, stripe });

    expect(differences).toMatchObject([
      { id: 'b', day: '2026-11-24', currency: 'USD', source: 'ch_b', cause },
    ]);
    expect(days).toMatchObject([{ difference }]);
  });

  test('is also one where sums of a day make up for each other', () => {
    const ledger = [moved('x', '2026-11-24T01:00:00Z', -900n)];
    const { days, differences } = reconcileDays({ ledger, stripe: [second] });

    expect(days).toMatchObject([{ difference: 0n }]);
    expect(differences.map(({ cause }) => cause)).toEqual(['not-booked', 'unknown-to-stripe']);
  });

  test('is one of the day, where the same sum is booked on the day before', () => {
    const ledger = [moved('b', '2026-11-23T23:59:59Z', -900n)];
    const { days, differences } = reconcileDays({ ledger, stripe: [second] });

    expect(days.map(({ difference }) => difference)).toEqual([900n, -900n]);
    expect(differences).toMatchObject([{ cause: 'booked-otherwise' }]);
  });
});
