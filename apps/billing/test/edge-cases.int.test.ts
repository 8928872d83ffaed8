import { DAY, HOUR, MINUTE, plus, SECOND } from '@gatefold/kernel';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { cards, createBuyer } from './buying.ts';
import { startBilling, type Billing } from './harness.ts';
import { noticesOf, tie, typesOf } from './looking.ts';

/**
 * Cases in which subscription systems are known to go wrong, under their numbers in the README's table.
 * Those that need neither Stripe nor a database stand with the domain.
 */
const PERIOD = 28 * DAY;

let billing: Billing;
let buyer: ReturnType<typeof createBuyer>;
beforeAll(async () => {
  billing = await startBilling();
  buyer = createBuyer(billing);
});
afterAll(() => billing.close());

/** Whoever a case is over for renews no more: each turn of the clock would carry all that came before. */
afterEach(async () => {
  const { rows } = await billing.sql.query<{ id: string }>(
    `SELECT stripe_subscription_id AS id FROM subscription WHERE phase <> 'ended'`,
  );
  // One that is over at Stripe already, which billing has yet to hear, cannot be cancelled again.
  await Promise.allSettled(rows.map(({ id }) => billing.simulator.dashboard.subscriptions.cancel(id)));
});

const turnTo = (at: Date) => billing.simulator.turnTo(at);
const endOf = (answer: { paidThrough: string | null }): Date => new Date(answer.paidThrough ?? 0);
const cancel = (id: string) => buyer.as('post', `/v1/subscriptions/${id}/cancel`, {});
const undo = (id: string) => buyer.as('post', `/v1/subscriptions/${id}/undo-cancel`);
const look = (id: string) => buyer.subscription(id);

/** Stripe's ids of a payment, by its amount in cents. */
async function paymentOf(
  subscriptionId: string,
  cents: string,
): Promise<{ charge: string; invoice: string }> {
  const { rows } = await billing.sql.query<{ charge: string; invoice: string }>(
    `SELECT stripe_charge_id AS charge, stripe_invoice_id AS invoice FROM charge
     WHERE subscription_id = $1 AND amount = $2 AND stripe_invoice_id IS NOT NULL ORDER BY period_index DESC LIMIT 1`,
    [subscriptionId, cents],
  );
  return rows[0]!;
}

async function casesOf(subscriptionId: string): Promise<string[]> {
  const { rows } = await billing.sql.query<{ kind: string }>(
    'SELECT kind FROM review_case WHERE subscription_id = $1 ORDER BY opened_at, kind',
    [subscriptionId],
  );
  return rows.map(({ kind }) => kind);
}

describe('case 2: cancelling around the end of the introduction', () => {
  test.each([
    { when: 'a second before it', offset: -SECOND, paid: ['100'] },
    { when: 'on the dot, when the nine dollars are drafted', offset: 0, paid: ['100'] },
    { when: 'half an hour later, while they are a draft', offset: 30 * MINUTE, paid: ['100'] },
    { when: 'a minute before the card is tried', offset: HOUR - MINUTE, paid: ['100'] },
    { when: 'once they are paid', offset: 2 * HOUR, paid: ['100', '900'] },
  ])('$when: nobody is charged after it', async ({ offset, paid }) => {
    const { subscription, readerId } = await buyer.buy(`last-second${offset}@meridian.example`);
    const { id } = subscription;
    await turnTo(plus(endOf(subscription), offset));

    await cancel(id);
    await turnTo(plus(endOf(subscription), PERIOD + 3 * DAY));

    expect(await buyer.paid(id)).toEqual(paid);
    expect(await look(id)).toMatchObject({ phase: 'ended', endReason: 'cancelled' });
    const notices = await noticesOf(billing, readerId);
    expect(notices['subscription-ended']).toBe(1);
    expect(await tie(billing)).toEqual({ differences: ['0'], unexplained: 0 });
  });
});

test('case 3: cancelled, kept, cancelled, kept, on the last day as well', async () => {
  const { subscription } = await buyer.buy('wavers@meridian.example');
  const { id } = subscription;
  await cancel(id);
  await undo(id);
  await turnTo(plus(endOf(subscription), -MINUTE));
  await cancel(id);

  expect((await undo(id)).body).toMatchObject({ intent: 'renewing' });
  await turnTo(plus(endOf(subscription), 2 * HOUR));
  expect(await buyer.paid(id)).toEqual(['100', '900']);
});

