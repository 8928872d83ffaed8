import { money } from '@gatefold/kernel';
import type { Pool } from 'pg';
import type { WaitingRises } from '../../usecases/raise-prices.ts';

export const postgresWaitingRises = (pool: Pool): WaitingRises => ({
  async add(subscriptionId, { offer, amount, from, actor }) {
    await pool.query(
      `INSERT INTO waiting_price_rise (subscription_id, offer, amount, currency, "from", actor)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
      [subscriptionId, offer, amount.amount, amount.currency, from, actor],
    );
  },

  async after(id, limit) {
    const { rows } = await pool.query<{
      subscription_id: string;
      offer: string;
      amount: string;
      currency: string;
      from: Date;
      actor: string;
      rise_id: string;
    }>(
      `SELECT w.*, r.id AS rise_id FROM waiting_price_rise w JOIN price_rise r USING (offer, amount, currency, "from")
       WHERE subscription_id IN (
         SELECT DISTINCT subscription_id FROM waiting_price_rise WHERE $1::uuid IS NULL OR subscription_id > $1
         ORDER BY subscription_id LIMIT $2)
       ORDER BY subscription_id, amount`,
      [id, limit],
    );
    return rows.map(({ subscription_id, rise_id, offer, amount, currency, from, actor }) => ({
      subscriptionId: subscription_id,
      rise: { id: rise_id, offer, amount: money(BigInt(amount), currency), from, actor },
    }));
  },

  async done(subscriptionId, { amount }) {
    await pool.query(
      'DELETE FROM waiting_price_rise WHERE subscription_id = $1 AND amount = $2 AND currency = $3',
      [subscriptionId, amount.amount, amount.currency],
    );
  },
});
