import { inTransaction } from '@gatefold/messaging';
import type { PoolClient } from 'pg';
import type { Decided } from '../../domain/consequences.ts';
import { endRepeatedIntro } from '../../domain/intro-once.ts';
import { refuse } from '../../domain/refusals.ts';
import type { SeenSubscription } from '../../domain/seen.ts';
import { hasEnded } from '../../domain/subscription.ts';
import type { IntroUse, IntroUses } from '../../usecases/intro-once.ts';
import { saveAudit } from './audit.ts';
import type { Saving } from './saving.ts';
import type { Database } from './subscriptions.ts';

/** How a card is known again without being kept, and how many introductions one may pay; null for any number. */
export type CardRule = {
  hash(fingerprint: string): string;
  all(fingerprint: string): readonly string[];
  readonly perCard: number | null;
};

type Row = {
  checkout_id: string;
  reader_id: string | null;
  used_at: Date | null;
  verdict: IntroUse['verdict'];
  waived_by: string | null;
  waived_at: Date | null;
};

const toUse = (row: Row): IntroUse => ({
  checkoutId: row.checkout_id,
  readerId: row.reader_id,
  usedAt: row.used_at,
  verdict: row.verdict,
  waivedBy: row.waived_by,
  waivedAt: row.waived_at,
});

const COLUMNS = 'checkout_id, reader_id, used_at, verdict, waived_by, waived_at';

export const postgresIntroUses = ({ pool, clock }: Database): IntroUses => ({
  async wasUsed({ readerId, mailHashes }, { publication, product }, since) {
    const { rowCount } = await pool.query(
      `SELECT 1 FROM intro_use WHERE (reader_id = $1 OR mail_hash = ANY($2)) AND publication = $3 AND product = $4
         AND used_at > $5 AND waived_at IS NULL LIMIT 1`,
      [readerId, mailHashes, publication, product, since],
    );
    return rowCount === 1;
  },

  async note({ checkoutId, readerId, mailHash, of }) {
    await pool.query(
      `INSERT INTO intro_use (checkout_id, publication, product, reader_id, mail_hash, created_at)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (checkout_id) DO UPDATE
       SET mail_hash = coalesce(intro_use.mail_hash, excluded.mail_hash)`,
      [checkoutId, of.publication, of.product, readerId, mailHash, clock.now()],
    );
  },

  async ofReader(readerId) {
    const { rows } = await pool.query<Row>(
      `SELECT ${COLUMNS} FROM intro_use WHERE reader_id = $1 AND used_at IS NOT NULL ORDER BY used_at DESC`,
      [readerId],
    );
    return rows.map(toUse);
  },

  waive: (checkoutId, { actor, note }) =>
    inTransaction(pool, async (tx) => {
      const { rows } = await tx.query<Row>(
        `SELECT ${COLUMNS} FROM intro_use WHERE checkout_id = $1 AND used_at IS NOT NULL FOR UPDATE`,
        [checkoutId],
      );
      if (rows[0] === undefined) throw refuse('intro-use-not-found');
      if (rows[0].waived_at !== null) return toUse(rows[0]);
      const waived = { waived_by: actor, waived_at: clock.now() };
      await tx.query('UPDATE intro_use SET waived_by = $2, waived_at = $3 WHERE checkout_id = $1', [
        checkoutId,
        waived.waived_by,
        waived.waived_at,
      ]);
      await saveAudit(
        tx,
        { actor, action: 'intro.waive', subject: checkoutId, facts: { note } },
        clock.now(),
      );
      return toUse({ ...rows[0], ...waived });
    }),
});

/** Whoever counts a card or an address waits for who is counting: two who pay at once are not both the first. */
const COUNT_LOCK = 7_203_115;

type Judged = { readonly seen: SeenSubscription; readonly cards: CardRule; readonly saving: Saving };

/** The introduction was paid, and the card is known now: remembers it, and ends it if it was had before. */
export async function judgeIntro(
  tx: PoolClient,
  decided: Decided,
  { seen, cards, saving }: Judged,
): Promise<Decided> {
  const { next } = decided;
  if (!beginsWithIntro(decided)) return decided;
  await tx.query('SELECT pg_advisory_xact_lock($1)', [COUNT_LOCK]);
  const card = seen.cardFingerprint ?? null;
  const { rows } = await tx.query<{ mail_hash: string | null }>(
    `INSERT INTO intro_use (checkout_id, publication, product, reader_id, card_hash, used_at, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $6) ON CONFLICT (checkout_id) DO UPDATE
     SET card_hash = excluded.card_hash, used_at = excluded.used_at, reader_id = excluded.reader_id
     RETURNING mail_hash`,
    [
      next.checkoutId,
      next.publication,
      next.product,
      next.readerId,
      card === null ? null : cards.hash(card),
      saving.now,
    ],
  );
  const by = await repeatedBy(tx, { mailHash: rows[0]?.mail_hash ?? null, card, cards, next });
  await tx.query('UPDATE intro_use SET verdict = $2 WHERE checkout_id = $1', [
    next.checkoutId,
    by === null ? 'given' : 'repeated',
  ]);
  return by === null ? decided : endRepeatedIntro(decided, { by, newId: saving.newId });
}

const beginsWithIntro = ({ next, changes }: Decided): boolean =>
  changes.some(({ type }) => type === 'trial-started') &&
  !hasEnded(next) &&
  next.endingAs === null &&
  next.path.steps[0]?.key === 'intro';

type Asked = { mailHash: string | null; card: string | null; cards: CardRule; next: Decided['next'] };

async function repeatedBy(
  tx: PoolClient,
  { mailHash, card, cards, next }: Asked,
): Promise<'card' | 'address' | null> {
  const { rows } = await tx.query<{ mails: number; cards: number }>(
    `SELECT count(*) FILTER (WHERE mail_hash = $2)::int AS mails, count(*) FILTER (WHERE card_hash = ANY($3))::int AS cards
     FROM intro_use WHERE (mail_hash = $2 OR card_hash = ANY($3)) AND checkout_id <> $1 AND publication = $4
       AND product = $5 AND used_at IS NOT NULL AND waived_at IS NULL AND verdict = 'given'`,
    [next.checkoutId, mailHash, card === null ? [] : cards.all(card), next.publication, next.product],
  );
  const found = rows[0] ?? { mails: 0, cards: 0 };
  if (found.mails > 0) return 'address';
  return cards.perCard !== null && found.cards >= cards.perCard ? 'card' : null;
}
