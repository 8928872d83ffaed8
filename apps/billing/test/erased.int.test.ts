import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBuyer } from './buying.ts';
import { startBilling, type Billing } from './harness.ts';

let billing: Billing;
let buyer: ReturnType<typeof createBuyer>;
beforeAll(async () => {
  billing = await startBilling({ settings: { CLAIM_LIMIT: '3' } });
  buyer = createBuyer(billing);
});
afterAll(() => billing.close());

const ledger = async (subscriptionId: string) => {
  const { rows } = await billing.sql.query<{ line: string }>(
    `SELECT concat(entry.id, account, amount) AS line
     FROM ledger_line JOIN ledger_entry entry ON entry.id = entry_id WHERE subscription_id = $1`,
    [subscriptionId],
  );
  return rows.map(({ line }) => line);
};

test('who has deleted the account is charged no more, forgotten but for the books, and it stands in the audit log', async () => {
  const { subscription } = await buyer.buy('gone@meridian.example');
  const { id, readerId } = subscription as unknown as { id: string; readerId: string };
  const before = await ledger(id);
  await billing.erase(readerId);
  await billing.erase(readerId);

  const { rows } = await billing.sql.query(
    `SELECT ending_as AS "endingAs", card,
       (SELECT count(*)::int FROM checkout WHERE reader_id = $2::uuid AND email_hash IS NOT NULL) AS hashes,
       (SELECT count(*)::int FROM inbox WHERE customer_id = stripe_customer_id AND payload IS NOT NULL
           AND type <> 'customer.subscription.deleted') AS letters,
       (SELECT count(*)::int FROM stripe_call WHERE subscription_id = $1 AND kind = 'cancel-now') AS ends,
       (SELECT count(*)::int FROM audit_entry WHERE action = 'reader.erase' AND subject = $2::text) AS noted
     FROM subscription WHERE id = $1`,
    [id, readerId],
  );
  expect(rows).toMatchObject([{ endingAs: 'cancelled', hashes: 0, letters: 0, ends: 1 }]);
  expect((rows[0] as { noted: number }).noted).toBeGreaterThan(0);
  expect(before.length).toBeGreaterThan(1);
  // What was settled in the meantime may have come to it.
  expect(await ledger(id)).toEqual(expect.arrayContaining(before));
});

test('tries without an account are counted for an address and a number alike, before anything is looked up', async () => {
  const { subscription } = await buyer.buy('known@meridian.example');
  const { orderNumber } = subscription as unknown as { orderNumber: string };
  const ask = async (email: string, number: string) => {
    const { status, headers } = await billing.api
      .post('/v1/cancellations/quote')
      .send({ email, orderNumber: number });
    return [status, headers['retry-after'] !== undefined];
  };
  const unknown: unknown[] = [];
  const known: unknown[] = [];
  for (let n = 0; n < 4; n += 1) {
    unknown.push(await ask('nobody@meridian.example', `0000-0000-000${n}`));
    known.push(await ask('known@meridian.example', `1111-1111-111${n}`));
  }

  expect(known).toEqual([...Array(3).fill([404, false]), [429, true]]);
  expect(unknown).toEqual(known);
  // The right number no more than a wrong one: whoever is held off learns nothing.
  expect(await ask('known@meridian.example', orderNumber)).toEqual([429, true]);
});
