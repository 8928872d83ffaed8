import { addCivilDays, DAY, HOUR, plus } from '@gatefold/kernel';
import { anId } from '@gatefold/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cards, createBuyer } from './buying.ts';
import { startBilling, type Billing } from './harness.ts';
import { noticesOf, tie, typesOf } from './looking.ts';

const PERIOD = 28 * DAY;

let billing: Billing;
let buyer: ReturnType<typeof createBuyer>;
beforeAll(async () => {
  billing = await startBilling();
  buyer = createBuyer(billing);
});
afterAll(() => billing.close());

const turnTo = (at: Date) => billing.simulator.turnTo(at);
const endOf = (answer: { paidThrough: string | null }): Date => new Date(answer.paidThrough ?? 0);

describe('from the first dollar to the end', () => {
  test('whoever pays reads at once, whether or not a webhook has come', async () => {
    await billing.simulator.webhooks({ mode: 'drop' });
    const { subscription } = await buyer.buy('return@meridian.example');
    await billing.simulator.webhooks({ mode: 'deliver' });

    expect(subscription).toMatchObject({ phase: 'intro', standing: 'ok', intent: 'renewing' });
    expect(subscription.nextCharge).toMatchObject({ phase: 'year_one', amount: { amount: '900' } });
  });

  test('whoever has paid finds Stripe’s invoice of each charge, as a page and as PDF, and nobody else does', async () => {
    const { subscription, readerId } = await buyer.buy('invoice@meridian.example');
    const [first] = await buyer.charges(subscription.id);
    const where = `/v1/subscriptions/${subscription.id}/charges/${(first as { id: string }).id}/invoice`;
    const ask = async (reader: string) =>
      billing.api.get(where).set('authorization', `Bearer ${await billing.readerToken(reader)}`);
    const { body } = await ask(readerId);
    const { page, pdf } = body as { page: string; pdf: string };

    expect((await fetch(pdf)).headers.get('content-type')).toBe('application/pdf');
    expect((await fetch(page)).headers.get('content-type')).toContain('text/html');
    expect((await ask(anId(78))).body).toMatchObject({ code: 'subscription-not-found' });
    const none = await buyer.as('get', where.replace((first as { id: string }).id, anId(79)));
    expect(none.body).toMatchObject({ code: 'charge-not-found' });
  });

  test('$1, thirteen discounted charges, then the list price, and nothing after the end', async () => {
    const { subscription, readerId } = await buyer.buy('whole@meridian.example');
    const bought = plus(endOf(subscription), -PERIOD);

    await turnTo(plus(bought, 15 * PERIOD + 3 * DAY));
    await buyer.as('post', `/v1/subscriptions/${subscription.id}/cancel`, {});
    await turnTo(plus(bought, 16 * PERIOD + 2 * DAY));

    expect(await buyer.paid(subscription.id)).toEqual([
      '100',
      ...Array<string>(13).fill('900'),
      '1500',
      '1500',
    ]);
    const after = await buyer.subscription(subscription.id);
    expect(after).toMatchObject({ phase: 'ended', endReason: 'cancelled', nextCharge: null });
    expect(after.paidThrough).toBe(plus(bought, 16 * PERIOD).toISOString());
    const types = await typesOf(billing, subscription.id);
    expect(types).toEqual([
      'subscription.trial-started',
      'subscription.converted',
      ...Array<string>(12).fill('subscription.renewed'),
      'subscription.stepped-up',
      'subscription.renewed',
      'subscription.cancellation-scheduled',
      'subscription.ended',
    ]);
    expect(await noticesOf(billing, readerId)).toEqual({
      'purchase-confirmed': 1,
      'conversion-reminder': 1,
      'step-up-notice': 1,
      receipt: 15,
      'cancellation-certificate': 1,
      'subscription-ended': 1,
    });
    expect(await tie(billing)).toEqual({ differences: ['0'], unexplained: 0 });
  }, 60_000);

  test('whoever cancels in the introduction pays $1 and reads to its end; each cancellation has a certificate', async () => {
    const { subscription, readerId } = await buyer.buy('leaves@meridian.example');
    const { id } = subscription;
    const bought = plus(endOf(subscription), -PERIOD);

    await turnTo(plus(bought, 3 * DAY));
    const cancelled = (await buyer.as('post', `/v1/subscriptions/${id}/cancel`)).body;
    expect(cancelled).toMatchObject({
      intent: 'cancelling',
      nextCharge: null,
      certificateNumber: expect.stringMatching(/-C1$/),
    });
    const again = (await buyer.as('post', `/v1/subscriptions/${id}/cancel`)).body;
    expect(again).toEqual(cancelled);
    const kept = (await buyer.as('post', `/v1/subscriptions/${id}/undo-cancel`)).body;
    expect(kept).toMatchObject({ intent: 'renewing', nextCharge: { phase: 'year_one' } });
    await turnTo(plus(bought, 20 * DAY));
    await buyer.as('post', `/v1/subscriptions/${id}/cancel`);
    await turnTo(plus(endOf(subscription), 2 * PERIOD));

    expect(await buyer.subscription(id)).toMatchObject({
      phase: 'ended',
      endReason: 'cancelled',
      paidThrough: subscription.paidThrough,
    });
    expect(await buyer.paid(id)).toEqual(['100']);
    expect(await noticesOf(billing, readerId)).toMatchObject({
      'cancellation-certificate': 2,
      'cancellation-revoked': 1,
    });
  }, 60_000);

  test('cases 6 and 9: a failed renewal is collected, and a new card is charged at once', async () => {
    const { subscription, readerId } = await buyer.buy('fails@meridian.example', cards.failsLater);
    const { id } = subscription;
    const due = endOf(subscription);

    await turnTo(plus(due, 2 * HOUR));
    const failing = await buyer.subscription(id);
    expect(failing).toMatchObject({ standing: 'collecting', phase: 'year_one' });
    expect(failing.retryAt).not.toBeNull();
    await turnTo(plus(due, 4 * DAY));
    expect(await buyer.subscription(id)).toMatchObject({ standing: 'collecting' });
    await buyer.changeCard(id, cards.good);
    expect(await buyer.subscription(id)).toMatchObject({ standing: 'ok', retryAt: null });
    expect(await buyer.paid(id)).toEqual(['100', '900']);

    await buyer.changeCard(id, cards.failsLater);
    const next = endOf(await buyer.subscription(id));
    await turnTo(plus(next, 13 * DAY));
    expect(await buyer.subscription(id)).toMatchObject({ standing: 'collecting' });
    await turnTo(plus(next, 14 * DAY));
    expect(await buyer.subscription(id)).toMatchObject({ phase: 'ended', endReason: 'payment-failed' });
    await turnTo(plus(next, 14 * DAY + PERIOD));

    expect(await buyer.paid(id)).toEqual(['100', '900']);
    const notices = await noticesOf(billing, readerId);
    expect(notices).toMatchObject({ 'payment-recovered': 1, 'subscription-ended': 1 });
    expect(notices['payment-failed']).toBeGreaterThanOrEqual(2);
    expect(await tie(billing)).toEqual({ differences: ['0'], unexplained: 0 });
  }, 60_000);

  test('case 21: a partial refund changes nothing; the rest ends the subscription at once', async () => {
    const { subscription } = await buyer.buy('refunded@meridian.example');
    const { id } = subscription;
    await turnTo(plus(endOf(subscription), 2 * HOUR));
    const renewal = (await buyer.charges(id)).find(({ amount }) => amount.amount === '900');
    const chargeId = renewal?.id ?? '';

    const part = await buyer.refund(chargeId, 'part', 300n);
    expect(part.status).toBe(201);
    expect(part.body).toMatchObject({ status: 'succeeded', subscription: { phase: 'year_one' } });
    expect((await buyer.refund(chargeId, 'too-much', 700n)).body).toMatchObject({
      status: 422,
      code: 'refund-exceeds-payment',
    });
    const rest = await buyer.refund(chargeId, 'rest');
    expect(rest.body).toMatchObject({
      amount: { amount: '600' },
      subscription: { phase: 'ended', endReason: 'refunded' },
    });
    const again = await buyer.refund(chargeId, 'rest');
    expect(again.body.id).toBe(rest.body.id);
    expect((await buyer.refund(chargeId, 'rest', 5n)).body.code).toBe('idempotency-key-reused');

    const ended = await buyer.subscription(id);
    expect(ended.paidThrough).toBe(ended.endedAt);
    expect((await buyer.charges(id)).map(({ refunded }) => refunded.amount)).toEqual(['0', '900']);
    await turnTo(plus(endOf(subscription), PERIOD + 2 * DAY));
    expect(await buyer.paid(id)).toEqual(['100', '900']);
    expect(await tie(billing)).toEqual({ differences: ['0'], unexplained: 0 });
  }, 60_000);

  test('money that is booked before its charge is known here becomes the subscription’s all the same', async () => {
    await billing.simulator.webhooks({ mode: 'drop' });
    const { body: opened } = await buyer.open({ email: 'early@meridian.example' });
    const { id, url } = opened as { id: string; url: string };
    await buyer.pay(url, cards.good, 'early@meridian.example');
    await buyer.as('get', '/v1/ledger/summary');
    await buyer.complete(id);
    await billing.simulator.webhooks({ mode: 'deliver' });

    const { rows } = await billing.sql.query(
      `SELECT reader_id FROM ledger_entry WHERE journal = 'cash' AND subscription_id = $1`,
      [id],
    );
    expect(rows).toEqual([{ reader_id: opened.readerId }]);
  });

  test('lost webhooks cost hours, not renewals, and nothing is doubled when they come after all', async () => {
    await billing.simulator.webhooks({ mode: 'drop' });
    const { subscription, readerId } = await buyer.buy('unheard@meridian.example');
    const { id } = subscription;
    await turnTo(plus(endOf(subscription), PERIOD + DAY));
    await billing.simulator.webhooks({ mode: 'deliver' });
    expect(await buyer.paid(id)).toEqual(['100', '900', '900']);
    expect(await figureOf('webhooks_missed')).toBeGreaterThan(10);
    const silent = await figureOf('webhooks_silent_seconds');
    expect(silent).toBeGreaterThan(0);
    expect(await figureOf('webhooks_silent_seconds')).toBeGreaterThan(silent);
    await billing.api.get('/readyz').expect(200);

    const before = {
      types: await typesOf(billing, id),
      notices: await noticesOf(billing, readerId),
      lines: await lineCount(id),
    };
    const heard = await webhooksTaken();
    await billing.simulator.webhooks({ resend: 'all' });
    await turnTo(plus(endOf(subscription), PERIOD + DAY + HOUR));
    expect(await webhooksTaken()).toBeGreaterThan(heard);
    expect(await figureOf('webhooks_silent_seconds')).toBe(0);

    expect({
      types: await typesOf(billing, id),
      notices: await noticesOf(billing, readerId),
      lines: await lineCount(id),
    }).toEqual(before);
  }, 60_000);
});