test('case 4: a schedule that staff made at Stripe does not keep a reader from leaving', async () => {
  const { subscription } = await buyer.buy('scheduled@meridian.example');
  const { id, stripeSubscriptionId } = subscription;
  await billing.simulator.dashboard.subscriptionSchedules.create({ from_subscription: stripeSubscriptionId });

  expect((await cancel(id)).body).toMatchObject({ intent: 'cancelling' });
  expect((await undo(id)).body).toMatchObject({ intent: 'renewing' });
  await cancel(id);
  await turnTo(plus(endOf(subscription), DAY));

  expect(await look(id)).toMatchObject({ phase: 'ended', endReason: 'cancelled' });
  expect(await buyer.paid(id)).toEqual(['100']);
});

test('case 5: nobody of ours was there when it was paid: found again, and never a second dollar', async () => {
  const { body } = await buyer.open({ email: 'crashed@meridian.example' });
  await billing.simulator.webhooks({ mode: 'drop' });
  await buyer.pay(body.url, undefined, 'crashed@meridian.example');
  await turnTo(plus(await billing.simulator.now(), 7 * HOUR));
  await billing.simulator.webhooks({ mode: 'deliver' });

  expect(await look(body.id)).toMatchObject({ phase: 'intro', nextCharge: { amount: { amount: '900' } } });
  await turnTo(plus(endOf(await look(body.id)), 2 * HOUR));
  expect(await buyer.paid(body.id)).toEqual(['100', '900']);
});

describe('case 7: a card that is lost or stolen', () => {
  const refusedAtTheEnd = async (email: string) => {
    const { subscription, readerId } = await buyer.buy(email);
    const { customer } = await billing.simulator.dashboard.subscriptions.retrieve(
      subscription.stripeSubscriptionId,
    );
    await billing.simulator.nextCharge(String(customer), 'stolen_card');
    await turnTo(plus(endOf(subscription), 2 * HOUR));
    return { id: subscription.id, readerId, end: endOf(subscription) };
  };

  test('is not tried again: its reader is asked for another, once, and it ends when our time is over', async () => {
    const { id, readerId, end } = await refusedAtTheEnd('stolen@meridian.example');
    expect(await look(id)).toMatchObject({ standing: 'collecting', retryAt: null });

    await turnTo(plus(end, 14 * DAY + HOUR));
    expect((await noticesOf(billing, readerId))['payment-failed']).toBe(1);
    expect(await buyer.paid(id)).toEqual(['100']);
    expect(await look(id)).toMatchObject({ phase: 'ended', endReason: 'payment-failed' });
  });

  test('is replaced by another, which is charged at once', async () => {
    const { id } = await refusedAtTheEnd('replaced@meridian.example');
    await buyer.changeCard(id, cards.good);

    expect(await look(id)).toMatchObject({ standing: 'ok', phase: 'year_one' });
    expect(await buyer.paid(id)).toEqual(['100', '900']);
  });
});

test('case 8: cancelled while a charge is collected, the card is never tried again', async () => {
  const { subscription, readerId } = await buyer.buy('gives-up@meridian.example', cards.failsLater);
  const { id } = subscription;
  await turnTo(plus(endOf(subscription), 2 * HOUR));
  const before = await noticesOf(billing, readerId);

  await cancel(id);
  await turnTo(plus(endOf(subscription), PERIOD));

  expect(await look(id)).toMatchObject({ phase: 'ended', endReason: 'cancelled' });
  expect((await noticesOf(billing, readerId))['payment-failed']).toBe(before['payment-failed']);
  const charges = await buyer.charges(id);
  expect(charges.map(({ status }) => status)).toEqual(['paid', 'void']);
  const { invoice } = await paymentOf(id, '900');
  expect(await billing.simulator.dashboard.invoices.retrieve(invoice)).toMatchObject({ status: 'void' });
});

test('case 11: staff charge the open invoice by hand: one payment, one receipt, one charge of the path', async () => {
  const { subscription, readerId } = await buyer.buy('by-hand@meridian.example', cards.failsLater);
  const { id, stripeSubscriptionId } = subscription;
  await turnTo(plus(endOf(subscription), 2 * HOUR));
  const { dashboard } = billing.simulator;
  const { customer } = await dashboard.subscriptions.retrieve(stripeSubscriptionId);
  const { id: card } = await dashboard.paymentMethods.attach('pm_card_visa', { customer: String(customer) });
  await dashboard.invoices.pay((await paymentOf(id, '900')).invoice, { payment_method: card });
  await turnTo(plus(endOf(subscription), 2 * HOUR + MINUTE));

  expect(await look(id)).toMatchObject({ standing: 'ok', phase: 'year_one' });
  expect(await buyer.paid(id)).toEqual(['100', '900']);
  expect(await noticesOf(billing, readerId)).toMatchObject({ 'payment-recovered': 1 });
});

