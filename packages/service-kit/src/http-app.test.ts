import { Router } from 'express';
import request from 'supertest';
import { describe, expect, test } from 'vitest';
import { callerOf, requireRole, requireService } from './caller.ts';
import type { Caller } from './caller.ts';
import { createHttpApp } from './http-app.ts';
import { createLogger } from './logger.ts';
import { createMetrics } from './metrics.ts';

const who: Readonly<Record<string, Caller>> = {
  reader: { kind: 'reader', readerId: 'r', role: 'reader', provisional: false },
  provisional: { kind: 'reader', readerId: 'r', role: 'finance', provisional: true },
  finance: { kind: 'reader', readerId: 'f', role: 'finance', provisional: false },
  billing: { kind: 'service', name: 'billing' },
};

function app(readiness: Readonly<Record<string, () => Promise<unknown>>> = {}) {
  const routes = Router();
  routes.get('/v1/me', (_req, res) => void res.json(callerOf(res)));
  routes.get('/v1/money', (_req, res) => void res.json(requireRole(res, ['finance'])));
  routes.get('/v1/inside', (_req, res) => void res.json(requireService(res)));
  return request(
    createHttpApp({
      authenticate: async (req) => who[req.get('x-who') ?? ''] ?? { kind: 'anonymous' },
      logger: createLogger('test', 'fatal'),
      metrics: createMetrics('test'),
      newId: () => '0199a1b2-0000-7000-8000-000000000001',
      routes: [routes],
      statusOf: {},
      openapi: { openapi: '3.1.0' },
      readiness,
    }),
  );
}

describe('every service', () => {
  test('says that it lives, and shows its contract and its figures', async () => {
    const service = app();
    await service.get('/v1/me');

    expect((await service.get('/healthz')).body).toEqual({ ok: true });
    expect((await service.get('/openapi.json')).body).toEqual({ openapi: '3.1.0' });
    expect((await service.get('/metrics')).text).toMatch(/http_request_seconds_count\{[^}]*route="\/v1\/me"/);
  });

  test('is not ready while a part that it needs does not answer, and names the part', async () => {
    const service = app({
      database: () => Promise.resolve(),
      log: () => Promise.reject(new Error('secret host')),
    });

    const { status, body } = await service.get('/readyz');

    expect({ status, body }).toEqual({ status: 503, body: { ready: false, failing: ['log'] } });
  });

  test('gives every answer an id that its logs carry too', async () => {
    const { headers, body } = await app().get('/nothing');

    expect(headers['x-request-id']).toBe('0199a1b2-0000-7000-8000-000000000001');
    expect(body.requestId).toBe(headers['x-request-id']);
  });

  test('does not say what it is made of', async () => {
    expect((await app().get('/healthz')).headers).not.toHaveProperty('x-powered-by');
  });
});

describe('who may', () => {
  test.each([
    { path: '/v1/money', who: 'nobody', status: 401 },
    { path: '/v1/money', who: 'reader', status: 403 },
    { path: '/v1/money', who: 'provisional', status: 403 },
    { path: '/v1/money', who: 'finance', status: 200 },
    { path: '/v1/money', who: 'billing', status: 200 },
    { path: '/v1/inside', who: 'nobody', status: 401 },
    { path: '/v1/inside', who: 'finance', status: 403 },
    { path: '/v1/inside', who: 'billing', status: 200 },
  ])('$who at $path: $status', async ({ path, who: name, status }) => {
    expect((await app().get(path).set('x-who', name)).status).toBe(status);
  });
});
