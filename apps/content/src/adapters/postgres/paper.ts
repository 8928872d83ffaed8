import { inTransaction } from '@gatefold/messaging';
import type { Pool, PoolClient } from 'pg';
import type { PictureSpec } from '../../domain/picture.ts';
import type { Section } from '../../usecases/ports.ts';

/** What one publication's articles refer to. */
export type Paper = {
  readonly publication: string;
  readonly sections: readonly Section[];
  readonly authors: readonly { slug: string; name: string; beat: string; bio: string }[];
  readonly columns: readonly (Section & { author: string })[];
  readonly pictures: readonly PictureSpec[];
};

/** Saves sections in their order, authors, columns, pictures. Replaces what has the same key. */
export const savePaper = (
  pool: Pool,
  { publication, sections, authors, columns, pictures }: Paper,
): Promise<void> =>
  inTransaction(pool, async (tx) => {
    for (const [position, section] of sections.entries())
      await save(tx, 'section', { ...section, publication, position });
    for (const author of authors) await save(tx, 'author', { ...author, publication });
    for (const column of columns) await save(tx, 'column', { ...column, publication });
    for (const picture of pictures) await save(tx, 'picture', picture);
  });

async function save(tx: PoolClient, table: string, row: Readonly<Record<string, unknown>>): Promise<void> {
  const [key] = Object.keys(row);
  const names = Object.keys(row).map((name) => `"${name}"`);
  await tx.query(
    `INSERT INTO "${table}" (${names.join(', ')}) VALUES (${names.map((_, index) => `$${index + 1}`).join(', ')})
     ON CONFLICT ("${key}") DO UPDATE SET ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`,
    Object.values(row),
  );
}
