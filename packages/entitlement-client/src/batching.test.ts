import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { at, DAY, plus, SECOND } from '@gatefold/kernel';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createEntitlementClient, type EntitlementClientOptions } from './client.ts';
import { access, accessOf } from './express.ts';
import type { ServiceAnswer } from './question.ts';

const start = at('2026-03-01');
const reader = '01990000-0000-7000-8000-00000000000a';
const grant = {
  id: '01990000-0000-7000-8000-000000000001',
  publication: 'courier',
  features: ['articles'],
  source: 'subscription',
  from: plus(start, -DAY).toISOString(),
  until: plus(start, 30 * SECOND).toISOString(),
  untilIfStale: plus(start, DAY).toISOString(),
  version: 2,
};
const yes: ServiceAnswer = { granted: true, reason: 'subscription', grant, version: 2, cacheFor: 10 };
const no: ServiceAnswer = { granted: false, reason: 'no-plan', grant: null, version: 0, cacheFor: 5 };

let server: Server;
let now: Date;
/** Requests as `METHOD path`, with the number of questions of a batch. */
let asked: string[];
let answer: ServiceAnswer;

beforeEach(async () => {
  now = start;
  asked = [];
  answer = yes;
  server = createServer(async (req, res) => {
    const body = await new Response(req as unknown as ReadableStream).text().catch(() => '');
    const questions = body === '' ? [] : (JSON.parse(body) as { questions: { article: string }[] }).questions;
    asked.push(`${req.method} ${req.url} ${questions.length}`);
    if (req.url?.endsWith('/grants') === true) {
      if (req.headers['if-none-match'] === '"two"') return void res.writeHead(304).end();
      res.setHeader('etag', '"two"');
      return void res.end(JSON.stringify({ data: [grant], nextCursor: null, version: 2 }));
    }
    const isRefused =
      req.url?.includes('lost') === true || questions.some(({ article }) => article === 'lost');
    if (isRefused) return void res.writeHead(404).end('{}');
    res.end(JSON.stringify(questions.length === 0 ? answer : { answers: questions.map(() => answer) }));
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
    token: async () => 'a.b.c',
    failurePolicy: 'closed',
    cacheSeconds: 0,
    businessClock: { now: () => now },
    machineClock: { now: () => now },
    timeoutMs: 5_000,
    ...overrides,
  });

describe('questions of one tick', () => {
  test('travel together, and the same question once', async () => {
    const gate = client();
    const answers = await Promise.all(['a', 'b', 'a', 'c'].map((article) => gate.check({ reader, article })));

    expect(answers.map(({ granted }) => granted)).toEqual([true, true, true, true]);
    expect(asked).toEqual(['POST /v1/check 3']);
  });

  test('are asked one by one when one of them is refused, which then is the only one without an answer', async () => {
    const gate = client();
    const answers = await Promise.all(['a', 'lost', 'c'].map((article) => gate.check({ reader, article })));

    expect(answers.map(({ decidedBy }) => decidedBy)).toEqual(['service', 'policy', 'service']);
    expect(asked).toHaveLength(4);
  });
});

test('a gift is asked about alone, every time, and never kept', async () => {
  const gate = client({ cacheSeconds: 60 });
  await Promise.all([1, 2].map(() => gate.check({ article: 'a', giftLink: 'x.y' })));
  await gate.check({ article: 'a', giftLink: 'x.y' });

  expect(asked).toEqual(Array.from({ length: 3 }, () => 'GET /v1/check?article=a&giftLink=x.y 0'));
  expect((await gate.check({ article: 'a' })).decidedBy).toBe('service');
});

describe('a yes that is a little old', () => {
  const gate = () => client({ cacheSeconds: 5, staleWhileRevalidateSeconds: 60 });

  test('is handed on while the service is asked behind it', async () => {
    const old = gate();
    await old.check({ reader, article: 'a' });
    now = plus(start, 6 * SECOND);
    answer = { ...no, version: 3 };

    expect(await old.check({ reader, article: 'a' })).toMatchObject({ granted: true, decidedBy: 'cache' });
    await expect.poll(async () => (await old.check({ reader, article: 'a' })).granted).toBe(false);
  });

  test('is never handed on at the end of its grant, and a no never', async () => {
    const old = gate();
    await old.check({ reader, article: 'a' });
    now = plus(start, 30 * SECOND);
    answer = no;
    expect(await old.check({ reader, article: 'a' })).toMatchObject({ granted: false, decidedBy: 'service' });
    now = plus(start, 36 * SECOND);
    expect(await old.check({ reader, article: 'a' })).toMatchObject({ decidedBy: 'service' });
  });
});

test('a set that has not changed is not sent again', async () => {
  const gate = client();

  expect(await gate.grantsOf(reader)).toEqual({ version: 2, grants: [grant] });
  expect(await gate.grantsOf(reader)).toEqual({ version: 2, grants: [grant] });
});

test('the middleware hands the answer to the page, a no as well', async () => {
  answer = no;
  const locals = {};
  const passed: unknown[] = [];
  await access(client(), (article: string) => ({ reader, article }))('a', { locals }, (error) =>
    passed.push(error),
  );

  expect(accessOf({ locals })).toMatchObject({ granted: false, reason: 'no-plan' });
  expect(passed).toEqual([undefined]);
});
