import { money } from '@gatefold/kernel';
import type { WaitingRises } from '../../usecases/raise-prices.ts';
import { postgresPriceRises } from './price-rises.ts';
import type { Database } from './subscriptions.ts';

type Rises = Pick<Database, 'pool' | 'clock' | 'newId'>;

export const postgresWaitingRises = ({ pool, clock, newId }: Rises): WaitingRises => ({
  async add(subscriptionId, { offer, amount, from, actor }) {
    await pool.query(
      `INSERT INTO waiting_price_rise (subscription_id, offer, amount, currency, "from", actor)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
      [subscriptionId, offer, amount.amount, amount.currency, from, actor],
    );
  },

  async after(id, limit) {
    if (id === null) await keepUnknown({ pool, clock, newId });
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

/**
 * Keeps the rises that somebody waits for and nobody has kept: a process of the version that knew only who waits may
 * write one during an upgrade, and whoever waits for it would wait for ever.
 */
async function keepUnknown({ pool, clock, newId }: Rises): Promise<void> {
  const { rows } = await pool.query<{
    offer: string;
    amount: string;
    currency: string;
    from: Date;
    actor: string;
  }>(
    `SELECT offer, amount, currency, "from", min(actor) AS actor FROM waiting_price_rise
     LEFT JOIN price_rise r USING (offer, amount, currency, "from")
     WHERE r.id IS NULL GROUP BY offer, amount, currency, "from"`,
  );
  for (const { offer, amount, currency, from, actor } of rows)
    await postgresPriceRises({ pool, clock }).keep(
      { offer, amount: money(BigInt(amount), currency), from, actor },
      newId(),
    );
}
