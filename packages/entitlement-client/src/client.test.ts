import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { at, DAY, MINUTE, plus, SECOND } from '@gatefold/kernel';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createEntitlementClient, type EntitlementClientOptions } from './client.ts';
import type { ServiceAnswer } from './question.ts';

const reader = '01990000-0000-7000-8000-00000000000a';
const start = at('2026-03-01');
const grant = {
  id: '01990000-0000-7000-8000-000000000001',
  publication: 'courier',
  features: ['articles'],
  source: 'subscription',
  from: plus(start, -DAY).toISOString(),
  until: plus(start, DAY).toISOString(),
  untilIfStale: plus(start, 4 * DAY).toISOString(),
  version: 2,
};
const yes: ServiceAnswer = { granted: true, reason: 'subscription', grant, version: 2, cacheFor: 60 };
const ended: ServiceAnswer = { granted: false, reason: 'ended', grant: null, version: 3, cacheFor: 60 };

let server: Server;
let business: Date;
let machine: Date;
let asked: string[];
/** What entitlement does next: answers, refuses with a status, or hangs up. */
let behaviour: ServiceAnswer | number | 'hangs up' | 'talks nonsense';

beforeEach(async () => {
  business = start;
  machine = at('2030-01-01');
  asked = [];
  behaviour = yes;
  server = createServer((req, res) => {
    asked.push(req.url ?? '');
    if (behaviour === 'hangs up') return void req.socket.destroy();
    if (behaviour === 'talks nonsense') return void res.end('{"granted":"perhaps"}');
    const isProblem = typeof behaviour === 'number';
    res.statusCode = typeof behaviour === 'number' ? behaviour : 200;
    res.end(JSON.stringify(isProblem ? { code: 'some-problem' } : behaviour));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const client = (overrides: Partial<EntitlementClientOptions> = {}) =>
  createEntitlementClient({
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token: () => Promise.resolve('a.b.c'),
    failurePolicy: 'open-for-known-payers',
    cacheSeconds: 10,
    businessClock: { kind: 'business', now: () => business },
    machineClock: { kind: 'machine', now: () => machine },
    timeoutMs: 2_000,
    ...overrides,
  });

const question = { reader, article: 'the-harbour', publication: 'courier' };

describe('while entitlement answers', () => {
  test('its answer is handed on, and kept for a while', async () => {
    const gate = client();

    expect(await gate.check(question)).toMatchObject({
      granted: true,
      reason: 'subscription',
      decidedBy: 'service',
    });
    expect(await gate.check(question)).toMatchObject({ granted: true, decidedBy: 'cache' });
    expect(asked).toEqual([`/v1/check?reader=${reader}&publication=courier&article=the-harbour`]);
  });

  test.each([
    { why: 'the own limit is reached', limits: { cacheSeconds: 10 }, cacheFor: 60, seconds: 10 },
    { why: 'the service allows no more', limits: { cacheSeconds: 10 }, cacheFor: 3, seconds: 3 },
    { why: 'nothing may be kept', limits: { cacheSeconds: 0 }, cacheFor: 60, seconds: 0 },
  ])('an answer is asked for again when $why', async ({ limits, cacheFor, seconds }) => {
    behaviour = { ...yes, cacheFor };
    const gate = client(limits);
    await gate.check(question);
    machine = plus(machine, seconds * SECOND);

    expect(await gate.check(question)).toMatchObject({ decidedBy: 'service' });
  });

  test('turning the business clock ends what was kept, though no second has passed', async () => {
    const gate = client();
    await gate.check(question);
    business = plus(business, 28 * DAY);
    behaviour = ended;

    expect(await gate.check(question)).toMatchObject({
      granted: false,
      reason: 'ended',
      decidedBy: 'service',
    });
  });

  test('one who has just paid is asked for at once, and the new answer replaces the old', async () => {
    behaviour = { ...ended, version: 1 };
    const gate = client();
    await gate.check(question);
    behaviour = yes;

    const atLeast = '1.01990000-0000-7000-8000-0000000000ff.4';
    expect(await gate.check({ ...question, atLeast })).toMatchObject({ granted: true, decidedBy: 'service' });
    expect(await gate.check(question)).toMatchObject({ granted: true, decidedBy: 'cache' });
  });

  test('news of a reader ends all that was kept of them', async () => {
    const gate = client();
    await gate.check(question);
    behaviour = ended;
    await gate.check({ ...question, article: 'another' });

    expect(await gate.check(question)).toMatchObject({ granted: false, decidedBy: 'service' });
  });

  test('two readers never share an answer', async () => {
    const gate = client();
    await gate.check(question);
    behaviour = { ...ended, reason: 'no-plan' };

    expect(await gate.check({ ...question, reader: '01990000-0000-7000-8000-00000000000b' })).toMatchObject({
      granted: false,
    });
    expect(await gate.check({ ...question, reader: null })).toMatchObject({ granted: false });
  });
});

describe('when entitlement does not answer', () => {
  const silences = ['hangs up', 'talks nonsense', 500, 503, 401, 404] as const;

  test.each(silences)('a known payer reads on (%s), and somebody is told', async (silence) => {
    const told: unknown[] = [];
    const gate = client({ cacheSeconds: 0, onSilence: (error) => told.push(error) });
    await gate.check(question);
    behaviour = silence;

    expect(await gate.check(question)).toMatchObject({
      granted: true,
      reason: 'subscription',
      decidedBy: 'policy',
    });
    expect(told).toHaveLength(1);
  });

  test.each(silences)('one of whom nothing was heard does not (%s)', async (silence) => {
    behaviour = silence;

    expect(await client().check(question)).toMatchObject({
      granted: false,
      reason: 'unknown',
      decidedBy: 'policy',
    });
  });

  test('one whose end was heard of is not let in again', async () => {
    const gate = client({ cacheSeconds: 0 });
    await gate.check(question);
    behaviour = ended;
    await gate.check(question);
    behaviour = 'hangs up';

    expect(await gate.check(question)).toMatchObject({ granted: false, reason: 'unknown' });
  });

  test('an end that needed no event is remembered too', async () => {
    const gate = client({ cacheSeconds: 0 });
    await gate.check(question);
    behaviour = { ...ended, version: yes.version };
    await gate.check(question);
    behaviour = 'hangs up';

    expect(await gate.check(question)).toMatchObject({ granted: false, reason: 'unknown' });
  });

  test('an old answer that comes late does not bring back what is gone', async () => {
    const gate = client({ cacheSeconds: 0 });
    behaviour = ended;
    await gate.check(question);
    behaviour = yes;
    await gate.check(question);
    behaviour = 'hangs up';

    expect(await gate.check(question)).toMatchObject({ granted: false, reason: 'unknown' });
  });

  test('trust in a payer ends at the instant that entitlement named', async () => {
    const gate = client();
    await gate.check(question);
    behaviour = 'hangs up';
    business = at(grant.untilIfStale);

    expect(await gate.check(question)).toMatchObject({ granted: false, reason: 'unknown' });
  });

  test('pages do not wait for it one after the other, and it is asked again a moment later', async () => {
    const gate = client();
    behaviour = 'hangs up';
    await gate.check(question);
    await gate.check(question);
    expect(asked).toHaveLength(1);

    behaviour = yes;
    machine = plus(machine, MINUTE);
    expect(await gate.check(question)).toMatchObject({ granted: true, decidedBy: 'service' });
  });

  test('only so many readers are remembered: those asked for last', async () => {
    const gate = client({ capacity: 2, cacheSeconds: 0 });
    const readers = ['a', 'b', 'c'].map((end) => `01990000-0000-7000-8000-00000000000${end}`);
    for (const one of readers) await gate.check({ ...question, reader: one });
    behaviour = 500;
    const answers = await Promise.all(readers.map((one) => gate.check({ ...question, reader: one })));

    expect(answers.map(({ granted }) => granted)).toEqual([false, true, true]);
  });
});

test('a question with a meter hands on what is used of the month, and no such answer is kept', async () => {
  const gate = client();
  const meter = { used: 2, of: 3, ofRegistered: 5, resetsAt: '2026-04-01T04:00:00.000Z', token: 'a.b' };
  behaviour = { granted: true, reason: 'meter', grant: null, version: 0, cacheFor: 0, meter };
  const visitor = { article: 'the-harbour', meter: '' };

  expect(await gate.check(visitor)).toMatchObject({ granted: true, reason: 'meter', meter });
  behaviour = { ...ended, reason: 'meter-used-up', meter: { ...meter, used: 3 } };
  expect(await gate.check(visitor)).toMatchObject({ granted: false, meter: { used: 3 } });
  expect(asked).toEqual(['/v1/check?article=the-harbour&meter=', '/v1/check?article=the-harbour&meter=']);
});

test('a no without a meter is not the last word for a question with one', async () => {
  const gate = client();
  behaviour = { ...ended, reason: 'not-signed-in' };
  await gate.check({ article: 'the-harbour' });
  await gate.check({ article: 'the-harbour', meter: '' });

  expect(asked).toHaveLength(2);
});

test('a meter that makes no sense lets nobody in', async () => {
  behaviour = { ...yes, meter: { used: -1 } } as unknown as ServiceAnswer;
  expect(await client().check({ article: 'the-harbour', meter: '' })).toMatchObject({ granted: false });
});
