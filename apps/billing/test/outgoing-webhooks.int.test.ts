import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DAY, plus } from '@gatefold/kernel';
import { eventually } from '@gatefold/test-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createBuyer } from './buying.ts';
import { startBilling, type Billing } from './harness.ts';

type Got = { id: string; timestamp: string; signature: string; body: string; path: string };

let billing: Billing;
let buyer: ReturnType<typeof createBuyer>;
let status = 200;
const got: Got[] = [];
const receiver = createServer((req, res) => {
  void (async () => {
    let body = '';
    for await (const chunk of req) body += String(chunk);
    const header = (name: string): string => String(req.headers[name]);
    got.push({
      id: header('webhook-id'),
      timestamp: header('webhook-timestamp'),
      signature: header('webhook-signature'),
      body,
      path: req.url ?? '',
    });
    res.writeHead(status).end();
  })();
});
let address = '';

beforeAll(async () => {
  billing = await startBilling();
  buyer = createBuyer(billing);
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  address = `http://localhost:${(receiver.address() as AddressInfo).port}`;
});
afterAll(async () => {
  receiver.close();
  await billing.close();
});
beforeEach(() => {
  status = 200;
  got.length = 0;
});

type Made = { id: string; secret: string };
const add = async (path: string, types: string[] = []): Promise<Made> =>
  (await buyer.as('post', '/v1/webhook-endpoints', { url: `${address}${path}`, types })).body as Made;
const signatures = (secret: string, { id, timestamp, body }: Got): string =>
  `v1,${createHmac('sha256', Buffer.from(secret.slice(6), 'base64'))
    .update(`${id}.${timestamp}.${body}`)
    .digest('base64')}`;
type Delivery = { id: string; state: string; attempts: number; messageId: string; type: string };
const deliveries = async (id: string): Promise<Delivery[]> =>
  ((await buyer.as('get', `/v1/webhook-endpoints/${id}/deliveries`)).body as { data: Delivery[] }).data;
const due = (id: string) =>
  billing.sql.query(
    `UPDATE webhook_delivery SET next_try_at = now() WHERE endpoint_id = $1 AND state = 'waiting'`,
    [id],
  );

describe('what the publisher’s own systems are told', () => {
  test('a purchase arrives once for each event, signed, with what the event says', async () => {
    const { id, secret } = await add('/all');
    const { subscription } = await buyer.buy('hooks@meridian.example');
    await eventually(async () => (await deliveries(id)).every(({ state }) => state === 'delivered'));

    const types = got.map(({ body }) => (JSON.parse(body) as { type: string }).type).toSorted();
    expect(types).toEqual(['payment.paid', 'subscription.trial-started']);
    expect(got.every((one) => one.signature === signatures(secret, one))).toBe(true);
    expect(got.map(({ body }) => JSON.parse(body) as object)).toContainEqual(
      expect.objectContaining({
        data: expect.objectContaining({ subscriptionId: subscription.id }) as object,
      }),
    );
    expect(got.some(({ body }) => body.includes('@'))).toBe(false);
    await buyer.as('post', `/v1/webhook-endpoints/${id}/state`, { state: 'off' });
  });

  test('only the types that were asked for', async () => {
    const { id } = await add('/paid', ['payment.paid']);
    await buyer.buy('typed-hooks@meridian.example');
    await eventually(async () => got.length > 0);

    expect((await deliveries(id)).map(({ type }) => type)).toEqual(['payment.paid']);
    await buyer.as('post', `/v1/webhook-endpoints/${id}/state`, { state: 'off' });
  });

  test('what fails is tried again under the same id, can be looked at, and be replayed', async () => {
    const { id } = await add('/flaky');
    status = 500;
    const test = (await buyer.as('post', `/v1/webhook-endpoints/${id}/test`)).body as Delivery;
    await eventually(async () => got.length === 1);
    status = 204;
    await due(id);
    await eventually(async () => (await deliveries(id))[0]?.state === 'delivered');
    const { body } = await buyer.as('get', `/v1/webhook-deliveries/${test.id}`);

    expect(body).toMatchObject({
      attempts: 2,
      tries: [
        { number: 1, status: 500 },
        { number: 2, status: 204 },
      ],
    });
    await buyer.as('post', `/v1/webhook-deliveries/${test.id}/replay`);
    await eventually(async () => got.length === 3);
    expect(new Set(got.map((one) => one.id)).size).toBe(1);
    await buyer.as('post', `/v1/webhook-endpoints/${id}/state`, { state: 'off' });
  });

  test('for a day after a rotation both secrets sign', async () => {
    const { id, secret: older } = await add('/rotated');
    const { secret: newer } = (await buyer.as('post', `/v1/webhook-endpoints/${id}/rotation`)).body as Made;
    await buyer.as('post', `/v1/webhook-endpoints/${id}/test`);
    await eventually(async () => got.length === 1);

    expect(got[0]?.signature).toBe(`${signatures(newer, got[0]!)} ${signatures(older, got[0]!)}`);
    await billing.sql.query('UPDATE webhook_endpoint SET older_expires_at = now() WHERE id = $1', [id]);
    await buyer.as('post', `/v1/webhook-endpoints/${id}/test`);
    await eventually(async () => got.length === 2);
    expect(got[1]?.signature).toBe(signatures(newer, got[1]!));
  });

  test('whoever was away for five days is switched off, and a person is told', async () => {
    const { id } = await add('/gone');
    status = 503;
    await billing.sql.query('UPDATE webhook_endpoint SET failing_since = $2 WHERE id = $1', [
      id,
      plus(new Date(), -5 * DAY),
    ]);
    await buyer.as('post', `/v1/webhook-endpoints/${id}/test`);
    await eventually(async () => {
      const { rows } = await billing.sql.query<{ state: string }>(
        'SELECT state FROM webhook_endpoint WHERE id = $1',
        [id],
      );
      return rows[0]?.state === 'off';
    });

    const { body } = await buyer.as('get', '/v1/cases');
    expect((body as { data: object[] }).data).toContainEqual(
      expect.objectContaining({ kind: 'webhook-endpoint-off', subject: id }),
    );
    expect((await buyer.as('post', `/v1/webhook-endpoints/${id}/test`)).body).toMatchObject({
      code: 'endpoint-off',
    });
  });

  test('secrets are told once and kept sealed', async () => {
    const { id, secret } = await add('/sealed');
    const { rows } = await billing.sql.query<{ row: string }>(
      'SELECT webhook_endpoint::text AS row FROM webhook_endpoint WHERE id = $1',
      [id],
    );

    expect(rows[0]?.row).not.toContain(secret.slice(6));
    expect(rows[0]?.row).not.toContain(Buffer.from(secret).toString('hex'));
    expect(JSON.stringify((await buyer.as('get', '/v1/webhook-endpoints')).body)).not.toContain('whsec_');
  });

  test('an address that is not open to the internet is refused', async () => {
    const refused = await buyer.as('post', '/v1/webhook-endpoints', { url: 'http://hooks.example.org/' });

    expect([refused.status, refused.body]).toMatchObject([422, { code: 'endpoint-url-refused' }]);
    await billing.api.get('/v1/webhook-endpoints').expect(401);
  });
});
