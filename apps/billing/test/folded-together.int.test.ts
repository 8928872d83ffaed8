import { DAY, plus } from '@gatefold/kernel';
import { newId } from '@gatefold/service-kit';
import { eventually } from '@gatefold/test-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fold } from '../src/domain/fold.ts';
import { nothingNew } from '../src/domain/gift.ts';
import type { FoldBegun, Folds } from '../src/usecases/ports.ts';
import { createBuyer } from './buying.ts';
import { startBilling, type Billing } from './harness.ts';
import { typesOf } from './looking.ts';

let billing: Billing;
let buyer: ReturnType<typeof createBuyer>;
beforeAll(async () => {
  billing = await startBilling();
  buyer = createBuyer(billing);
});
afterAll(() => billing.close());

/** Three who bought, of whom no webhook tells anything. */
let three: { id: string; customer: string }[];
let count = 0;
beforeEach(async () => {
  await billing.simulator.webhooks({ mode: 'drop' });
  const bought = [];
  for (const name of ['ada', 'ben', 'cem']) {
    count += 1;
    bought.push((await buyer.buy(`${name}-${count}@meridian.example`)).subscription);
  }
  const { rows } = await billing.sql.query<{ id: string; customer: string }>(
    'SELECT id, stripe_customer_id AS customer FROM subscription WHERE id = ANY($1) ORDER BY created_at',
    [bought.map(({ id }) => id)],
  );
  three = rows;
  await eventually(async () => {
    const dirty = 'SELECT 1 FROM stripe_customer WHERE generation > folded_generation';
    return (await billing.sql.query(dirty)).rowCount === 0;
  });
});

type Read = Parameters<Folds['commit']>[1];

/** What Stripe shows, but for a cancellation that only these tests know of. */
async function looked(customer: string, decide?: Read['decide']): Promise<Read> {
  const { subscriptions } = await billing.world.stripe.customer(customer, 'money', null);
  const now = plus(await billing.simulator.now(), 1_000);
  return {
    seen: subscriptions.map((one) => ({ ...one, cancelAtPeriodEnd: true })),
    from: null,
    lookedAt: null,
    cards: [],
    decide: decide ?? ((before, one) => fold(before, one, { now, newId })),
    gifts: { payments: new Map(), decide: nothingNew },
  };
}

/** By which transaction each was written last, and whether it is cancelling. */
async function writtenBy() {
  const { rows } = await billing.sql.query<{ id: string; by: string; intent: string }>(
    'SELECT id, xmin::text AS by, intent FROM subscription WHERE id = ANY($1)',
    [three.map(({ id }) => id)],
  );
  return three.map(({ id }) => rows.find((row) => row.id === id)!);
}

const beginAll = (): Promise<FoldBegun[]> =>
  Promise.all(three.map(({ customer }) => billing.folds.begin(customer, `trace-of-${customer}`)));

describe('looks that are committed at the same time', () => {
  test('are so in one transaction, each with its own events under its own trace', async () => {
    const reads = await Promise.all(three.map(({ customer }) => looked(customer)));
    const begun = await beginAll();
    await Promise.all(begun.map((one, index) => billing.folds.commit(one, reads[index]!)));

    const written = await writtenBy();
    expect(new Set(written.map(({ by }) => by)).size).toBe(1);
    expect(written.map(({ intent }) => intent)).toEqual(['cancelling', 'cancelling', 'cancelling']);
    for (const { id, customer } of three) {
      expect(await typesOf(billing, id)).toEqual([
        'subscription.trial-started',
        'subscription.cancellation-scheduled',
      ]);
      const { rows } = await billing.sql.query<{ trace: string; reader: string; key: string }>(
        `SELECT o.traceparent AS trace, o.key, s.reader_id AS reader FROM outbox o JOIN subscription s ON s.id::text = o.subject
         WHERE o.subject = $1 AND o.type = 'subscription.cancellation-scheduled'`,
        [id],
      );
      expect(rows).toEqual([{ trace: `trace-of-${customer}`, reader: rows[0]?.key, key: rows[0]?.reader }]);
    }
  });

  test('do not fail for one that does', async () => {
    const wrong = new Error('nobody can decide this');
    const fails = () => {
      throw wrong;
    };
    const reads = await Promise.all(
      three.map(({ customer }, index) => looked(customer, index === 1 ? fails : undefined)),
    );
    const begun = await beginAll();
    const ended = await Promise.allSettled(
      begun.map((one, index) => billing.folds.commit(one, reads[index]!)),
    );

    expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((await writtenBy()).map(({ intent }) => intent)).toEqual(['cancelling', 'renewing', 'cancelling']);
  });

  test('are not committed where somebody who began to read later has, of the same batch or before it', async () => {
    const [ada, ben, cem] = three.map(({ customer }) => customer) as [string, string, string];
    const reads = await Promise.all(three.map(({ customer }) => looked(customer)));
    const early = await beginAll();
    const [adaLater, benLater] = [await billing.folds.begin(ada, null), await billing.folds.begin(ben, null)];
    const asIs = async (customer: string): Promise<Read> => {
      const read = await looked(customer);
      return { ...read, seen: read.seen.map((one) => ({ ...one, cancelAtPeriodEnd: false })) };
    };
    const [adaNow, benNow] = [await asIs(ada), await asIs(ben)];
    await billing.folds.commit(adaLater, adaNow);
    await Promise.all([
      billing.folds.commit(early[0]!, reads[0]!),
      billing.folds.commit(early[1]!, reads[1]!),
      billing.folds.commit(benLater, benNow),
      billing.folds.commit(early[2]!, reads[2]!),
    ]);

    expect(cem).toBe(three[2]?.customer);
    expect((await writtenBy()).map(({ intent }) => intent)).toEqual(['renewing', 'renewing', 'cancelling']);
  });
});

test('a period that many are charged for at the same instant is told of each, once', async () => {
  await billing.simulator.webhooks({ mode: 'deliver' });
  const end = plus(await billing.simulator.now(), 29 * DAY);
  await billing.simulator.turnTo(end);

  for (const { id } of three) {
    expect(await buyer.paid(id)).toEqual(['100', '900']);
    expect(await typesOf(billing, id)).toEqual(['subscription.trial-started', 'subscription.converted']);
  }
});
