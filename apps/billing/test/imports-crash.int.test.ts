import { anId, eventually } from '@gatefold/test-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { importLines } from '../src/usecases/import-subscribers.ts';
import { hashOf, outcomes, startImporting, type Importing, type Line } from './importing.ts';

let { billing, prices, soldBefore, begin, run, written, invoicesOf } = {} as Importing;
beforeAll(async () => {
  ({ billing, prices, soldBefore, begin, run, written, invoicesOf } = await startImporting());
});
afterAll(() => billing.close());

test.each([
  { whom: 'one whom nobody charges', isSold: false },
  { whom: 'one whom Stripe charges', isSold: true },
])('an import is gone on with after a crash between any two steps: $whom', async ({ isSold }) => {
  let crashes = 0;
  for (let step = 1; ; step += 1) {
    const email = `step${step}.${isSold}@crash.example`;
    const sold = isSold ? await soldBefore(email, prices.old) : null;
    const line =
      sold === null ? { email, paidThrough: '2027-05-01' } : { email, stripeSubscriptionId: sold.id };
    await run('dry-run', [line]);
    const { id } = await begin('apply', { fileHash: hashOf([line]) });
    const taking = importLines(dyingAt(step))(id, [readable(line)]);
    const isDone = await taking.then(
      () => true,
      () => false,
    );
    const before = await written();
    const rows = await run('apply', [line]);

    expect(outcomes(rows)).toEqual([
      isDone ? 'already-there' : expect.stringMatching(/imported|already-there/),
    ]);
    expect(await subscriptionsAt(rows[0]?.subscriptionId)).toBe(1);
    if (sold !== null) expect(await invoicesOf(sold.customer)).toBe(1);
    if (isDone) expect(await written()).toEqual(before);
    if (isDone) break;
    crashes += 1;
  }
  expect(crashes).toBeGreaterThan(6);
});

test('an import never waits for a fold that waits for it', async () => {
  const sold = await soldBefore('circle@at.example', prices.old);
  const line = { email: 'circle@at.example', stripeSubscriptionId: sold.id };
  await run('dry-run', [line]);
  const [row] = await run('apply', [line]);
  const id = row?.subscriptionId ?? '';
  const fold = await billing.sql.connect();
  try {
    await fold.query('BEGIN');
    await fold.query('SELECT FROM stripe_customer WHERE id = $1 FOR UPDATE', [sold.customer]);
    const identified = billing.world.imports.identify(id, {
      readerId: anId(1),
      stripeCustomerId: sold.customer,
    });
    await eventually(async () => {
      const { rowCount } = await billing.sql.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
           AND query LIKE 'INSERT INTO stripe_customer (id)%'`,
      );
      expect(rowCount).toBe(1);
    });
    await fold.query('SELECT FROM checkout WHERE id = $1 FOR UPDATE NOWAIT', [id]);
    await fold.query('COMMIT');
    await identified;
  } finally {
    fold.release();
  }
});

const readable = ({ email = '', offer = 'digital', paidThrough = '', stripeSubscriptionId = '' }: Line) => ({
  line: 2,
  email,
  offer,
  paidThrough,
  stripeSubscriptionId,
});

/** The parts that an import is made of, of which the call with this number never happens: its process is dead. */
function dyingAt(step: number): Parameters<typeof importLines>[0] {
  let calls = 0;
  const wrap = <T extends object>(part: T): T =>
    new Proxy(part, {
      get(target, name) {
        const real: unknown = Reflect.get(target, name);
        if (typeof real !== 'function') return real;
        return (...given: unknown[]) => {
          calls += 1;
          if (calls >= step) throw new Error(`died before call ${step}`);
          return (real as (...all: unknown[]) => unknown)(...given);
        };
      },
    });
  const { world } = billing;
  return {
    ...world,
    imports: wrap(world.imports),
    readers: wrap(world.readers),
    checkouts: wrap(world.checkouts),
    subscriptions: wrap(world.subscriptions),
    stripe: wrap(world.stripe),
    settleCustomer: wrap({ settle: world.settleCustomer }).settle,
  };
}

async function subscriptionsAt(id: string | null | undefined): Promise<number> {
  const { rows } = await billing.sql.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM subscription s WHERE s.reader_id = (
       SELECT reader_id FROM subscription WHERE id = $1)`,
    [id],
  );
  return rows[0]?.count ?? 0;
}
