import { newEvent, type Asked } from '../../domain/event.ts';
import { dueOf, parentOf, tagOf, type Kind, type Of, type StripeObject } from '../../domain/objects.ts';
import { shown } from '../../domain/shown.ts';
import { wants } from '../../domain/webhook.ts';
import type { Dunning } from '../../domain/dunning.ts';
import type { Page, Unit, Units } from '../../usecases/ports.ts';
import type { Database } from './database.ts';
import type { Ids } from './ids.ts';

type Parts = {
  readonly database: Database;
  readonly ids: Ids;
  readonly dunning: () => Dunning;
  /** Takes an event that some endpoint wants to hear. */
  readonly queue: (delivery: { event: string; endpoint: string; now: number }) => void;
};

type Call = { readonly now: number; readonly asked: Asked };

export function createUnits({ database, ids, dunning, queue }: Parts): Units {
  const read = <K extends Kind>(kind: K, id: string, alsoDeleted: boolean): Of<K> | null => {
    const row = database.first('SELECT body, deleted FROM object WHERE kind = ? AND id = ?', kind, id);
    if (row === null || (row['deleted'] === 1 && !alsoDeleted)) return null;
    return JSON.parse(String(row['body'])) as Of<K>;
  };

  const write = (object: StripeObject, deleted = false): void =>
    database.run(
      `INSERT INTO object (kind, id, customer, parent, tag, created, due, deleted, body)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (kind, id) DO UPDATE SET customer = excluded.customer, parent = excluded.parent,
         tag = excluded.tag, due = excluded.due, deleted = excluded.deleted, body = excluded.body`,
      object.object,
      object.id,
      'customer' in object ? object.customer : null,
      parentOf(object),
      tagOf(object),
      object.created,
      deleted ? null : dueOf(object),
      deleted ? 1 : 0,
      JSON.stringify(object),
    );

  const announce = (
    told: { object: StripeObject; before: StripeObject | null },
    type: string,
    call: Call,
  ) => {
    const making = { now: call.now, newId: ids.newId };
    const listeners = endpoints().filter((endpoint) => wants(endpoint, type));
    const event = newEvent(
      {
        type,
        object: shown(told.object, call.now),
        before: told.before === null || !showsChange(type) ? null : shown(told.before, call.now),
        asked: call.asked,
        pendingWebhooks: listeners.length,
      },
      making,
    );
    write(event);
    for (const { id } of listeners) queue({ event: event.id, endpoint: id, now: call.now });
  };

  const endpoints = (): Of<'webhook_endpoint'>[] => [
    ...pages<'webhook_endpoint'>(database, 'webhook_endpoint', {}),
  ];

  const unit = (call: Call): Unit => ({
    now: call.now,
    newId: ids.newId,
    dunning: dunning(),
    find: (kind, id) => read(kind, id, false),
    recall: (kind, id) => read(kind, id, true),
    list: (kind, where) => [...pages<typeof kind>(database, kind, where)],
    page: (kind, page) => pageOf(database, kind, page),
    save(object, ...types) {
      const before = types.some(showsChange) ? read(object.object, object.id, true) : null;
      write(object);
      for (const type of types) announce({ object, before }, type, call);
    },
    tell: (object, type) => announce({ object, before: null }, type, call),
    remove(object, type) {
      write(object, true);
      if (type !== null) announce({ object, before: null }, type, call);
    },
  });

  return {
    run: (call, work) =>
      database.atomic(() => {
        const result = work(unit(call));
        ids.keep();
        return result;
      }),
    read: (now, work) => work(unit({ now, asked: { id: null, idempotency_key: null } })),
    nextDue() {
      const row = database.first('SELECT due FROM object WHERE due IS NOT NULL ORDER BY due, seq LIMIT 1');
      return row === null ? null : Number(row['due']);
    },
    due(now) {
      const row = database.first(
        'SELECT body FROM object WHERE due IS NOT NULL AND due <= ? ORDER BY due, seq LIMIT 1',
        now,
      );
      return row === null ? null : (JSON.parse(String(row['body'])) as StripeObject);
    },
  };
}

/** Only events that tell of a change name what was there before. */
const showsChange = (type: string): boolean => type.endsWith('.updated') || type === 'charge.refunded';

type Where = Parameters<Unit['list']>[1];

function conditions(where: Where): { sql: string; values: (string | number)[] } {
  const sql: string[] = [];
  const values: (string | number)[] = [];
  for (const column of ['customer', 'parent', 'tag'] as const) {
    const value = where[column];
    if (value === undefined) continue;
    sql.push(`AND ${column} = ?`);
    values.push(value);
  }
  for (const [limit, operator] of [
    ['gt', '>'],
    ['gte', '>='],
    ['lt', '<'],
    ['lte', '<='],
  ] as const) {
    const value = where.created?.[limit];
    if (value === undefined) continue;
    sql.push(`AND created ${operator} ?`);
    values.push(value);
  }
  return { sql: sql.join(' '), values };
}

function* pages<K extends Kind>(
  database: Database,
  kind: K,
  { after, before, ...where }: Where & { after?: number; before?: number },
): Generator<Of<K>> {
  const { sql, values } = conditions(where);
  const order = before === undefined ? 'DESC' : 'ASC';
  for (const row of database.each(
    `SELECT body FROM object WHERE kind = ? AND deleted = 0 ${sql} AND seq < ? AND seq > ? ORDER BY seq ${order}`,
    kind,
    ...values,
    after ?? Number.MAX_SAFE_INTEGER,
    before ?? 0,
  ))
    yield JSON.parse(String(row['body'])) as Of<K>;
}

function pageOf<K extends Kind>(
  database: Database,
  kind: K,
  page: Page<K>,
): { data: Of<K>[]; hasMore: boolean } | null {
  const seqOf = (id: string | undefined): number | undefined | null => {
    if (id === undefined) return undefined;
    const row = database.first('SELECT seq FROM object WHERE kind = ? AND id = ?', kind, id);
    return row === null ? null : Number(row['seq']);
  };
  const [after, before] = [seqOf(page.startingAfter), seqOf(page.endingBefore)];
  if (after === null || before === null) return null;

  const data: Of<K>[] = [];
  let hasMore = false;
  const cursor = { ...(after === undefined ? {} : { after }), ...(before === undefined ? {} : { before }) };
  for (const object of pages(database, kind, { ...page.where, ...cursor })) {
    if (page.keep !== undefined && !page.keep(object)) continue;
    if (data.length === page.limit) {
      hasMore = true;
      break;
    }
    data.push(object);
  }
  return { data: before === undefined ? data : data.reverse(), hasMore };
}
