import { HOUR, plus } from '@gatefold/kernel';
import { anId } from '@gatefold/test-kit';
import { createBuyer } from './buying.ts';
import { startBilling } from './harness.ts';

type Ids = Record<
  'charge' | 'stripeCharge' | 'invoice' | 'customer' | 'refund' | 'intent' | 'news' | 'moved',
  string
>;

/** Ada has paid a dollar and nine, and four of the nine went back; five dollars are what one person may give alone. */
export async function adaWithRefund() {
  const billing = await startBilling({ settings: { REFUND_LIMIT: '500' } });
  const buyer = createBuyer(billing);
  const finance = `Bearer ${await billing.readerToken(anId(1), { role: 'finance' })}`;
  const refundAs = (chargeId: string, key: string, cents: string) =>
    billing.api
      .post(`/v1/charges/${chargeId}/refund`)
      .set('authorization', finance)
      .set('idempotency-key', key)
      .send({ amount: { amount: cents, currency: 'USD' }, reason: 'goodwill' });

  const ada = await buyer.buy('ada@meridian.example');
  await billing.simulator.turnTo(plus(new Date(ada.subscription.paidThrough ?? 0), 2 * HOUR));
  const renewal = (await buyer.charges(ada.subscription.id)).find(({ amount }) => amount.amount === '900');
  await refundAs(renewal!.id, 'first', '400');
  const { rows } = await billing.sql.query(
    `SELECT c.id AS charge, c.stripe_charge_id AS "stripeCharge", c.stripe_invoice_id AS invoice,
       s.stripe_customer_id AS customer, r.stripe_refund_id AS refund,
       (SELECT event_id FROM inbox WHERE object_id = c.stripe_invoice_id LIMIT 1) AS news,
       (SELECT key FROM ledger_entry WHERE journal = 'cash' AND source = c.stripe_charge_id) AS moved
     FROM charge c JOIN subscription s ON s.id = c.subscription_id JOIN refund r ON r.charge_id = c.id`,
  );
  const intent = (await billing.simulator.dashboard.charges.retrieve(rows[0].stripeCharge)).payment_intent;
  const ids: Ids = { ...rows[0], intent };
  return {
    ...{ billing, buyer, ada, ids, finance, refundAs },
    ask: (where: string, query: object = {}) =>
      billing.api.get(where).query(query).set('authorization', finance),
  };
}

export type AdaWithRefund = Awaited<ReturnType<typeof adaWithRefund>>;
