import { randomUUID } from 'node:crypto';
import { HOUR, MINUTE, plus } from '@gatefold/kernel';
import { newId, systemBusinessClock } from '@gatefold/service-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { postgresCalls } from '../src/adapters/postgres/calls.ts';
import { makeCalls } from '../src/usecases/make-calls.ts';
import { settleCustomer } from '../src/usecases/settle-customer.ts';
import { reminding } from './builders.ts';
import { startBilling, type Billing } from './harness.ts';

/** Long after whatever billing itself looks for meanwhile. */
const start = new Date('2100-01-01T00:00:00.000Z');

let billing: Billing;
beforeAll(async () => {
  billing = await startBilling();
});
afterAll(() => billing.close());

type Wanted = { at: Date; nextTryAt?: Date; id?: string };

async function want(customer: string, { at, nextTryAt = at, id = newId() }: Wanted): Promise<string> {
  const params = { kind: 'void-invoice', key: id, invoiceId: 'in_1' };
  await billing.sql.query(
    `INSERT INTO stripe_call (id, key, kind, customer_id, params, state, requested_at, next_try_at)
     VALUES ($1, $2, 'void-invoice', $3, $4, 'wanted', $5, $6)`,
    [id, id, customer, JSON.stringify(params), at, nextTryAt],
  );
  return id;
}

/** Of those that this test wants. */
const claimedOf = async (wanted: readonly string[], now: Date): Promise<string[]> =>
  (await claimedAt(now)).filter((id) => wanted.includes(id));

const claimedAt = async (now: Date): Promise<string[]> =>
  (await callsAt(now).claim(null, 20)).map(({ id }) => id);

const callsAt = (now: Date) =>
  postgresCalls({
    pool: billing.sql,
    clock: systemBusinessClock,
    machineClock: { kind: 'machine', now: () => now },
    newId,
    reminding,
    epoch: 1,
    onCommit: () => undefined,
  });

test('what a customer wants waits for what they wanted before, and nobody else waits', async () => {
  const first = await want('cus_order', { at: start, nextTryAt: plus(start, HOUR) });
  const last = await want('cus_order', { at: plus(start, MINUTE) });
  const other = await want('cus_other', { at: plus(start, MINUTE) });

  expect(await claimedAt(plus(start, 2 * MINUTE))).toEqual([other]);
  expect(await claimedAt(plus(start, HOUR))).toEqual([first, last, other]);
  expect(await claimedAt(plus(start, HOUR))).toEqual([]);
});

test('what a customer wants waits while another process has in hand what they wanted before', async () => {
  const at = plus(start, 10 * HOUR);
  const first = await want('cus_in_hand', { at });
  const last = await want('cus_in_hand', { at });
  const other = await want('cus_with_nobody', { at });
  const elsewhere = await billing.sql.connect();
  await elsewhere.query('BEGIN');
  await elsewhere.query('SELECT FROM stripe_call WHERE id = $1 FOR UPDATE', [first]);
  const meanwhile = await claimedOf([first, last, other], at);
  await elsewhere.query('ROLLBACK');
  elsewhere.release();

  expect(meanwhile).toEqual([other]);
  expect(await claimedOf([first, last, other], at)).toEqual([first, last]);
});

test('what is wanted within one moment is told in the order in which it was wanted', async () => {
  const at = plus(start, 20 * HOUR);
  const wanted: string[] = [];
  for (let count = 0; count < 5; count += 1) wanted.push(await want('cus_hasty', { at, id: randomUUID() }));

  expect(await claimedOf(wanted, at)).toEqual(wanted);
});

test('who waits for what they want is answered once it is told, also where somebody else has begun with what was wanted before', async () => {
  const at = plus(start, 30 * HOUR);
  await billing.sql.query(`INSERT INTO stripe_customer (id) VALUES ('cus_waits')`);
  const first = await want('cus_waits', { at });
  const own = await want('cus_waits', { at });
  const elsewhere = await billing.sql.connect();
  await elsewhere.query('BEGIN');
  await elsewhere.query('UPDATE stripe_call SET attempts = attempts + 1 WHERE id = $1', [first]);
  const calls = callsAt(at);
  const told: string[] = [];
  let pauses = 0;
  await settleCustomer({
    calls,
    foldCustomer: async () => false,
    makeCalls: makeCalls({
      calls,
      stripe: {
        async perform({ id }) {
          told.push(id);
          return { state: 'done' };
        },
      },
    }),
    async pause() {
      pauses += 1;
      if (pauses !== 1) return;
      await elsewhere.query('COMMIT');
      await calls.finish(first, { state: 'done' });
    },
  })('cus_waits', 'money');
  elsewhere.release();

  expect({ told, pauses }).toEqual({ told: [own], pauses: 1 });
});

test('nobody waits for what is to be told later, nor for what comes after it', async () => {
  const at = plus(start, 40 * HOUR);
  await want('cus_later', { at, nextTryAt: plus(at, MINUTE) });
  await want('cus_later', { at });

  expect(await callsAt(at).isAtWork('cus_later')).toBe(false);
  expect(await callsAt(plus(at, MINUTE)).isAtWork('cus_later')).toBe(true);
});
