import { money, type BusinessClock } from '@gatefold/kernel';
import type { Pool } from 'pg';
import type { Subscription } from '../../domain/subscription.ts';
import type { AnnouncedRise, PriceRises } from '../../usecases/rise-ports.ts';
import { loadSubscriptions } from './subscription-rows.ts';

type Row = {
  id: string;
  offer: string;
  amount: string;
  currency: string;
  from: Date;
  announced_by: string;
  announced_at: Date;
  told: number;
  waiting: number;
};

const toRise = (row: Row): AnnouncedRise => ({
  id: row.id,
  offer: row.offer,
  amount: money(BigInt(row.amount), row.currency),
  from: row.from,
  actor: row.announced_by,
  announcedAt: row.announced_at,
  told: row.told,
  waiting: row.waiting,
});

const SELECT = `
  SELECT r.*, (
    SELECT count(*)::int FROM audit_entry a
    WHERE a.action = 'subscription.price-rise' AND a.facts ->> 'rise' = r.id::text) AS told, (
    SELECT count(*)::int FROM waiting_price_rise w
    WHERE (w.offer, w.amount, w.currency, w."from") = (r.offer, r.amount, r.currency, r."from")) AS waiting
  FROM price_rise r`;

export const postgresPriceRises = ({ pool, clock }: { pool: Pool; clock: BusinessClock }): PriceRises => ({
  async keep({ offer, amount, from, actor }, id) {
    const { rows } = await pool.query<{ id: string }>(
      // What changes nothing still answers the id of the one that is there.
      `INSERT INTO price_rise (id, offer, amount, currency, "from", announced_by, announced_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (offer, amount, currency, "from") DO UPDATE SET offer = excluded.offer RETURNING id`,
      [id, offer, amount.amount, amount.currency, from, actor, clock.now()],
    );
    return rows[0]?.id ?? id;
  },

  async list({ after, limit }) {
    const { rows } = await pool.query<Row>(
      `${SELECT} WHERE $1::timestamptz IS NULL OR (r.announced_at, r.id) < ($1, $2::uuid)
       ORDER BY r.announced_at DESC, r.id DESC LIMIT $3`,
      [after?.at ?? null, after?.id ?? null, limit],
    );
    return rows.map(toRise);
  },

  async find(id) {
    const { rows } = await pool.query<Row>(`${SELECT} WHERE r.id = $1`, [id]);
    return rows[0] === undefined ? null : toRise(rows[0]);
  },

  ...peopleOf(pool),
});

const peopleOf = (pool: Pool): Pick<PriceRises, 'told' | 'waiting'> => ({
  async told({ id }, { before, limit }) {
    const { rows } = await pool.query<Told>(
      `SELECT a.sequence, a.at, a.subject, a.facts ->> 'from' AS "from", NOT EXISTS (
         SELECT 1 FROM notice n JOIN outbox o ON o.subject = n.id::text AND o.published_at IS NULL
         WHERE n.cause_key = a.facts ->> 'notice') AS is_handed_over
       FROM audit_entry a
       WHERE a.action = 'subscription.price-rise' AND a.facts ->> 'rise' = $1 AND ($2::bigint IS NULL OR a.sequence < $2)
       ORDER BY a.sequence DESC LIMIT $3`,
      [id, before, limit],
    );
    const all = await loaded(
      pool,
      rows.map(({ subject }) => subject),
    );
    return rows.flatMap(({ sequence, at, subject, from, is_handed_over: isHandedOver }) => {
      const subscription = all.get(subject);
      if (subscription === undefined) return [];
      return [{ place: Number(sequence), subscription, toldAt: at, from: new Date(from), isHandedOver }];
    });
  },

  async waiting({ offer, amount, from }, { after, limit }) {
    const { rows } = await pool.query<{ id: string }>(
      `SELECT subscription_id AS id FROM waiting_price_rise
       WHERE offer = $1 AND amount = $2 AND currency = $3 AND "from" = $4
         AND ($5::uuid IS NULL OR subscription_id > $5)
       ORDER BY subscription_id LIMIT $6`,
      [offer, amount.amount, amount.currency, from, after, limit],
    );
    const all = await loaded(
      pool,
      rows.map(({ id }) => id),
    );
    return rows.flatMap(({ id }) => all.get(id) ?? []);
  },
});

type Told = { sequence: string; at: Date; subject: string; from: string; is_handed_over: boolean };

async function loaded(pool: Pool, ids: readonly string[]): Promise<ReadonlyMap<string, Subscription>> {
  const found = await loadSubscriptions(pool, 's.id = ANY($1)', [ids]);
  return new Map(found.map((one) => [one.id, one]));
}
