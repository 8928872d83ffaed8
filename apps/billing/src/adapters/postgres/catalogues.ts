import { inTransaction } from '@gatefold/messaging';
import type { Catalogue, Known } from '../../domain/on-sale.ts';
import { refuse } from '../../domain/refusals.ts';
import type { CataloguePart } from '../../domain/sellable.ts';
import type { Begun, Catalogues, SoldGift, SoldVersion, WantedPart } from '../../usecases/catalogue-ports.ts';
import { saveAudit } from './audit.ts';
import {
  fromCatalogueJson,
  fromGiftJson,
  fromOfferJson,
  fromPartJson,
  toCatalogueJson,
  toGiftJson,
  toOfferJson,
  toPartJson,
  type CatalogueJson,
  type GiftOfferJson,
  type OfferJson,
} from './catalogue-json.ts';
import type { Database } from './subscriptions.ts';
import type { Queries } from './subscription-rows.ts';

/** Whoever puts something on sale waits for who is at it: versions are counted one by one. */
const SALE_LOCK = 7_203_115;

/** It is read before all else: by what is sold others are told what to remind of. */
export type SoldIn = Pick<Database, 'pool' | 'clock' | 'machineClock' | 'newId'>;

export const postgresCatalogues = (database: SoldIn): Catalogues => ({
  read: () => read(database.pool),

  begin: (wanted) =>
    inTransaction(database.pool, async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock($1)', [SALE_LOCK]);
      return begin(database, tx, wanted);
    }),

  async partMade({ kind, name }, stripeId) {
    await database.pool.query(
      `UPDATE catalogue_part SET stripe_id = $3, made_at = $4 WHERE kind = $1 AND name = $2 AND made_at IS NULL`,
      [kind, name, stripeId, database.machineClock.now()],
    );
  },

  finish: (id) =>
    inTransaction(database.pool, async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock($1)', [SALE_LOCK]);
      const { rows } = await tx.query<{ state: string }>('SELECT state FROM catalogue WHERE id = $1', [id]);
      if (rows[0]?.state === 'on-sale') return;
      if (rows[0]?.state !== 'applying') throw refuse('catalogue-changed');
      const now = database.clock.now();
      await tx.query(LOOK_AGAIN, [id, now]);
      await tx.query(LOOK_AT_CARDS, [id, now]);
      await tx.query(`UPDATE catalogue SET state = 'over' WHERE state = 'on-sale'`);
      await tx.query(`UPDATE catalogue SET state = 'on-sale', on_sale_at = $2 WHERE id = $1`, [id, now]);
    }),

  async unfinished() {
    const { rows } = await database.pool.query<{ id: string }>(
      `SELECT id FROM catalogue WHERE state = 'applying'`,
    );
    return rows[0] === undefined ? null : { id: rows[0].id, missing: await missingParts(database.pool) };
  },

  versions: () => versionsOf(database.pool),
  giftVersions: () => giftVersionsOf(database.pool),
});

/** A day more than a file may say, as a calendar day may be longer than another. */
const LONGEST_REMINDER = '91 days';
/** Until then every process knows the new rules. Business time. */
const KNOWN_AFTER = '1 minute';

/** Who is reminded by other days than was thought is looked at again, as far as that may be soon. */
const LOOK_AGAIN = `
  UPDATE due SET due_at = least(due.due_at, $2::timestamptz + interval '${KNOWN_AFTER}')
  FROM charge c, catalogue wanted
  WHERE wanted.id = $1 AND c.subscription_id = due.subscription_id AND c.status = 'expected'
    AND c.period_from < $2::timestamptz + interval '${LONGEST_REMINDER}'
    AND c.period_until >= c.period_from + interval '180 days'
    AND wanted.definition->'rules'->'renewalReminder' IS DISTINCT FROM (
      SELECT sold.definition->'rules'->'renewalReminder' FROM catalogue sold WHERE sold.state = 'on-sale')`;

