import { HOUR, plus } from '@gatefold/kernel';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBuyer, type Answer } from './buying.ts';
import { startBilling, type Billing } from './harness.ts';
import { paperFile } from './paper.ts';

let billing: Billing;
let buyer: ReturnType<typeof createBuyer>;
beforeAll(async () => {
  const titles = [
    { key: 'meridian', name: 'The Meridian', url: 'http://meridian.example' },
    { key: 'signal', name: 'The Signal', url: 'http://signal.example' },
  ];
  billing = await startBilling({ settings: { TITLES: JSON.stringify(titles) } });
  buyer = createBuyer(billing);
});
afterAll(() => billing.close());

const consentTo = (offer: string) => ({ version: paperFile.offers[offer]!.consent.version, accepted: true });
let people = 0;

async function buy(offer: string, publication?: string): Promise<Answer> {
  const email = `locks-${(people += 1)}@meridian.example`;
  const opened = await buyer.open({ offer, email, consent: consentTo(offer), publication }).expect(201);
  const { id, url } = opened.body as { id: string; url: string };
  await buyer.pay(url, undefined, email);
  return ((await buyer.complete(id)).body as { subscription: Answer }).subscription;
}

/** An open checkout of a reader, paid at Stripe; the news of it is folded by whoever completes it. */
async function payAs(readerId: string, offer: string, more: object = {}): Promise<string> {
  const { body } = (await buyer.as('post', '/v1/checkouts', {
    ...{ readerId, offer, returnTo: '/', consent: consentTo(offer) },
    ...more,
  })) as { body: { id: string; url: string } };
  await buyer.pay(body.url);
  return body.id;
}

/** Who waits for a row, our own hands aside, and whether they have the reader in their hand. */
const WAITING = `
  SELECT EXISTS (SELECT FROM pg_locks h WHERE h.pid = w.pid AND h.granted AND h.locktype = 'advisory'
    AND ((h.classid::bigint << 32) | h.objid::bigint) = hashtextextended($1, 0)) AS "hasReader"
  FROM pg_locks w WHERE NOT w.granted AND w.locktype IN ('transactionid', 'tuple') AND w.pid <> ALL($2)`;

/**
 * How those waited who wanted this subscription while `work` went on. It is in one of two hands all the time: as soon
 * as somebody waits, the other one waits behind them, and the first lets go.
 */
async function waited({ id, readerId }: Pick<Answer, 'id' | 'readerId'>, work: () => Promise<unknown>) {
  const hands = [await billing.sql.connect(), await billing.sql.connect()] as const;
  const ours = await Promise.all(hands.map(pidOf));
  const take = async (hand: pg.PoolClient) => {
    await hand.query('BEGIN');
    await hand.query('SELECT 1 FROM subscription WHERE id = $1 FOR UPDATE', [id]);
  };
  const seen = new Set<boolean>();
  await take(hands[0]);
  let isDone = false;
  const working = work().finally(() => (isDone = true));
  let turn = 0;
  while (!isDone) {
    const found = (await billing.sql.query<{ hasReader: boolean }>(WAITING, [readerId, ours])).rows;
    if (found.length === 0) continue;
    found.forEach(({ hasReader }) => seen.add(hasReader));
    const taken = take(hands[(turn + 1) % 2]!);
    await hands[turn % 2]!.query('COMMIT');
    await taken;
    turn += 1;
  }
  for (const hand of hands) {
    await hand.query('ROLLBACK');
    hand.release();
  }
  await working;
  return seen;
}

const pidOf = async (hand: pg.PoolClient): Promise<number> =>
  (await hand.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]!.pid;

const readerOf = async (id: string) => {
  const { rows } = await billing.sql.query<{ reader: string }>(
    'SELECT reader_id AS reader FROM subscription WHERE id = $1',
    [id],
  );
  return rows[0]?.reader;
};

// With the reader in the hand one must not wait for a subscription: who has it may want the reader next.
describe('nobody waits for a subscription with its reader in the hand', () => {
  test('a reader who turns out to be another, of whom a subscription is changed at that moment', async () => {
    const signal = await buy('signal', 'signal');
    const meridian = await payAs(signal.readerId, 'digital');
    await buyer.complete(meridian);
    const theirs = await buy('digital');

    const how = await waited(theirs, () => billing.merge(signal.readerId, theirs.readerId));

    expect(how).toEqual(new Set([false]));
    expect(await readerOf(signal.id)).toBe(theirs.readerId);
    expect(await buyer.subscription(meridian)).toMatchObject({ readerId: theirs.readerId });
  }, 60_000);

  test('a fold of two of a customer, of which one opens a title more, while the other one is changed', async () => {
    const bought = await buy('digital');
    const plan = `/v1/subscriptions/${bought.id}/plan-change`;
    await buyer.as('post', plan, (await buyer.as('get', `${plan}?offer=both`)).body as object);
    const team = await payAs(bought.readerId, 'team', { seats: 3 });
    await buyer.complete(team);

    // In the instant in which both titles begin.
    const begins = plus(new Date(bought.paidThrough ?? 0), 2 * HOUR);
    const how = await waited({ ...bought, id: team }, () => billing.simulator.turnTo(begins));

    expect(how).toEqual(new Set([false]));
    expect(await buyer.subscription(bought.id)).toMatchObject({ alsoReads: ['signal'] });
  }, 60_000);
});
