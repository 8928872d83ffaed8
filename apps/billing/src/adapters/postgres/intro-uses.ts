import { inTransaction, prepared, together } from '@gatefold/messaging';
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
  const { checkoutId, publication, product, readerId } = next;
  const card = seen.cardFingerprint ?? null;
  const [hash, hashes] = card === null ? [null, []] : [cards.hash(card), cards.all(card)];
  const of = [checkoutId, publication, product, readerId] as const;
  const [, { rows }] = await together([
    tx.query(lockCount(COUNT_LOCK)),
    // A statement of its own: it sees what those have counted for whom the lock was waited.
    tx.query<Found>(countIntro(...of, hash, hashes, cards.perCard, saving.now)),
  ]);
  const by = repeatedBy(rows[0] ?? { mails: 0, cards: 0 }, cards);
  return by === null ? decided : endRepeatedIntro(decided, { by, newId: saving.newId });
}

/** Whether the introduction was paid just now. */
export const beginsWithIntro = ({ next, changes }: Decided): boolean =>
  changes.some(({ type }) => type === 'trial-started') &&
  !hasEnded(next) &&
  next.endingAs === null &&
  next.path.steps[0]?.key === 'intro';

/** How many introductions were given before to the same mailbox, and to the same card. */
type Found = { readonly mails: number; readonly cards: number };

const repeatedBy = (found: Found, { perCard }: CardRule): 'card' | 'address' | null => {
  if (found.mails > 0) return 'address';
  return perCard !== null && found.cards >= perCard ? 'card' : null;
};

const lockCount = prepared('lock-intro-count', 'SELECT pg_advisory_xact_lock($1)');

const countIntro = prepared(
  'count-intro',
  `WITH known AS (SELECT mail_hash FROM intro_use WHERE checkout_id = $1),
   found AS (
     SELECT count(*) FILTER (WHERE mail_hash = (SELECT mail_hash FROM known))::int AS mails,
       count(*) FILTER (WHERE card_hash = ANY($6::text[]))::int AS cards
     FROM intro_use
     WHERE (mail_hash = (SELECT mail_hash FROM known) OR card_hash = ANY($6::text[])) AND checkout_id <> $1
       AND publication = $2 AND product = $3 AND used_at IS NOT NULL AND waived_at IS NULL AND verdict = 'given'),
   used AS (
     INSERT INTO intro_use (checkout_id, publication, product, reader_id, card_hash, used_at, created_at, verdict)
     SELECT $1, $2, $3, $4, $5::text, $8, $8,
       CASE WHEN mails > 0 OR cards >= $7::int THEN 'repeated' ELSE 'given' END FROM found
     ON CONFLICT (checkout_id) DO UPDATE SET card_hash = excluded.card_hash, used_at = excluded.used_at,
       reader_id = excluded.reader_id, verdict = excluded.verdict)
   SELECT mails, cards FROM found`,
);
