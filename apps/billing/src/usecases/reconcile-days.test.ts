import { money } from '@gatefold/kernel';
import { expect, test } from 'vitest';
import type { BalanceTransaction } from '../domain/cash.ts';
import { compareDays } from './reconcile-days.ts';

const none = money(0n, 'USD');
const transaction = (number: number, at: string): BalanceTransaction => ({
  ...{ id: `txn_${number}`, type: 'charge', amount: none, fee: none, net: money(1n, 'USD') },
  ...{ createdAt: new Date(at), sourceId: null, customerId: null },
});

/** Both books at 12:00:00.900; the second that runs is not over. */
function books(pages: readonly (readonly BalanceTransaction[])[] = []) {
  const asked: string[] = [];
  const read: number[] = [];
  const compare = compareDays({
    stripe: {
      async *balanceTransactions(from, until) {
        asked.push(`stripe ${from.toISOString()} ${until?.toISOString()}`);
        for (const [number, page] of pages.entries()) {
          read.push(number);
          yield page;
        }
      },
    },
    collectCash: async () => asked.push('collect'),
    reconciling: {
      async cash({ from, until }) {
        asked.push(`ledger ${from.toISOString()} ${until.toISOString()}`);
        return [];
      },
    },
    clock: { kind: 'business', now: () => new Date('2026-11-24T12:00:00.900Z') },
  });
  const days = (from: string, until: string) =>
    compare({ from: new Date(`${from}T00:00:00Z`), until: new Date(`${until}T00:00:00Z`) });
  return { days, asked, read };
}

test('both books are looked at up to the same second, and what is merely late is booked between', async () => {
  const { days, asked } = books();
  await days('2026-11-24', '2026-11-25');

  expect(asked).toEqual([
    'stripe 2026-11-24T00:00:00.000Z 2026-11-24T12:00:00.000Z',
    'collect',
    'ledger 2026-11-24T00:00:00.000Z 2026-11-24T12:00:00.000Z',
  ]);
});

test('days to come are nothing, and Stripe is not asked for them', async () => {
  const { days, asked } = books();

  expect((await days('2026-12-01', '2026-12-02')).days).toEqual([]);
  expect(asked.some((one) => one.startsWith('stripe'))).toBe(false);
});

test('where very much has moved, whole days are compared and earlier ones left for a question of their own', async () => {
  const many = Array.from({ length: 5_000 }, (_, number) => transaction(number, '2026-11-23T10:00:00Z'));
  const { days, read } = books([
    many,
    [transaction(5_001, '2026-11-22T10:00:00Z')],
    [transaction(5_002, '2026-11-21T10:00:00Z')],
  ]);
  const found = await days('2026-11-20', '2026-11-25');

  expect(found.from).toEqual(new Date('2026-11-23T00:00:00Z'));
  expect(found.days.map(({ day, movements }) => [day, movements])).toEqual([['2026-11-23', 5_000]]);
  expect(read).toEqual([0, 1]);
});

test('a single day is compared whole, however much has moved on it', async () => {
  const many = Array.from({ length: 5_001 }, (_, number) => transaction(number, '2026-11-23T10:00:00Z'));
  const { days } = books([many, [transaction(6_000, '2026-11-23T09:00:00Z')]]);

  expect((await days('2026-11-23', '2026-11-24')).days).toMatchObject([{ movements: 5_002 }]);
});
