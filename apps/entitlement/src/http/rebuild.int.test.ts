import { eventually } from '@gatefold/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ada, aFact, afterDays, ben } from '../../test/builders.ts';
import { startEntitlement, type Entitlement } from '../../test/harness.ts';

let service: Entitlement;
const someone = (n: number) => `01990000-0000-7000-8000-0000000002${n.toString(16).padStart(2, '0')}`;
const READERS = 30;

beforeAll(async () => {
  service = await startEntitlement();
  for (let n = 0; n < READERS; n += 1)
    await service.hear(
      aFact({ eventId: someone(n), data: { readerId: someone(n), subscriptionId: someone(n) } }),
    );
  await service.ask(`/v1/readers/${someone(1)}/comps`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': 'a-comp-of-the-house' },
    body: JSON.stringify({
      publication: 'courier',
      features: ['archive'],
      until: afterDays(90).toISOString(),
      reason: 'a prize',
    }),
  });
}, 60_000);
afterAll(() => service.stop());

const rebuild = async () => {
  const started = await service.ask('/v1/rebuilds', { method: 'POST' });
  expect(started.status).toBe(202);
  let progress = started.body.rebuild;
  await eventually(async () => {
    progress = (await service.ask('/v1/rebuilds')).body.rebuild;
    return progress.endedAt !== null;
  });
  await service.settle();
  return progress;
};
const setOf = async (reader: string) => (await service.ask(`/v1/readers/${reader}/grants`)).body;

describe('a rebuild', () => {
  test('changes nothing where everything is right, and says nothing on', async () => {
    const before = await setOf(someone(0));

    expect(await rebuild()).toMatchObject({ done: READERS, changed: 0, hasFailed: false });
    expect(await setOf(someone(0))).toEqual(before);
    expect(await service.announced(someone(0))).toHaveLength(1);
  });

  test('makes right what is wrong, under a later version, and leaves what is not billing’s', async () => {
    const [spoilt, gone, invented] = [someone(1), someone(2), someone(3)];
    const before = await Promise.all([spoilt, gone].map(setOf));
    await service.pool.query(
      `UPDATE access_grant SET valid_until = valid_from WHERE reader_id = $1 AND source = 'subscription'`,
      [spoilt],
    );
    await service.pool.query('DELETE FROM access_grant WHERE reader_id = $1', [gone]);
    await service.pool.query(
      `INSERT INTO access_grant SELECT reader_id, $2, publication, bundle, features, source, valid_from, valid_until, until_if_stale, is_unpaid, version, event_id
       FROM access_grant WHERE reader_id = $1`,
      [invented, ada],
    );

    expect(await rebuild()).toMatchObject({ changed: 3 });
    const after = await Promise.all([spoilt, gone, invented].map(setOf));
    const untilsOf = (set: { data: { source: string; until: string }[] }) =>
      set.data.map(({ source, until }) => `${source} ${until}`).toSorted();
    expect(untilsOf(after[0])).toEqual(untilsOf(before[0]));
    expect(untilsOf(after[1])).toEqual(untilsOf(before[1]));
    expect(after[2].data).toHaveLength(1);
    expect(after[0].version).toBeGreaterThan(before[0].version);
  });

  test('while news comes in loses none of it, and no version goes back', async () => {
    const versions: number[] = [];
    const running = rebuild();
    for (let sequence = 2; sequence < 12; sequence += 1) {
      await service.hear(
        aFact({
          sequence,
          eventId: someone(100 + sequence),
          at: afterDays(1),
          data: {
            readerId: someone(5),
            subscriptionId: someone(5),
            paidThrough: afterDays(28 + sequence).toISOString(),
          },
        }),
      );
      versions.push((await setOf(someone(5))).version);
    }
    await running;

    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
    expect((await setOf(someone(5))).data[0].until.slice(0, 10)).toBe(
      afterDays(28 + 11 + 3)
        .toISOString()
        .slice(0, 10),
    );
  });

  test('is for the admin', async () => {
    const token = await service.people.reader(ben, { role: 'finance' });

    expect((await service.ask('/v1/rebuilds', { method: 'POST', token })).status).toBe(403);
    expect((await service.ask('/v1/rebuilds', { token })).status).toBe(403);
  });
});
