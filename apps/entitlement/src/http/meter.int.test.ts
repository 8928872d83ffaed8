import { articleTopic } from '@gatefold/events';
import { at } from '@gatefold/kernel';
import { createLogger } from '@gatefold/service-kit';
import { fakeBusinessClock } from '@gatefold/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ada, aFact, afterDays, someArticle } from '../../test/builders.ts';
import { forgetMeters } from '../adapters/postgres/forget-meters.ts';
import { articleEvent, startEntitlement, type Entitlement } from '../../test/harness.ts';

let service: Entitlement;
const idOf = (n: number) => `01990000-0000-7000-8000-0000000000${n.toString(16).padStart(2, '0')}`;
const someone = (n: number) => `01990000-0000-7000-8000-0000000002${n.toString(16).padStart(2, '0')}`;
const forSubscribers = { access: 'feature', feature: 'articles', notBefore: null, notAfter: null } as const;

beforeAll(async () => {
  service = await startEntitlement();
  await service.tell(articleTopic, [
    ...Array.from({ length: 12 }, (_, n) =>
      articleEvent(
        someArticle({ articleId: idOf(n), slug: `story-${n}`, rule: { ...forSubscribers, isMetered: true } }),
      ),
    ),
    articleEvent(someArticle({ articleId: idOf(60), slug: 'never-metered' })),
  ]);
  await service.hear(aFact());
}, 30_000);
afterAll(() => service.stop());

type Who = { token?: string; reader?: string };

const read = async (article: string, { token = '', reader }: Who = {}) => {
  const who = reader === undefined ? '' : `&reader=${reader}`;
  const { body } = await service.ask(`/v1/check?article=${article}&meter=${token}${who}`);
  return body as {
    granted: boolean;
    reason: string;
    meter?: { used: number; of: number; ofRegistered: number; resetsAt: string; token: string | null };
  };
};
const readAll = async (count: number, who: Who, from = 0) => {
  const answers = [];
  for (let n = from; n < from + count; n += 1) answers.push(await read(`story-${n}`, who));
  return answers.map(({ granted, reason, meter }) => [granted, reason, meter?.used, meter?.of]);
};
const newVisitor = async (): Promise<string> => (await read('story-0')).meter!.token!;

