import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createClient } from './client.ts';
import { endpoint } from './endpoint.ts';

const cancel = endpoint({
  method: 'post',
  path: '/v1/subscriptions/{id}/cancel',
  summary: 'Ends it.',
  caller: 'reader',
  params: z.object({ id: z.string() }),
  query: z.object({ dry: z.string().optional(), at: z.string().optional() }),
  body: z.strictObject({ reason: z.string() }),
  status: 200,
  answer: z.object({ ok: z.literal(true) }),
  problems: [],
});

let handle: (req: IncomingMessage, res: ServerResponse, body: string) => void;
const server = createServer((req, res) => {
  let body = '';
  req.on('data', (chunk: Buffer) => (body += chunk.toString()));
  req.on('end', () => handle(req, res, body));
});
let baseUrl = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const answer = (status: number, body: unknown) => {
  handle = (_req, res) =>
    res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};
const input = { params: { id: 'a/b' }, body: { reason: 'x' } };

describe('a call', () => {
  test('puts each part where the contract says, and escapes what goes into the path', async () => {
    let seen: Record<string, unknown> = {};
    handle = (req, res, body) => {
      const { authorization, traceparent } = req.headers;
      seen = { url: req.url, key: req.headers['idempotency-key'], authorization, traceparent, body };
      res.end('{"ok":true}');
    };
    const client = createClient({ baseUrl, token: async () => 'mine' });

    await client.call(cancel, {
      ...input,
      query: { at: '1' },
      idempotencyKey: 'k',
      traceparent: '00-a-b-01',
    });

    expect(seen).toEqual({
      url: '/v1/subscriptions/a%2Fb/cancel?at=1',
      key: 'k',
      authorization: 'Bearer mine',
      traceparent: '00-a-b-01',
      body: '{"reason":"x"}',
    });
  });

  test('speaks as nobody when it is told so, whatever token the client has', async () => {
    let authorization: string | undefined = 'unset';
    handle = (req, res) => {
      authorization = req.headers.authorization;
      res.end('{"ok":true}');
    };

    await createClient({ baseUrl, token: async () => 'mine' }).call(cancel, { ...input, token: null });

    expect(authorization).toBeUndefined();
  });

  test('throws a problem with its code and facts', async () => {
    answer(409, { code: 'subscription-ended', title: 'It has ended.', endedAt: 'then' });

    await expect(createClient({ baseUrl }).call(cancel, input)).rejects.toMatchObject({
      status: 409,
      code: 'subscription-ended',
      message: 'It has ended.',
      facts: { endedAt: 'then' },
    });
  });

  test('does not trust an answer that breaks the contract', async () => {
    answer(200, { ok: 'maybe' });

    await expect(createClient({ baseUrl }).call(cancel, input)).rejects.toThrow(z.ZodError);
  });

  test('tells new from known by the status, for those who must not take one for the other', async () => {
    answer(200, { ok: true });

    expect(await createClient({ baseUrl }).exchange(cancel, input)).toEqual({
      status: 200,
      answer: { ok: true },
    });
  });

  test('an error without a document is still a problem', async () => {
    handle = (_req, res) => res.writeHead(502).end('<html>');

    await expect(createClient({ baseUrl }).call(cancel, input)).rejects.toMatchObject({
      status: 502,
      code: 'unexpected',
    });
  });

  test.each([
    { name: 'nobody answers in time', url: () => baseUrl },
    { name: 'nobody listens', url: () => 'http://127.0.0.1:9' },
  ])('$name: temporarily-unavailable', async ({ url }) => {
    handle = () => undefined;

    await expect(createClient({ baseUrl: url(), timeoutMs: 50 }).call(cancel, input)).rejects.toMatchObject({
      status: 503,
      code: 'temporarily-unavailable',
    });
  });
});