/** The same for those whose card ends that soon, or has ended. */
const LOOK_AT_CARDS = `
  UPDATE due SET due_at = least(due.due_at, $2::timestamptz + interval '${KNOWN_AFTER}')
  FROM subscription s, catalogue wanted
  WHERE wanted.id = $1 AND s.id = due.subscription_id AND s.phase <> 'ended'
    AND make_timestamptz((s.card->>'expYear')::int, (s.card->>'expMonth')::int, 1, 0, 0, 0, 'UTC')
      < $2::timestamptz + interval '${LONGEST_REMINDER}'
    AND wanted.definition->'rules'->'cardExpiring' IS DISTINCT FROM (
      SELECT sold.definition->'rules'->'cardExpiring' FROM catalogue sold WHERE sold.state = 'on-sale')`;

type Read = Known & { readonly id: string | null };

async function read(db: Queries): Promise<Read> {
  const { rows } = await db.query<{ definition: OfferJson }>(
    'SELECT definition FROM offer_version ORDER BY key, version',
  );
  const versions = rows.map(({ definition }) => fromOfferJson(definition));
  const gifts = await db.query<{ definition: GiftOfferJson }>(
    'SELECT definition FROM gift_version ORDER BY key, version',
  );
  const giftVersions = gifts.rows.map(({ definition }) => fromGiftJson(definition));
  const sold = await inState(db, 'on-sale');
  return {
    versions,
    giftVersions,
    id: sold?.id ?? null,
    onSale: sold === null ? null : fromCatalogueJson(sold.definition, { versions, giftVersions }),
  };
}

async function inState(
  db: Queries,
  state: string,
): Promise<{ id: string; definition: CatalogueJson } | null> {
  const { rows } = await db.query<{ id: string; definition: CatalogueJson }>(
    'SELECT id, definition FROM catalogue WHERE state = $1',
    [state],
  );
  return rows[0] ?? null;
}

/** The same content, in whatever order the database keeps the fields of an object. */
const isSame = (tx: Queries, one: CatalogueJson, other: CatalogueJson): Promise<boolean> =>
  tx
    .query<{ same: boolean }>('SELECT $1::jsonb = $2::jsonb AS same', [
      JSON.stringify(one),
      JSON.stringify(other),
    ])
    .then(({ rows }) => rows[0]?.same === true);

async function begin(
  database: SoldIn,
  tx: Queries,
  { decide, partsOf, actor }: Parameters<Catalogues['begin']>[0],
): Promise<Begun> {
  const known = await read(tx);
  const planned = decide(known);
  const wanted = toCatalogueJson(planned.next);
  const sold = await inState(tx, 'on-sale');
  if (sold !== null && (await isSame(tx, sold.definition, wanted)))
    return { id: sold.id, planned, base: known.id, isOnSale: true, missing: [] };
  await keepVersions(tx, planned.next);
  await wantParts(tx, partsOf(planned.next), database.machineClock.now());
  const id = await wantSale(database, tx, { wanted, actor, next: planned.next });
  return { id, planned, base: known.id, isOnSale: false, missing: await missingParts(tx) };
}

async function keepVersions(tx: Queries, { offers, gifts }: Catalogue): Promise<void> {
  for (const offer of offers)
    await tx.query(
      'INSERT INTO offer_version (key, version, definition) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      [offer.key, offer.version, JSON.stringify(toOfferJson(offer))],
    );
  for (const gift of gifts)
    await tx.query(
      'INSERT INTO gift_version (key, version, definition) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
      [gift.key, gift.version, JSON.stringify(toGiftJson(gift))],
    );
}

/** What an earlier wish left unmade is wanted no more. */
async function wantParts(tx: Queries, parts: readonly CataloguePart[], now: Date): Promise<void> {
  await tx.query(
    `DELETE FROM catalogue_part WHERE made_at IS NULL AND NOT (kind || ' ' || name) = ANY($1::text[])`,
    [parts.map(({ kind, name }) => `${kind} ${name}`)],
  );
  for (const part of parts)
    await tx.query(
      `INSERT INTO catalogue_part (kind, name, params, requested_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT DO NOTHING`,
      [part.kind, part.name, toPartJson(part), now],
    );
}

