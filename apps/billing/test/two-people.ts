import { anId } from '@gatefold/test-kit';
import { createBuyer } from './buying.ts';
import { startBilling } from './harness.ts';

export const sumOf = (parts: readonly { amount: number }[]): number =>
  parts.reduce((so, { amount }) => so + amount, 0);

/** Nora and Ben of finance, each of whom may give half a dollar alone. */
export async function twoPeople() {
  const billing = await startBilling({ settings: { REFUND_LIMIT: '50' } });
  const buyer = createBuyer(billing);
  const nora = `Bearer ${await billing.readerToken(anId(1), { role: 'finance' })}`;
  const ben = `Bearer ${await billing.readerToken(anId(2), { role: 'finance' })}`;
  const post = (who: string, where: string, body: object) =>
    billing.api.post(where).set('authorization', who).send(body);
  const look = async (where: string) =>
    (await billing.api.get(where).set('authorization', nora).expect(200)).body;
  let bought = 0;

  return {
    ...{ billing, buyer, nora, ben, post, look },
    decide: (who: string, id: string, verdict: string, note?: string) =>
      post(who, `/v1/approval-requests/${id}/verdict`, { verdict, note }),

    /** A reader who has paid a dollar, as our books and Stripe know them. */
    async subscribed() {
      bought += 1;
      const { subscription } = await buyer.buy(`reader${bought}@meridian.example`);
      const { rows } = await billing.sql.query<{ customer: string; charge: string; paid: string }>(
        `SELECT s.stripe_customer_id AS customer, c.id AS charge, c.stripe_charge_id AS paid
         FROM subscription s JOIN charge c ON c.subscription_id = s.id WHERE s.id = $1`,
        [subscription.id],
      );
      return { id: subscription.id, ...rows[0]! };
    },

    /** What has gone back of a payment, as Stripe knows it. */
    backOf: async (charge: string) =>
      sumOf((await billing.simulator.dashboard.refunds.list({ charge })).data),

    askToEnd: async (id: string) =>
      post(nora, `/v1/subscriptions/${id}/cancel-now-requests`, {
        ...(await look(`/v1/subscriptions/${id}/cancel-now`)),
        reason: 'they have moved',
      }),
  };
}

export type TwoPeople = Awaited<ReturnType<typeof twoPeople>>;