/** As `docs/operations.md` says to watch it. */
async function webhooksTaken(): Promise<number> {
  const { text } = await billing.api.get('/metrics');
  const lines = text.split('\n').filter((line) => line.startsWith('http_request_seconds_count{'));
  const taken = lines.find(
    (line) => line.includes('route="/webhooks/stripe"') && line.includes('status="200"'),
  );
  expect(taken).toContain('service="billing"');
  return Number(taken?.split(' ').at(-1));
}

test('an access boundary, a reminder and a charge happen at their own instants of one long turn', async () => {
  const { subscription } = await buyer.buy('dated@meridian.example');
  await turnTo(plus(endOf(subscription), DAY));

  const { rows } = await billing.sql.query<{ kind: string; due_at: Date }>(
    `SELECT kind, due_at FROM notice WHERE subscription_id = $1 ORDER BY due_at`,
    [subscription.id],
  );
  const dated = Object.fromEntries(rows.map(({ kind, due_at }) => [kind, due_at.toISOString()]));
  expect(dated['conversion-reminder']).toBe(
    addCivilDays(endOf(subscription), -7, 'America/New_York').toISOString(),
  );
  expect(dated['receipt']).toBe(plus(endOf(subscription), HOUR).toISOString());
}, 60_000);

async function figureOf(name: string): Promise<number> {
  const { text } = await billing.api.get('/metrics');
  return Number(new RegExp(String.raw`^${name}\{[^}]*\} (\S+)$`, 'm').exec(text)?.[1]);
}

async function lineCount(subscriptionId: string): Promise<number> {
  const { rows } = await billing.sql.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM ledger_line l JOIN ledger_entry e ON e.id = l.entry_id WHERE subscription_id = $1`,
    [subscriptionId],
  );
  return rows[0]?.count ?? 0;
}
