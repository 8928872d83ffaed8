import { createHash } from 'node:crypto';
import { articleTopic } from '@gatefold/events';
import type { BusinessClock, NewId } from '@gatefold/kernel';
import { inTransaction, insertOutbox, outboxRow } from '@gatefold/messaging';
import type { Pool, PoolClient } from 'pg';
import { announcementOf, type ArticleEventType } from '../../domain/announce.ts';
import type { Desk, Manuscript } from '../../usecases/ports.ts';
import { ruleIn, type RuleRow } from './article-store.ts';

type Deps = {
  pool: Pool;
  clock: BusinessClock;
  newId: NewId;
  /** Of this service's events; raised after a restore. */
  epoch: number;
  /** Called after a commit that has something to publish. */
  announced(): void;
};

/** Where editors' work is saved: text, rule and announcement in one transaction. */
export const postgresDesk = ({ pool, clock, newId, epoch, announced }: Deps): Desk => {
  const announce = async (tx: PoolClient, row: AnnouncedRow, type: ArticleEventType): Promise<void> => {
    const event = {
      id: newId(),
      source: 'gatefold/content',
      type,
      subject: row.id,
      time: clock.now().toISOString(),
      key: row.id,
      sequence: row.sequence,
      epoch,
      traceparent: null,
      data: announcementOf({ ...row, section: { slug: row.section } }),
    };
    await insertOutbox(tx, [outboxRow(articleTopic, event)]);
  };

  return {
    async publish(manuscript) {
      const hash = createHash('sha256').update(JSON.stringify(manuscript)).digest('hex');
      const isNew = await inTransaction(pool, async (tx) => {
        const row = await upsert(tx, { manuscript, hash, id: newId() });
        if (row !== null)
          await announce(tx, row, row.sequence === 1 ? 'article.published' : 'article.changed');
        return row !== null;
      });
      if (isNew) announced();
    },

    async announceAll() {
      const count = await inTransaction(pool, async (tx) => {
        const { rows } = await tx.query<AnnouncedDbRow>(
          `UPDATE article SET sequence = sequence + 1 RETURNING ${announcedColumns}`,
        );
        for (const row of rows) await announce(tx, fromRow(row), 'article.announced');
        return rows.length;
      });
      announced();
      return count;
    },
  };
};

const announcedColumns =
  'id, slug, publication, section, access, feature, not_before, not_after, is_metered, published_at, sequence';

/** Null when the article is already there, word for word. */
async function upsert(
  tx: PoolClient,
  { manuscript: m, hash, id }: { manuscript: Manuscript; hash: string; id: string },
): Promise<AnnouncedRow | null> {
  const values = {
    id,
    slug: m.slug,
    publication: m.publication,
    kind: m.kind,
    title: m.title,
    dek: m.dek,
    section: m.section,
    author: m.author,
    column: m.column,
    published_at: m.publishedAt,
    words: m.words,
    picture: m.picture,
    access: m.rule.access,
    feature: m.rule.feature,
    not_before: m.rule.notBefore,
    not_after: m.rule.notAfter,
    is_metered: m.rule.isMetered === true,
    blocks: JSON.stringify(m.blocks),
    gallery: m.gallery,
    teaser_text: m.teaserText,
    body_text: m.bodyText,
    content_hash: hash,
    sequence: 1,
  };
  const names = Object.keys(values).map((name) => `"${name}"`);
  // An article stays in its paper: the manuscript of another one by that name finds no section there, and is refused.
  const kept = ['"id"', '"slug"', '"publication"', '"sequence"'];
  const changed = names.filter((name) => !kept.includes(name));
  const { rows } = await tx.query<AnnouncedDbRow>(
    `INSERT INTO article (${names.join(', ')}) VALUES (${names.map((_, index) => `$${index + 1}`).join(', ')})
     ON CONFLICT (slug) DO UPDATE
       SET ${changed.map((name) => `${name} = excluded.${name}`).join(', ')}, sequence = article.sequence + 1
       WHERE article.content_hash <> excluded.content_hash
     RETURNING ${announcedColumns}`,
    Object.values(values),
  );
  return rows[0] === undefined ? null : fromRow(rows[0]);
}

type AnnouncedDbRow = RuleRow & {
  id: string;
  slug: string;
  publication: string;
  section: string;
  published_at: Date;
  sequence: number;
};
type AnnouncedRow = ReturnType<typeof fromRow>;

const fromRow = (row: AnnouncedDbRow) => ({
  id: row.id,
  slug: row.slug,
  publication: row.publication,
  section: row.section,
  publishedAt: row.published_at,
  sequence: row.sequence,
  rule: ruleIn(row),
});
