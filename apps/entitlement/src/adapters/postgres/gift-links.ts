import type { BusinessClock } from '@gatefold/kernel';
import { plus } from '@gatefold/kernel';
import { inTransaction } from '@gatefold/messaging';
import type { Pool } from 'pg';
import { WINDOW, type GiftLink } from '../../domain/gift-link.ts';
import type { GiftLinks } from '../../usecases/ports.ts';

type Row = {
  id: string;
  giver_id: string;
  article_id: string;
  publication: string;
  valid_from: Date;
  valid_until: Date;
  opens: number;
  most_opens: number;
  revoked_at: Date | null;
};

export const postgresGiftLinks = (pool: Pool, clock: BusinessClock): GiftLinks => ({
  give: (giverId, decide) =>
    inTransaction(pool, async (tx) => {
      await tx.query('SELECT 1 FROM reader WHERE id = $1 FOR UPDATE', [giverId]);
      const since = plus(clock.now(), -WINDOW);
      const { rows } = await tx.query<Row>(
        'SELECT * FROM gift_link WHERE giver_id = $1 AND valid_from > $2 ORDER BY valid_from DESC',
        [giverId, since],
      );
      const given = rows.map(toLink);
      const link = decide(given);
      if (!given.includes(link)) await tx.query(INSERT, valuesOf(link));
      return link;
    }),

  async of(giverId) {
    const { rows } = await pool.query<Row>(
      'SELECT * FROM gift_link WHERE giver_id = $1 ORDER BY valid_from DESC, id DESC',
      [giverId],
    );
    return rows.map(toLink);
  },

  async revoke(id, giverId, at) {
    const { rows } = await pool.query<Row>(
      `UPDATE gift_link SET revoked_at = coalesce(revoked_at, $3) WHERE id = $1 AND giver_id = $2 RETURNING *`,
      [id, giverId, at],
    );
    return rows[0] === undefined ? null : toLink(rows[0]);
  },

  async open(id, article, now) {
    const { rows } = await pool.query<Row>(OPEN, [id, article, now]);
    return rows[0] === undefined ? null : toLink(rows[0]);
  },
});

const INSERT = `
  INSERT INTO gift_link (id, giver_id, article_id, publication, valid_from, valid_until, most_opens)
  VALUES ($1, $2, $3, $4, $5, $6, $7)`;

/** One statement, so that of two who come for the last opening one is late. */
const OPEN = `
  UPDATE gift_link link SET opens = opens + 1
  FROM article
  WHERE link.id = $1 AND article.id = link.article_id AND (article.id::text = $2 OR article.slug = $2)
    AND link.valid_from <= $3 AND $3 < link.valid_until
    AND link.opens < link.most_opens AND link.revoked_at IS NULL
  RETURNING link.*`;

const valuesOf = ({ id, giverId, articleId, publication, from, until, mostOpens }: GiftLink) => [
  id,
  giverId,
  articleId,
  publication,
  from,
  until,
  mostOpens,
];

const toLink = (row: Row): GiftLink => ({
  id: row.id,
  giverId: row.giver_id,
  articleId: row.article_id,
  publication: row.publication,
  from: row.valid_from,
  until: row.valid_until,
  opens: row.opens,
  mostOpens: row.most_opens,
  revokedAt: row.revoked_at,
});
