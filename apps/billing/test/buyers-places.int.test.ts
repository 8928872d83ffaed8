import { DAY, plus } from '@gatefold/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { forgetBuyersPlaces } from '../src/adapters/postgres/buyers-places.ts';
import { sealer } from '../src/adapters/sealed.ts';
import { createBuyer } from './buying.ts';
import { startBilling, type Billing } from './harness.ts';

const PLACE = '203.0.113.77';
let billing: Billing;
let buyer: ReturnType<typeof createBuyer>;
let id = '';
beforeAll(async () => {
  billing = await startBilling();
  buyer = createBuyer(billing);
  const body = { email: 'ada@meridian.example' };
  const opened = await buyer
    .open(body)
    .set('authorization', `Bearer ${await billing.tokenOf('site')}`)
    .set('x-forwarded-for', PLACE);
  const back = new URL(await buyer.pay((opened.body as { url: string }).url));
  const { body: done } = await buyer.complete(back.searchParams.get('checkout') ?? '');
  ({ id } = (done as { subscription: { id: string } }).subscription);
});
afterAll(() => billing.close());

const ipShown = async () => {
  const { body } = await buyer.as('get', `/v1/subscriptions/${id}/evidence-pack`);
  return (body as unknown as { consent: { ip: string | null } }).consent.ip;
};
const forgetAt = (now: Date) =>
  forgetBuyersPlaces({ pool: billing.sql, clock: { kind: 'business', now: () => now } })();

test('from where was bought is shown to a bank, kept sealed, and in no event', async () => {
  expect(await ipShown()).toBe(PLACE);
  const { rows } = await billing.sql.query<{ ip: Buffer }>('SELECT ip FROM consent WHERE ip IS NOT NULL');
  expect(rows).toHaveLength(1);
  expect(rows[0]!.ip.toString('latin1')).not.toContain(PLACE);
  const { rows: said } = await billing.sql.query<{ text: string }>(
    `SELECT row_to_json(o)::text AS text FROM outbox o UNION ALL SELECT row_to_json(e)::text FROM billing_event e
     UNION ALL SELECT row_to_json(k)::text FROM checkout k`,
  );
  expect(said.length).toBeGreaterThan(2);
  expect(said.filter(({ text }) => text.includes(PLACE))).toEqual([]);
});

test('a header counts from a service of ours alone', async () => {
  const { body: opened } = await buyer
    .open({ email: 'mallory@meridian.example' })
    .set('x-forwarded-for', '198.51.100.1')
    .expect(201);
  const { rows } = await billing.sql.query<{ id: string; ip: Buffer; version: string }>(
    `SELECT c.id, c.ip, c.key_version AS version FROM consent c JOIN checkout k ON k.consent_id = c.id WHERE k.id = $1`,
    [(opened as { id: string }).id],
  );
  const [consent] = rows;

  const place = sealer(billing.env.ENCRYPTION_KEYS).open(consent!.ip, consent!.version, consent!.id);
  expect(place?.toString()).toBe('127.0.0.1');
});

test('what nobody has paid is forgotten after a month, and what lives is kept', async () => {
  const now = await billing.simulator.now();

  expect(await forgetAt(plus(now, 29 * DAY))).toBe(0);
  expect(await forgetAt(plus(now, 31 * DAY))).toBe(1);
  expect(await forgetAt(plus(now, 3_650 * DAY))).toBe(0);
  expect(await ipShown()).toBe(PLACE);
});

test('after the end it is kept for 180 days from the last charge, and while a dispute is open', async () => {
  await billing.sql.query(
    "UPDATE subscription SET phase = 'ended', ended_at = started_at, end_reason = 'cancelled' WHERE id = $1",
    [id],
  );
  const paidAt = plus(await billing.simulator.now(), 400 * DAY);
  const charged = (dispute: object | null) =>
    billing.sql.query(
      'UPDATE charge SET paid_at = $2, dispute = $3 WHERE subscription_id = $1 AND paid_at IS NOT NULL',
      [id, paidAt, dispute === null ? null : JSON.stringify(dispute)],
    );
  await charged({ id: 'dp_1', status: 'open' });
  expect(await forgetAt(plus(paidAt, 900 * DAY))).toBe(0);
  await charged({ id: 'dp_1', status: 'won' });
  expect(await forgetAt(plus(paidAt, 180 * DAY))).toBe(0);
  expect(await ipShown()).toBe(PLACE);

  expect(await forgetAt(new Date(paidAt.getTime() + 180 * DAY + 1))).toBe(1);
  expect(await ipShown()).toBeNull();
});