describe('case 12: an answer of Stripe’s that never came', () => {
  test.each([
    { what: 'done, and the line was cut', fault: { kind: 'reset', effect: true } },
    { what: 'done, and answered with an error', fault: { kind: 'server-error', effect: true } },
    { what: 'still at work under the same key', fault: { kind: 'conflict' } },
    { what: 'too many requests', fault: { kind: 'rate-limit' } },
  ])(
    '$what: money goes back once',
    async ({ fault }) => {
      const name = `lost-${fault.kind}`;
      const { subscription } = await buyer.buy(`${name}@meridian.example`);
      const [charge] = await buyer.charges(subscription.id);
      // Longer than our client tries by itself.
      await billing.simulator.fault({ fault, method: 'POST', path: '/v1/refunds', times: 4 });
      const asked = await buyer.refund(charge!.id, name, 40n);
      await billing.simulator.turnTo(plus(await billing.simulator.now(), HOUR));
      const again = await buyer.refund(charge!.id, name, 40n);

      expect([201, 502, 503]).toContain(asked.status);
      expect(again.status).toBe(201);
      const { charge: stripeCharge } = await paymentOf(subscription.id, '100');
      // Whoever tried first may hold the call still: it is tried again when their lease is over.
      const given = async () => {
        await billing.simulator.turnTo(plus(await billing.simulator.now(), MINUTE));
        const { data } = await billing.simulator.dashboard.refunds.list({ charge: stripeCharge });
        return data.map(({ amount }) => amount);
      };
      await expect.poll(given, { timeout: 30_000 }).toEqual([40]);
    },
    60_000,
  );
});

test('case 19: the dollar given back ends the introduction, unless a part of it is kept', async () => {
  const { subscription } = await buyer.buy('dollar-back@meridian.example');
  const [charge] = await buyer.charges(subscription.id);

  await buyer.refund(charge!.id, 'dollar-1', 99n);
  expect(await look(subscription.id)).toMatchObject({ phase: 'intro' });
  await buyer.refund(charge!.id, 'dollar-2');
  expect(await look(subscription.id)).toMatchObject({ phase: 'ended', endReason: 'refunded' });
});

test('case 19: a whole payment given back out of goodwill takes nothing away', async () => {
  const { subscription } = await buyer.buy('goodwill@meridian.example');
  const [charge] = await buyer.charges(subscription.id);

  await buyer.refund(charge!.id, 'goodwill-1', null, 'goodwill');

  expect(await look(subscription.id)).toMatchObject({ phase: 'intro', endReason: null });
  expect(await tie(billing)).toEqual({ differences: ['0'], unexplained: 0 });
});

describe('case 22: a dispute', () => {
  const disputed = async (email: string, reason = 'fraudulent') => {
    const { subscription } = await buyer.buy(email);
    await turnTo(plus(endOf(subscription), 2 * HOUR));
    const { charge } = await paymentOf(subscription.id, '900');
    await billing.simulator.dispute(charge, reason);
    await turnTo(plus(await billing.simulator.now(), MINUTE));
    const { data } = await billing.simulator.dashboard.disputes.list({ charge });
    return { id: subscription.id, dispute: data[0]!.id };
  };
  const close = async (dispute: string, evidence: string) => {
    await billing.simulator.dashboard.disputes.update(dispute, {
      evidence: { uncategorized_text: evidence },
      submit: true,
    });
    await turnTo(plus(await billing.simulator.now(), MINUTE));
  };

  test('that is opened changes the standing and becomes a case', async () => {
    const { id } = await disputed('disputes@meridian.example');

    expect(await look(id)).toMatchObject({ standing: 'disputed', phase: 'year_one' });
    expect(await casesOf(id)).toEqual(['dispute-opened']);
  });

  test('that says it was cancelled ends it at once, and nothing is charged any more', async () => {
    const { id } = await disputed('says-cancelled@meridian.example', 'subscription_canceled');
    await turnTo(plus(await billing.simulator.now(), PERIOD + HOUR));

    expect(await look(id)).toMatchObject({ phase: 'ended', endReason: 'disputed' });
    expect(await buyer.paid(id)).toEqual(['100', '900']);
  });

  test('that is lost ends it, and nothing is charged any more', async () => {
    const { id, dispute } = await disputed('loses@meridian.example');
    await close(dispute, 'losing_evidence');
    await turnTo(plus(await billing.simulator.now(), PERIOD + HOUR));

    expect(await look(id)).toMatchObject({ phase: 'ended', endReason: 'disputed' });
    expect(await buyer.paid(id)).toEqual(['100', '900']);
    expect(await tie(billing)).toEqual({ differences: ['0'], unexplained: 0 });
  });

  test('that runs when the next payment is due: nothing is asked for until it is won, and then once', async () => {
    const { id, dispute } = await disputed('held@meridian.example');
    await turnTo(plus(endOf(await look(id)), 3 * DAY));
    expect(await look(id)).toMatchObject({ standing: 'disputed' });
    expect(await buyer.paid(id)).toEqual(['100', '900']);

    await close(dispute, 'winning_evidence');
    await turnTo(plus(await billing.simulator.now(), 3 * HOUR));
    expect(await look(id)).toMatchObject({ standing: 'ok', intent: 'renewing' });
    expect(await buyer.paid(id)).toEqual(['100', '900', '900']);
    expect(await casesOf(id)).toEqual(['dispute-opened']);
    await turnTo(plus(endOf(await look(id)), 2 * HOUR));
    expect(await buyer.paid(id)).toEqual(['100', '900', '900', '900']);
    expect(await tie(billing)).toEqual({ differences: ['0'], unexplained: 0 });
  });

  test('that is won leaves everything as it was', async () => {
    const { id, dispute } = await disputed('wins@meridian.example');
    await close(dispute, 'winning_evidence');

    expect(await look(id)).toMatchObject({ standing: 'ok', phase: 'year_one', intent: 'renewing' });
    expect(await tie(billing)).toEqual({ differences: ['0'], unexplained: 0 });
  });
});

