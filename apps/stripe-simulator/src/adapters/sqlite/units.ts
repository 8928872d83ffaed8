import type { Dunning } from '../../domain/dunning.ts';
import { newEvent, type Asked } from '../../domain/event.ts';
import { dueOf, parentOf, tagOf, type StripeObject } from '../../domain/objects.ts';
import { shown } from '../../domain/shown.ts';
import { wants } from '../../domain/webhook.ts';
import type { Unit, Units } from '../../usecases/ports.ts';
import type { Database } from './database.ts';
import type { Ids } from './ids.ts';
import { countOf, objectOf, objectsOf, pageOf } from './rows.ts';

type Parts = {
  readonly database: Database;
  readonly ids: Ids;
  readonly dunning: () => Dunning;
  /** Takes an event that some endpoint wants to hear. */
  readonly queue: (delivery: { event: string; endpoint: string; now: number }) => void;
};

type Call = { readonly now: number; readonly asked: Asked };

export function createUnits(parts: Parts): Units {
  const { database, ids } = parts;
  return {
    run: (call, work) =>
      database.atomic(() => {
        const result = work(unitOf(parts, call));
        ids.keep();
        return result;
      }),
    read: (now, work) => work(unitOf(parts, { now, asked: { id: null, idempotency_key: null } })),
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

function unitOf(parts: Parts, call: Call): Unit {
  const { database, ids } = parts;
  return {
    now: call.now,
    newId: ids.newId,
    dunning: parts.dunning(),
    find: (kind, id) => objectOf(database, { kind, id, alsoDeleted: false }),
    recall: (kind, id) => objectOf(database, { kind, id, alsoDeleted: true }),
    list: (kind, where) => [...objectsOf(database, kind, where)],
    count: (kind, where) => countOf(database, kind, where),
    page: (kind, page) => pageOf(database, kind, page),
    save(object, ...types) {
      const { object: kind, id } = object;
      const before = types.some(showsChange) ? objectOf(database, { kind, id, alsoDeleted: true }) : null;
      write(database, object, false);
      for (const type of types) announce(parts, call, { type, object, before });
    },
    tell: (object, type) => announce(parts, call, { type, object, before: null }),
    remove(object, type) {
      write(database, object, true);
      if (type !== null) announce(parts, call, { type, object, before: null });
    },
  };
}

function write(database: Database, object: StripeObject, isDeleted: boolean): void {
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
    isDeleted ? null : dueOf(object),
    isDeleted ? 1 : 0,
    JSON.stringify(object),
  );
}

/** Only events that tell of a change name what was there before. */
const showsChange = (type: string): boolean => type.endsWith('.updated') || type === 'charge.refunded';

type Told = { readonly type: string; readonly object: StripeObject; readonly before: StripeObject | null };

function announce(
  { database, ids, queue }: Parts,
  { now, asked }: Call,
  { type, object, before }: Told,
): void {
  const listeners = [...objectsOf(database, 'webhook_endpoint', {})].filter((endpoint) =>
    wants(endpoint, type),
  );
  const event = newEvent(
    {
      type,
      object: shown(object, now),
      before: before === null || !showsChange(type) ? null : shown(before, now),
      asked,
      pendingWebhooks: listeners.length,
    },
    { now, newId: ids.newId },
  );
  write(database, event, false);
  for (const { id } of listeners) queue({ event: event.id, endpoint: id, now });
}
