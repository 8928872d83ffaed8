import { HOUR, MINUTE, plus } from '@gatefold/kernel';
import { newId, systemBusinessClock } from '@gatefold/service-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { postgresCalls } from '../src/adapters/postgres/calls.ts';
import { startBilling, type Billing } from './harness.ts';

/** Long after whatever billing itself looks for meanwhile. */
const start = new Date('2100-01-01T00:00:00.000Z');

let billing: Billing;
beforeAll(async () => {
  billing = await startBilling();
});
afterAll(() => billing.close());

async function want(customer: string, { at, nextTryAt = at }: { at: Date; nextTryAt?: Date }) {
  const id = newId();
  const params = { kind: 'void-invoice', key: id, invoiceId: 'in_1' };
  await billing.sql.query(
    `INSERT INTO stripe_call (id, key, kind, customer_id, params, state, requested_at, next_try_at)
     VALUES ($1, $2, 'void-invoice', $3, $4, 'wanted', $5, $6)`,
    [id, id, customer, JSON.stringify(params), at, nextTryAt],
  );
  return id;
}

const claimedAt = async (now: Date): Promise<string[]> => {
  const calls = postgresCalls({
    pool: billing.sql,
    clock: systemBusinessClock,
    machineClock: { kind: 'machine', now: () => now },
    newId,
    zone: 'UTC',
    epoch: 1,
    onCommit: () => undefined,
  });
  return (await calls.claim(null, 20)).map(({ id }) => id);
};

test('what a customer wants waits for what they wanted before, and nobody else waits', async () => {
  const first = await want('cus_order', { at: start, nextTryAt: plus(start, HOUR) });
  const last = await want('cus_order', { at: plus(start, MINUTE) });
  const other = await want('cus_other', { at: plus(start, MINUTE) });

  expect(await claimedAt(plus(start, 2 * MINUTE))).toEqual([other]);
  expect(await claimedAt(plus(start, HOUR))).toEqual([first, last, other]);
  expect(await claimedAt(plus(start, HOUR))).toEqual([]);
});
