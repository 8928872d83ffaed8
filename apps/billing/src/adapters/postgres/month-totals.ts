import { inTransaction, prepared } from '@gatefold/messaging';
import type { Pool } from 'pg';
import type { Consequences } from '../../domain/consequences.ts';
import { countingOf, movementsOf } from '../../domain/movements.ts';
import { monthOf, type Spread } from '../../domain/recognition.ts';
import type { MonthTotal } from '../../domain/month-report.ts';
import type { Queries } from './subscription-rows.ts';

type Moved = Pick<Consequences, 'changes' | 'next'>;

/** Adds what decisions mean for the months, in their transaction. Waits for nobody who adds to the same month. */
export async function saveMonths(tx: Queries, moved: readonly Moved[], now: Date): Promise<void> {
  const all = moved.filter(({ changes }) => changes.length > 0);
  if (all.length === 0) return;
  const given = all.flatMap(({ changes }) => givenBackIn(changes));
  const known = given.length === 0 ? new Map<string, Spread>() : await spreadsOf(tx, given);
  const counted = all.map((one) => movedIn(one, known, now));
  await tx.query(
    addToMonths(
      JSON.stringify(counted.flatMap(({ rows }) => rows)),
      JSON.stringify(counted.flatMap(({ left }) => left)),
      all.map(({ next }) => next.id),
      JSON.stringify(all.flatMap(({ next }) => countedRows(next))),
      monthOf(now),
    ),
  );
}

/** Whose payments are given back. */
const givenBackIn = (changes: Moved['changes']): string[] =>
  changes.flatMap((change) =>
    change.type === 'charge-refunded' || change.type === 'refund-failed' ? [change.charge.id] : [],
  );

function movedIn({ changes, next }: Moved, known: ReadonlyMap<string, Spread>, now: Date) {
  const own = givenBackIn(changes).flatMap((id) => {
    const spread = known.get(id);
    return spread === undefined ? [] : [[id, spread] as const];
  });
  const { movements, spreads } = movementsOf(changes, new Map(own), now);
  return {
    rows: movements.map((one) => ({ ...one, amount: one.amount.toString(), offer: next.path.offer })),
    left: [...spreads].map(([id, spread]) => ({
      charge_id: id,
      from: spread?.period.from ?? null,
      until: spread?.period.until ?? null,
      amount: spread?.amount.toString() ?? null,
    })),
  };
}

function countedRows(next: Consequences['next']): object[] {
  const counting = countingOf(next);
  if (counting === null) return [];
  const { offer, phase, currency, isRenewing, isIntro, yearly, yearlyList } = counting;
  const row = {
    subscription_id: next.id,
    offer,
    phase,
    currency,
    is_renewing: isRenewing,
    is_intro: isIntro,
  };
  return [{ ...row, yearly: yearly.toString(), yearly_list: yearlyList.toString() }];
}

async function spreadsOf(tx: Queries, chargeIds: readonly string[]): Promise<Map<string, Spread>> {
  const { rows } = await tx.query<{ charge_id: string; from: Date; until: Date; amount: string }>(
    'SELECT charge_id, "from", until, amount FROM revenue_spread WHERE charge_id = ANY($1)',
    [chargeIds],
  );
  return new Map(
    rows.map(({ charge_id, from, until, amount }) => [
      charge_id,
      { period: { from, until }, amount: BigInt(amount) },
    ]),
  );
}