describe('the meter', () => {
  test('opens three articles a month to a visitor, says how many are used, and then closes', async () => {
    const first = await read('story-0');
    const token = first.meter!.token!;

    expect(first).toMatchObject({
      granted: true,
      reason: 'meter',
      meter: { used: 1, of: 3, ofRegistered: 5, resetsAt: '2026-02-01T05:00:00.000Z' },
    });
    expect(await readAll(3, { token }, 1)).toEqual([
      [true, 'meter', 2, 3],
      [true, 'meter', 3, 3],
      [false, 'meter-used-up', 3, 3],
    ]);
    expect(await read('story-1', { token })).toMatchObject({ granted: true, meter: { used: 3 } });
  });

  test('opens no article that is not metered, and counts nothing for a question without it', async () => {
    expect(await read('never-metered')).toMatchObject({ granted: false, reason: 'not-signed-in' });
    expect((await read('never-metered')).meter).toBeUndefined();
    const { body } = await service.ask('/v1/check?article=story-0');
    expect(body).toMatchObject({ granted: false, reason: 'not-signed-in' });
  });

  test('does not count those who read anyway', async () => {
    expect(await read('story-0', { reader: ada })).toMatchObject({ granted: true, reason: 'subscription' });
    expect((await read('story-0', { reader: ada })).meter).toBeUndefined();
  });

  test('is never one too many, however many read at once', async () => {
    const token = await newVisitor();
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) => read(`story-${n % 12}`, { token })),
    );
    const opened = new Set(answers.flatMap(({ granted }, n) => (granted ? [`story-${n % 12}`] : [])));

    expect(opened.size).toBe(3);
    const reader = someone(0);
    const own = await Promise.all(Array.from({ length: 40 }, (_, n) => read(`story-${n % 12}`, { reader })));
    expect(new Set(own.flatMap(({ granted }, n) => (granted ? [n % 12] : []))).size).toBe(5);
  });

  test('takes along what was read before the sign-in, and goes on with the reader on every device', async () => {
    const token = await newVisitor();
    await readAll(3, { token }, 1);
    const reader = someone(1);

    expect(await read('story-5', { token, reader })).toMatchObject({
      granted: true,
      meter: { used: 4, of: 5, token: null },
    });
    expect(await read('story-0', { reader })).toMatchObject({ granted: true, meter: { used: 4 } });
    expect(await readAll(2, { reader }, 6)).toEqual([
      [true, 'meter', 5, 5],
      [false, 'meter-used-up', 5, 5],
    ]);
  });

  test('tells a reader what they have read by it, and nobody else', async () => {
    const reader = someone(7);
    await readAll(2, { reader });
    const { body } = await service.ask(`/v1/readers/${reader}/meter`);

    const told = (body as { data: { articleId: string }[] }).data;
    expect(told.map(({ articleId }) => articleId)).toEqual([idOf(0), idOf(1)]);
    expect(told[0]).toMatchObject({ publication: 'courier', monthFrom: '2026-01-01T05:00:00.000Z' });
    expect((await service.ask(`/v1/readers/${someone(8)}/meter`)).body).toMatchObject({ data: [] });
  });

  test('charges what a browser has read to the first who signs in, and to nobody after', async () => {
    const token = await newVisitor();
    await read('story-1', { token, reader: someone(2) });

    expect(await read('story-2', { token, reader: someone(3) })).toMatchObject({ meter: { used: 1 } });
  });

  test.each(['', 'anything', '01990000-0000-7000-8000-000000000000.'.padEnd(123, 'A')])(
    'takes a forged token for none: %s',
    async (token) => {
      const answer = await read('story-0', { token });
      expect(answer).toMatchObject({ granted: true, meter: { used: 1 } });
      expect(answer.meter!.token).not.toBe(token);
    },
  );

  test('lets nobody read by the id of a reader as if it were a visitor’s', async () => {
    const reader = someone(4);
    await readAll(5, { reader });
    const forged = `${reader}.${'A'.repeat(86)}`;
    expect(await read('story-9', { token: forged })).toMatchObject({ meter: { used: 1, of: 3 } });
    expect(await read('story-9', { reader })).toMatchObject({ granted: false, reason: 'meter-used-up' });
  });

  test('begins again with the publisher’s month, on the dot', async () => {
    const token = await newVisitor();
    await readAll(3, { token }, 1);
    const turn = at('2026-02-01T05:00:00Z');
    await service.turnTo(new Date(turn.getTime() - 1));
    expect(await read('story-7', { token })).toMatchObject({ granted: false, reason: 'meter-used-up' });
    await service.turnTo(turn);
    expect(await read('story-7', { token })).toMatchObject({ granted: true, meter: { used: 1 } });
    await service.turnTo(afterDays(1));
  });
});

test('what was read in a month that is long over is forgotten', async () => {
  const { pool } = service;
  await pool.query(
    "INSERT INTO meter (publication, month_from, holder) VALUES ('courier', '2025-01-01', $1)",
    [someone(9)],
  );
  const clock = fakeBusinessClock(afterDays(1).toISOString());
  const worker = forgetMeters({ pool, clock, logger: createLogger('entitlement', 'fatal') });
  await worker.start();
  await worker.stop();

  const { rows } = await pool.query<{ old: number; all: number }>(
    "SELECT count(*) FILTER (WHERE month_from < '2025-06-01')::int AS old, count(*)::int AS all FROM meter",
  );
  expect(rows[0]!.old).toBe(0);
  expect(rows[0]!.all).toBeGreaterThan(0);
});
