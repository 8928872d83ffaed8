import { Refusal } from '@gatefold/kernel';
import express from 'express';
import request from 'supertest';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { parse } from './parse.ts';
import { notFoundHandler, problemHandler, refuseCommon } from './problem.ts';

const logged: unknown[] = [];
const silent = () => undefined;
const logger = {
  debug: silent,
  info: silent,
  warn: silent,
  error: (...line: unknown[]) => void logged.push(line),
  fatal: silent,
};

function appThat(throws: () => never) {
  const app = express();
  app.use(express.json({ limit: '1kb' }));
  app.all('/', () => throws());
  app.use(notFoundHandler);
  app.use(problemHandler({ 'subscription-ended': 409 }, logger));
  return request(app);
}

describe('an error becomes one problem document', () => {
  test('a refusal has its own status, code, sentence and facts', async () => {
    const app = appThat(() => {
      throw new Refusal('subscription-ended', 'It has ended.', { endedAt: '2026-01-01T00:00:00.000Z' });
    });

    const { status, type, body } = await app.get('/');

    expect({ status, type }).toEqual({ status: 409, type: 'application/problem+json' });
    expect(body).toMatchObject({
      type: '/problems/subscription-ended',
      code: 'subscription-ended',
      title: 'It has ended.',
      endedAt: '2026-01-01T00:00:00.000Z',
    });
  });

  test('a fact cannot overwrite the status or the code', async () => {
    const app = appThat(() => {
      throw new Refusal('subscription-ended', 'It has ended.', { status: 200, code: 'fine' });
    });

    const { status, body } = await app.get('/');

    expect(status).toBe(409);
    expect(body.code).toBe('subscription-ended');
  });

  test('bad input names each field that does not fit', async () => {
    const app = appThat(() => {
      parse(z.strictObject({ amount: z.string() }), { amount: 1, more: true });
      throw new Error('unreachable');
    });

    const { status, body } = await app.get('/');

    expect(status).toBe(400);
    expect(body.code).toBe('invalid-input');
    expect(body.issues.map(({ path }: { path: string }) => path)).toEqual(['amount', '']);
  });

  test('the message of an unknown error stays inside, and is logged', async () => {
    logged.length = 0;
    const app = appThat(() => {
      throw new Error('password is hunter2');
    });

    const { status, text } = await app.get('/');

    expect(status).toBe(500);
    expect(text).not.toContain('hunter2');
    expect(logged).toHaveLength(1);
  });

  test('a refusal without a status is a bug, not an answer', async () => {
    const app = appThat(() => {
      throw new Refusal('never-mapped', 'Nobody gave this a status.');
    });

    expect((await app.get('/')).body.code).toBe('unexpected');
  });

  test.each([
    { body: '{"a":', code: 'malformed-body', status: 400 },
    { body: JSON.stringify({ a: 'x'.repeat(2_000) }), code: 'malformed-body', status: 413 },
  ])('a body that cannot be read is answered with $status', async ({ body, code, status }) => {
    const app = appThat(() => refuseTo());

    const response = await app.post('/').set('content-type', 'application/json').send(body);

    expect({ status: response.status, code: response.body.code }).toEqual({ status, code });
  });

  test('an address where nothing is says so', async () => {
    const app = appThat(() => refuseTo());

    expect((await app.get('/nowhere')).body.code).toBe('route-not-found');
  });
});

function refuseTo(): never {
  throw refuseCommon('not-allowed');
}