/** A subscription is taken out as exactly what it was put in as, whatever became of its path since. */
const addToMonths = prepared(
  'add-to-months',
  `
  WITH spread AS (
    SELECT * FROM jsonb_to_recordset($2::jsonb)
      AS s (charge_id uuid, "from" timestamptz, until timestamptz, amount bigint)),
  spent AS (
    DELETE FROM revenue_spread r USING spread WHERE r.charge_id = spread.charge_id AND spread.amount IS NULL),
  kept AS (
    INSERT INTO revenue_spread (charge_id, "from", until, amount)
    SELECT charge_id, "from", until, amount FROM spread WHERE amount IS NOT NULL
    ON CONFLICT (charge_id) DO UPDATE SET "from" = excluded."from", amount = excluded.amount),
  was AS (
    SELECT subscription_id, offer, phase, currency, is_renewing, is_intro, yearly, yearly_list
    FROM counted_subscription WHERE subscription_id = ANY($3::uuid[])),
  becomes AS (
    SELECT * FROM jsonb_to_recordset($4::jsonb) AS c (subscription_id uuid, offer text, phase text, currency text,
      is_renewing boolean, is_intro boolean, yearly bigint, yearly_list bigint)),
  uncounted AS (
    DELETE FROM counted_subscription
    WHERE subscription_id = ANY($3::uuid[]) AND subscription_id NOT IN (SELECT subscription_id FROM becomes)),
  counted AS (
    INSERT INTO counted_subscription
      (subscription_id, offer, phase, currency, is_renewing, is_intro, yearly, yearly_list)
    SELECT subscription_id, offer, phase, currency, is_renewing, is_intro, yearly, yearly_list FROM becomes
    ON CONFLICT (subscription_id) DO UPDATE SET offer = excluded.offer, phase = excluded.phase,
      currency = excluded.currency, is_renewing = excluded.is_renewing, is_intro = excluded.is_intro,
      yearly = excluded.yearly, yearly_list = excluded.yearly_list),
  moved AS (
    SELECT -1 AS sign, * FROM (SELECT * FROM was EXCEPT SELECT * FROM becomes) AS before
    UNION ALL SELECT 1, * FROM (SELECT * FROM becomes EXCEPT SELECT * FROM was) AS after),
  stock AS (
    SELECT offer, phase, currency, measure, amount, sign FROM moved, LATERAL (VALUES
      ('live', yearly, true), ('renewing', yearly, is_renewing),
      ('continuing', yearly, is_renewing AND NOT is_intro), ('list', yearly_list, is_renewing)
    ) AS m (measure, amount, applies) WHERE applies)
  INSERT INTO month_delta (month, offer, phase, currency, measure, amount, count)
  SELECT month, offer, phase, currency, measure, amount, count FROM jsonb_to_recordset($1::jsonb)
    AS d (month date, offer text, phase text, currency text, measure text, amount bigint, count bigint)
  UNION ALL
  SELECT $5::date, offer, phase, currency, measure, amount * sign, sign FROM stock`,
);

/** Deltas that are folded in one go. */
const AT_ONCE = 20_000;

export const postgresMonths = (pool: Pool) => ({
  /** Every total of every month, those included that are not folded yet. */
  async totals(): Promise<MonthTotal[]> {
    const { rows } = await pool.query<
      Omit<MonthTotal, 'amount' | 'count'> & Record<'amount' | 'count', string>
    >(MONTHS);
    return rows.map((row) => ({ ...row, amount: BigInt(row.amount), count: Number(row.count) }));
  },

  /** Folds what was added since into the totals; how many rows were. Readers see each addition once throughout. */
  fold: (): Promise<number> =>
    inTransaction(pool, async (tx) => {
      const { rows } = await tx.query<{ folded: number }>(FOLD, [AT_ONCE]);
      return rows[0]?.folded ?? 0;
    }),
});

const MONTHS = `
  SELECT to_char(month, 'YYYY-MM-DD') AS month, offer, phase, currency, measure,
    sum(amount)::text AS amount, sum(count)::text AS count
  FROM (
    SELECT month, offer, phase, currency, measure, amount, count FROM month_total
    UNION ALL SELECT month, offer, phase, currency, measure, amount, count FROM month_delta) AS both_kinds
  GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5`;

const FOLD = `
  WITH taken AS (
    DELETE FROM month_delta WHERE id IN (SELECT id FROM month_delta ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED)
    RETURNING month, offer, phase, currency, measure, amount, count),
  folded AS (
    INSERT INTO month_total AS t (month, offer, phase, currency, measure, amount, count)
    SELECT month, offer, phase, currency, measure, sum(amount), sum(count) FROM taken GROUP BY 1, 2, 3, 4, 5
    ORDER BY 1, 2, 3, 4, 5
    ON CONFLICT (month, offer, phase, currency, measure)
      DO UPDATE SET amount = t.amount + excluded.amount, count = t.count + excluded.count)
  SELECT count(*)::int AS folded FROM taken`;