describe('ending at once with the unused part given back', () => {
  const where = (id: string) => `/v1/subscriptions/${id}/cancel-now`;

  test('quote and result agree to the cent, and confirming twice gives back once', async () => {
    const { subscription, readerId } = await buyer.buy('ends-now@meridian.example');
    const { id } = subscription;
    await turnTo(plus(endOf(subscription), 10 * DAY));
    const quote = (await buyer.as('get', where(id))).body;
    await turnTo(plus(await billing.simulator.now(), 5 * MINUTE));
    const [one, two] = await Promise.all([
      buyer.as('post', where(id), quote),
      buyer.as('post', where(id), quote),
    ]);

    expect(quote.refund).toEqual({ amount: '579', currency: 'USD' });
    expect([one.status, two.status]).toEqual([200, 200]);
    expect(await look(id)).toMatchObject({ phase: 'ended', endReason: 'refunded', intent: 'cancelling' });
    const renewal = (await buyer.charges(id)).find(({ phase }) => phase === 'year_one');
    expect(renewal?.refunded.amount).toBe('579');
    expect(await noticesOf(billing, readerId)).toMatchObject({
      'cancellation-certificate': 1,
      'refund-issued': 1,
    });
    expect(await tie(billing)).toEqual({ differences: ['0'], unexplained: 0 });
  });

  test('a quote that is too old, from tomorrow or over another sum is refused, and nothing happens', async () => {
    const { subscription } = await buyer.buy('quoted@meridian.example');
    const { id } = subscription;
    const quote = (await buyer.as('get', where(id))).body;
    const wrong = { ...quote, refund: { ...quote.refund, amount: '101' } };
    const early = { ...quote, at: plus(new Date(quote.at), DAY).toISOString() };
    const answers = [await buyer.as('post', where(id), wrong), await buyer.as('post', where(id), early)];
    await turnTo(plus(await billing.simulator.now(), 16 * MINUTE));
    answers.push(await buyer.as('post', where(id), quote));

    expect(answers.map(({ body }) => body.code)).toEqual(Array<string>(3).fill('quote-outdated'));
    expect(await look(id)).toMatchObject({ phase: 'intro', intent: 'renewing' });
  });

  test('is nothing that a reader does by themselves', async () => {
    const { subscription, readerId } = await buyer.buy('own-word@meridian.example');
    const token = await billing.readerToken(readerId);
    const answer = await billing.api.get(where(subscription.id)).set('authorization', `Bearer ${token}`);

    expect(answer.status).toBe(403);
  });
});

test('case 28: a reader who was erased is charged no more, and the books stay under an id that means nobody', async () => {
  const { subscription, readerId } = await buyer.buy('erased@meridian.example');
  const { id } = subscription;
  await billing.erase(readerId);
  await billing.erase(readerId);
  await turnTo(plus(endOf(subscription), PERIOD + 2 * HOUR));

  expect(await look(id)).toMatchObject({ phase: 'ended', endReason: 'cancelled' });
  expect(await buyer.paid(id)).toEqual(['100']);
  const { rows } = await billing.sql.query(
    'SELECT DISTINCT reader_id FROM ledger_entry WHERE subscription_id = $1',
    [id],
  );
  expect(rows).toEqual([{ reader_id: readerId }]);
  expect(await tie(billing)).toEqual({ differences: ['0'], unexplained: 0 });
});

