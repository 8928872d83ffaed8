import type { Pool } from 'pg';
import type { AccessRule, Article, ArticleSummary, Block } from '../../domain/article.ts';
import type { PictureSpec } from '../../domain/picture.ts';
import {
  FOUND,
  type ArticleFilter,
  type ArticleStore,
  type Column,
  type Position,
  type SearchHit,
  type Section,
} from '../../usecases/ports.ts';

const summaryColumns = `
  a.id, a.slug, a.publication, a.kind, a.title, a.dek, a.published_at, a.words, a.picture,
  a.access, a.feature, a.not_before, a.not_after, a.is_metered,
  s.slug AS section_slug, s.name AS section_name, w.slug AS author_slug, w.name AS author_name,
  c.slug AS column_slug, c.name AS column_name`;

const joins = `
  JOIN section s ON s.slug = a.section
  JOIN author w ON w.slug = a.author
  LEFT JOIN "column" c ON c.slug = a."column"`;

export const postgresArticleStore = (pool: Pool): ArticleStore => ({
  ...articles(pool),
  ...paper(pool),
  ...pictures(pool),
});

const articles = (pool: Pool): Pick<ArticleStore, 'find' | 'list' | 'search' | 'newest'> => ({
  async find(slug, now) {
    const { rows } = await pool.query<ArticleRow>(
      `SELECT ${summaryColumns}, a.blocks, a.gallery FROM article a ${joins} WHERE a.slug = $1 AND a.published_at <= $2`,
      [slug, now],
    );
    return rows[0] === undefined ? null : toArticle(rows[0]);
  },

  async list(filter, { now, after, limit }) {
    const { conditions, values } = where(filter, now, after);
    const { rows } = await pool.query<SummaryRow>(
      `SELECT ${summaryColumns} FROM article a ${joins} WHERE ${conditions.join(' AND ')}
       ORDER BY a.published_at DESC, a.id DESC LIMIT ${limit}`,
      values,
    );
    return rows.map(toSummary);
  },

  // Words, not phrases: whoever could ask for a phrase could read a gated text by guessing it word by word.
  async search(words, { publication = null, now, limit }) {
    const { rows } = await pool.query<SummaryRow & { snippet: string }>(
      `SELECT ${summaryColumns},
              ts_headline('english', a.teaser_text, q, $3) AS snippet
       FROM plainto_tsquery('english', $1) q, article a ${joins}
       WHERE a.search @@ q AND a.published_at <= $2 AND ($4::text IS NULL OR a.publication = $4)
       ORDER BY ts_rank(a.search, q) DESC, a.published_at DESC, a.id DESC LIMIT ${limit}`,
      [words, now, `StartSel=${FOUND.start},StopSel=${FOUND.end},MaxWords=40,MinWords=20`, publication],
    );
    return rows.map((row): SearchHit => ({ ...toSummary(row), snippet: row.snippet }));
  },

  async newest(filter, { now, limit }) {
    const { conditions, values } = where(filter, now, null);
    const { rows } = await pool.query<ArticleRow>(
      `SELECT ${summaryColumns}, a.blocks, a.gallery FROM article a ${joins} WHERE ${conditions.join(' AND ')}
       ORDER BY a.published_at DESC, a.id DESC LIMIT ${limit}`,
      values,
    );
    return rows.map(toArticle);
  },
});

const paper = (pool: Pool): Pick<ArticleStore, 'sections' | 'columns'> => ({
  async sections(publication) {
    const { rows } = await pool.query<Section>(
      `SELECT slug, name, description FROM section WHERE $1::text IS NULL OR publication = $1
       ORDER BY publication, position`,
      [publication ?? null],
    );
    return rows;
  },

  async columns(publication) {
    const { rows } = await pool.query<Section & { author_slug: string; author_name: string }>(
      `SELECT c.slug, c.name, c.description, w.slug AS author_slug, w.name AS author_name
       FROM "column" c JOIN author w ON w.slug = c.author
       WHERE $1::text IS NULL OR c.publication = $1 ORDER BY c.name`,
      [publication ?? null],
    );
    return rows.map(({ slug, name, description, author_slug, author_name }): Column => ({
      slug,
      name,
      description,
      author: { slug: author_slug, name: author_name },
    }));
  },
});

const pictures = (pool: Pool): Pick<ArticleStore, 'pictures' | 'isOpenPicture'> => ({
  async pictures(names) {
    if (names.length === 0) return [];
    const { rows } = await pool.query<PictureSpec>(
      'SELECT name, alt, caption, credit, seed, palette, kind FROM picture WHERE name = ANY($1)',
      [names],
    );
    return rows;
  },

  async isOpenPicture(name, now) {
    const { rowCount } = await pool.query(
      `SELECT 1 FROM article
       WHERE (picture = $1 OR (gallery @> ARRAY[$1] AND (gallery[1] = $1 OR access = 'free'))) AND published_at <= $2
       LIMIT 1`,
      [name, now],
    );
    return rowCount === 1;
  },
});

function where(filter: ArticleFilter, now: Date, after: Position | null) {
  const values: unknown[] = [now];
  const conditions = ['a.published_at <= $1'];
  for (const name of ['publication', 'section', 'column', 'author', 'kind'] as const)
    if (filter[name] !== undefined) conditions.push(`a."${name}" = $${values.push(filter[name])}`);
  if (after !== null)
    conditions.push(
      `(a.published_at, a.id) < ($${values.push(after.at)}, $${values.push(after.articleId)}::uuid)`,
    );
  return { conditions, values };
}

export type RuleRow = {
  access: AccessRule['access'];
  feature: string | null;
  not_before: Date | null;
  not_after: Date | null;
  is_metered: boolean;
};

type SummaryRow = RuleRow & {
  id: string;
  slug: string;
  publication: string;
  kind: ArticleSummary['kind'];
  title: string;
  dek: string;
  published_at: Date;
  words: number;
  picture: string | null;
  section_slug: string;
  section_name: string;
  author_slug: string;
  author_name: string;
  column_slug: string | null;
  column_name: string | null;
};
type ArticleRow = SummaryRow & { blocks: Block[]; gallery: string[] };

export const ruleIn = (row: RuleRow): AccessRule => ({
  access: row.access,
  feature: row.feature,
  notBefore: row.not_before,
  notAfter: row.not_after,
  ...(row.is_metered ? { isMetered: true } : {}),
});

const toSummary = (row: SummaryRow): ArticleSummary => ({
  id: row.id,
  slug: row.slug,
  publication: row.publication,
  kind: row.kind,
  title: row.title,
  dek: row.dek,
  section: { slug: row.section_slug, name: row.section_name },
  author: { slug: row.author_slug, name: row.author_name },
  column:
    row.column_slug === null ? null : { slug: row.column_slug, name: row.column_name ?? row.column_slug },
  publishedAt: row.published_at,
  words: row.words,
  picture: row.picture,
  rule: ruleIn(row),
});

const toArticle = (row: ArticleRow): Article => ({
  ...toSummary(row),
  blocks: row.blocks,
  gallery: row.gallery,
});
