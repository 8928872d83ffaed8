import { DAY, HOUR, plus } from '@gatefold/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { catalogue } from './paper.ts';
import { createBuyer } from './buying.ts';
import { startBilling, type Billing } from './harness.ts';

let billing: Billing;
let buyer: ReturnType<typeof createBuyer>;
let id = '';
beforeAll(async () => {
  billing = await startBilling();
  buyer = createBuyer(billing);
  ({ id } = (await buyer.buy('ada@meridian.example')).subscription);
  await billing.simulator.turnTo(plus(await billing.simulator.now(), 28 * DAY + 2 * HOUR));
  const { rows } = await billing.sql.query<{ charge: string }>(
    'SELECT stripe_charge_id AS charge FROM charge WHERE subscription_id = $1 AND amount = 900 AND paid_at IS NOT NULL',
    [id],
  );
  await billing.simulator.dispute(rows[0]!.charge, 'fraudulent');
  await billing.simulator.turnTo(plus(await billing.simulator.now(), HOUR));
});
afterAll(() => billing.close());

test('a dispute is answered with what was accepted, disclosed, paid and written, as JSON', async () => {
  const { body } = await buyer.as('get', `/v1/subscriptions/${id}/evidence-pack`);

  expect(body).toMatchObject({
    consent: { version: catalogue[0]!.consent.version, text: catalogue[0]!.consent.text },
    prices: [
      { phase: 'intro' },
      { phase: 'year_one', charges: 13, amount: { amount: '900' } },
      { phase: 'standard' },
    ],
    charges: [
      { phase: 'intro', status: 'paid' },
      { phase: 'year_one', status: 'paid', dispute: { status: 'open', reason: 'fraudulent' } },
    ],
    card: { brand: 'visa', last4: '4242' },
  });
  const { mails, history } = body as { mails: { kind: string }[]; history: { summary: string }[] };
  expect(mails.map(({ kind }) => kind)).toContain('conversion-reminder');
  expect(history.map(({ summary }) => summary)).toContain('A payment is disputed (year_one)');
  expect(JSON.stringify(body)).not.toContain('@');
});

test('and as one document, within a second', async () => {
  const begun = performance.now();
  const { body, headers } = await billing.api
    .get(`/v1/subscriptions/${id}/evidence-pack.pdf`)
    .set('authorization', `Bearer ${await billing.tokenOf('dev')}`)
    .buffer(true);

  expect(performance.now() - begun).toBeLessThan(1_000);
  expect(headers['content-disposition']).toMatch(/^attachment; filename="evidence-[\w-]+\.pdf"$/);
  expect((body as Buffer).subarray(0, 8).toString()).toBe('%PDF-1.4');
  expect((body as Buffer).toString('latin1')).toContain('What was accepted before the first payment');
});

test('it is for those who keep the books alone', async () => {
  await billing.api.get(`/v1/subscriptions/${id}/evidence-pack`).expect(401);
  expect(
    (await buyer.as('get', '/v1/subscriptions/01990000-0000-7000-8000-00000000c0de/evidence-pack')).status,
  ).toBe(404);
});