async function wantSale(
  { newId, clock }: SoldIn,
  tx: Queries,
  { wanted, actor, next }: { wanted: CatalogueJson; actor: string; next: Catalogue },
): Promise<string> {
  const begun = await inState(tx, 'applying');
  if (begun !== null && (await isSame(tx, begun.definition, wanted))) return begun.id;
  await tx.query(`UPDATE catalogue SET state = 'over' WHERE state = 'applying'`);
  const id = newId();
  await tx.query(
    `INSERT INTO catalogue (id, definition, state, asked_by, asked_at) VALUES ($1, $2, 'applying', $3, $4)`,
    [id, JSON.stringify(wanted), actor, clock.now()],
  );
  const inWords = (sold: readonly { key: string; version: number }[]): string =>
    sold.map(({ key, version }) => `${key} v${version}`).join(', ');
  const facts = { offers: inWords(next.offers), gifts: inWords(next.gifts) };
  await saveAudit(tx, { actor, action: 'catalogue.apply', subject: id, facts }, clock.now());
  return id;
}

/** In the order in which they were wanted: prices come behind their product. Counts the attempt. */
async function missingParts(db: Queries): Promise<WantedPart[]> {
  const { rows } = await db.query<{ params: unknown; attempts: number; position: string }>(
    `UPDATE catalogue_part SET attempts = attempts + 1 WHERE made_at IS NULL
     RETURNING params, attempts, position`,
  );
  return rows
    .toSorted((a, b) => Number(a.position) - Number(b.position))
    .map(({ params, attempts }) => ({ part: fromPartJson(params), attempt: attempts }));
}

async function versionsOf(db: Queries): Promise<SoldVersion[]> {
  const { rows } = await db.query<{
    definition: OfferJson;
    created_at: Date;
    is_on_sale: boolean;
    subscriptions: string;
  }>(
    `SELECT v.definition, v.created_at, coalesce(s.count, 0) AS subscriptions, EXISTS (
       SELECT 1 FROM catalogue c WHERE c.state = 'on-sale' AND c.definition->'offers' @>
         jsonb_build_array(jsonb_build_object('key', v.key, 'version', v.version))) AS is_on_sale
     FROM offer_version v LEFT JOIN (
       SELECT offer, offer_version, count(*) FROM subscription WHERE phase <> 'ended' GROUP BY offer, offer_version
     ) s ON s.offer = v.key AND s.offer_version = v.version
     ORDER BY v.key, v.version DESC`,
  );
  return rows.map(({ definition, created_at, is_on_sale, subscriptions }) => ({
    offer: fromOfferJson(definition),
    isOnSale: is_on_sale,
    since: created_at,
    subscriptions: Number(subscriptions),
  }));
}

async function giftVersionsOf(db: Queries): Promise<SoldGift[]> {
  const { rows } = await db.query<{
    definition: GiftOfferJson;
    created_at: Date;
    is_on_sale: boolean;
    sold: string;
  }>(
    `SELECT v.definition, v.created_at, coalesce(g.count, 0) AS sold, EXISTS (
       SELECT 1 FROM catalogue c WHERE c.state = 'on-sale' AND c.definition->'gifts' @>
         jsonb_build_array(jsonb_build_object('key', v.key, 'version', v.version))) AS is_on_sale
     FROM gift_version v LEFT JOIN (
       SELECT offer->>'key' AS key, (offer->>'version')::int AS version, count(*)
       FROM gift WHERE paid_at IS NOT NULL GROUP BY 1, 2
     ) g USING (key, version)
     ORDER BY v.key, v.version DESC`,
  );
  return rows.map(({ definition, created_at, is_on_sale, sold }) => ({
    gift: fromGiftJson(definition),
    isOnSale: is_on_sale,
    since: created_at,
    sold: Number(sold),
  }));
}