test('case 31: a product of somebody else in the same Stripe account is kept, and never sold as ours', async () => {
  const { dashboard } = billing.simulator;
  const customer = await dashboard.customers.create({ email: 'mugs@shop.example' });
  const { id: card } = await dashboard.paymentMethods.attach('pm_card_visa', { customer: customer.id });
  const product = await dashboard.products.create({ name: 'A mug a month' });
  const price = await dashboard.prices.create({
    product: product.id,
    currency: 'usd',
    unit_amount: 700,
    recurring: { interval: 'month' },
  });
  const { id } = await dashboard.subscriptions.create({
    customer: customer.id,
    items: [{ price: price.id }],
    default_payment_method: card,
  });
  await turnTo(plus(await billing.simulator.now(), DAY));

  const kept = await billing.sql.query('SELECT 1 FROM inbox WHERE customer_id = $1', [customer.id]);
  const sold = await billing.sql.query('SELECT 1 FROM subscription WHERE stripe_subscription_id = $1', [id]);
  expect(kept.rowCount).toBeGreaterThan(0);
  expect(sold.rowCount).toBe(0);
  // Its money is in the balance all the same: the tie holds, and a person is told.
  expect(await tie(billing)).toEqual({ differences: ['0'], unexplained: 1 });
});

test('case 26: paid in two tabs at once, one subscription is left and one dollar', async () => {
  const { body } = await buyer.open({ email: 'two-tabs@meridian.example' });
  const again = await buyer.open({ email: 'two-tabs@meridian.example' });
  expect(again.body.url).toBe(body.url);
  await Promise.allSettled([buyer.pay(body.url), buyer.pay(again.body.url)]);
  const [one, two] = await Promise.all([buyer.complete(body.id), buyer.complete(body.id)]);

  expect(one.body.subscription.id).toBe(two.body.subscription.id);
  expect(await buyer.paid(body.id)).toEqual(['100']);
  expect(await typesOf(billing, body.id)).toEqual(['subscription.trial-started']);
});

test('case 33: everything of ours was away at the boundary: charged once, told once, and open for payers meanwhile', async () => {
  const { subscription, readerId } = await buyer.buy('outage@meridian.example');
  const { id } = subscription;
  const end = endOf(subscription);
  await billing.simulator.webhooks({ mode: 'drop' });
  await turnTo(plus(end, 30 * HOUR));
  await billing.simulator.webhooks({ mode: 'deliver' });
  await billing.simulator.webhooks({ resend: 'all' });
  await turnTo(plus(end, 31 * HOUR));

  expect(await buyer.paid(id)).toEqual(['100', '900']);
  expect((await typesOf(billing, id)).filter((type) => type === 'subscription.converted')).toHaveLength(1);
  expect(await noticesOf(billing, readerId)).toMatchObject({ receipt: 1 });
  // What entitlement keeps open by: longer than such an outage.
  const { rows } = await billing.sql.query(
    `SELECT (data->'policy'->>'settlementSeconds')::int * 1000 AS ms FROM outbox WHERE subject = $1 LIMIT 1`,
    [id],
  );
  expect(Number(rows[0].ms)).toBeGreaterThan(30 * HOUR);
});

test('case 34: what newer versions of Stripe moved is read where it is: dates on items, the subscription of an invoice', async () => {
  const { subscription } = await buyer.buy('shapes@meridian.example');
  const { dashboard } = billing.simulator;
  const shown = await dashboard.subscriptions.retrieve(subscription.stripeSubscriptionId);
  const [invoice] = (await dashboard.invoices.list({ customer: String(shown.customer) })).data;
  expect(shown.lastResponse.apiVersion).toBe('2026-10-28.endive');
  expect(shown).not.toHaveProperty('current_period_start');
  expect(invoice).not.toHaveProperty('subscription');

  const { subscriptions } = await billing.world.stripe.customer(String(shown.customer), 'money', null);
  const [seen] = subscriptions;
  expect(seen?.periodStart?.getTime()).toBe((shown.items.data[0]?.current_period_start ?? 0) * 1_000);
  expect(seen?.invoices.map(({ id }) => id)).toEqual([invoice?.id]);
});
