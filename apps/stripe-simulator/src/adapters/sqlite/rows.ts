import type { Kind, Of, StripeObject } from '../../domain/objects.ts';
import type { Page, Where } from '../../usecases/ports.ts';
import type { Database } from './database.ts';
import type { Remembered } from './remembered.ts';

/** The object with this id as it was last kept, or null. */
export function objectOf<K extends Kind>(
  database: Database,
  { kind, id, alsoDeleted }: { kind: K; id: string; alsoDeleted: boolean },
): Of<K> | null {
  const { memory, unwritten } = database;
  const found = memory.get(kind, id) ?? unwritten.get(kind, id) ?? readObject(database, kind, id);
  if (found === null || (found.isDeleted && !alsoDeleted)) return null;
  return found.object as Of<K>;
}

function readObject(database: Database, kind: Kind, id: string): Remembered | null {
  const row = database.first('SELECT body, deleted FROM object WHERE kind = ? AND id = ?', kind, id);
  if (row === null) return null;
  const found = {
    object: JSON.parse(String(row['body'])) as StripeObject,
    isDeleted: row['deleted'] === 1,
  };
  database.memory.keep(found);
  return found;
}

const columns = ['customer', 'parent'] as const;
const comparisons = [
  ['gt', '>'],
  ['gte', '>='],
  ['lt', '<'],
  ['lte', '<='],
] as const;

type Condition = { readonly sql: string; readonly values: readonly (string | number)[] };

function conditions(kind: Kind, where: Where): Condition {
  const equal = columns.map((column) => [`${column} =`, where[column]] as const);
  const within = comparisons.map(([name, sign]) => [`created ${sign}`, where.created?.[name]] as const);
  const given = [...equal, ...within].flatMap(([sql, value]) =>
    value === undefined ? [] : [{ sql: `AND ${sql} ?`, value }],
  );
  const tags = where.tag === undefined ? [] : [where.tag].flat();
  const tagged = tags.length === 0 ? [] : [`AND tag IN (${tags.map(() => '?').join(', ')})`];
  const since = sinceOf(kind, where);
  return {
    sql: [...given.map(({ sql }) => sql), ...tagged, since.sql].join(' '),
    values: [...given.map(({ value }) => value), ...tags, ...since.values],
  };
}

/** Who looks for what is new among all passes by nothing that is older. */
function sinceOf(kind: Kind, { customer, parent, created }: Where): Condition {
  const from = created?.gte ?? created?.gt;
  if (from === undefined || customer !== undefined || parent !== undefined) return { sql: '', values: [] };
  return {
    sql: 'AND seq >= (SELECT min(seq) FROM object WHERE kind = ? AND created >= ?)',
    values: [kind, from],
  };
}

type Cursor = { readonly after?: number | undefined; readonly before?: number | undefined };

/** Newest first, or oldest first from a `before` on. Read one by one, so that who stops early pays for no more. */
export function* objectsOf<K extends Kind>(
  database: Database,
  kind: K,
  { after, before, ...where }: Where & Cursor,
): Generator<Of<K>> {
  const { sql, values } = conditions(kind, where);
  const order = before === undefined ? 'DESC' : 'ASC';
  database.unwritten.write();
  for (const row of database.each(
    `SELECT id, body FROM object WHERE kind = ? AND deleted = 0 ${sql} AND seq < ? AND seq > ? ORDER BY seq ${order}`,
    kind,
    ...values,
    after ?? Number.MAX_SAFE_INTEGER,
    before ?? 0,
  ))
    // What a long list only passes by is not kept in memory.
    yield (database.memory.get(kind, String(row['id']))?.object ?? JSON.parse(String(row['body']))) as Of<K>;
}

export function countOf(database: Database, kind: Kind, where: Where): number {
  const { sql, values } = conditions(kind, where);
  database.unwritten.write();
  const row = database.first(
    `SELECT count(*) AS count FROM object WHERE kind = ? AND deleted = 0 ${sql}`,
    kind,
    ...values,
  );
  return Number(row?.['count'] ?? 0);
}

/** Null when a cursor names nothing that ever was. */
export function pageOf<K extends Kind>(
  database: Database,
  kind: K,
  { where, limit, keep, startingAfter, endingBefore }: Page<K>,
): { data: Of<K>[]; hasMore: boolean } | null {
  const [after, before] = [startingAfter, endingBefore].map((id) => seqOf(database, kind, id));
  if (after === null || before === null) return null;
  const data: Of<K>[] = [];
  for (const object of objectsOf(database, kind, { ...where, after, before })) {
    if (keep !== undefined && !keep(object)) continue;
    data.push(object);
    if (data.length > limit) break;
  }
  const page = data.slice(0, limit);
  return { data: before === undefined ? page : page.reverse(), hasMore: data.length > limit };
}

function seqOf(database: Database, kind: Kind, id: string | undefined): number | null | undefined {
  if (id === undefined) return undefined;
  database.unwritten.write();
  const row = database.first('SELECT seq FROM object WHERE kind = ? AND id = ?', kind, id);
  return row === null ? null : Number(row['seq']);
}
