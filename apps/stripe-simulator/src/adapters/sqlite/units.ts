import type { Dunning } from '../../domain/dunning.ts';
import { newEvent, type Asked } from '../../domain/event.ts';
import type { Kind, StripeObject } from '../../domain/objects.ts';
import { shown } from '../../domain/shown.ts';
import { wants } from '../../domain/webhook.ts';
import type { Asking, Due, Unit, Units } from '../../usecases/ports.ts';
import { timeOf, type Time } from './clocks.ts';
import type { Database, Row } from './database.ts';
import type { Ids } from './ids.ts';
import { spell, spellAround } from './spelling.ts';
import { countOf, objectOf, objectsOf, pageOf } from './rows.ts';

type Parts = {
  readonly database: Database;
  readonly ids: Ids;
  readonly dunning: () => Dunning;
  readonly pageUrl: string;
  /** Takes an event that some endpoint wants to hear; `now` is read from the server's clock. */
  readonly queue: (delivery: { event: string; endpoint: string; now: number }) => void;
};

/** `now` and `clock` are those of the unit, `server` is what the server's clock says meanwhile. */
type Call = Time & { readonly server: number; readonly asked: Asked };

const nobody: Asked = { id: null, idempotency_key: null };

export function createUnits(parts: Parts): Units {
  const { database, ids } = parts;
  const callOf = ({ now, asked, about }: Asking): Call => ({
    ...timeOf(database, about ?? [], now),
    server: now,
    asked,
  });
  const done = <T>(asking: Asking, work: (unit: Unit) => T): T => {
    const result = work(unitOf(parts, callOf(asking)));
    database.unwritten.write();
    ids.keep();
    return result;
  };
  return {
    run: (asking, work) => database.atomic(() => done(asking, work)),
    share: (asking, work) => database.shared(() => done(asking, work)),
    kept: () => database.kept(),
    together: (work) => database.atomic(work),
    read: (now, work, about = []) => work(unitOf(parts, callOf({ now, asked: nobody, about }))),
    nextDue() {
      const row = database.first(
        'SELECT due FROM object WHERE clock IS NULL AND due IS NOT NULL ORDER BY due, seq LIMIT 1',
      );
      return row === null ? null : Number(row['due']);
    },
    due(now) {
      const row = database.first(
        'SELECT due, kind, id FROM object WHERE clock IS NULL AND due IS NOT NULL AND due <= ? ORDER BY due, seq LIMIT 1',
        now,
      );
      return row === null ? null : dueBy(database, row);
    },
  };
}

function unitOf(parts: Parts, call: Call): Unit {
  const { database, ids } = parts;
  return {
    now: call.now,
    clock: call.clock,
    pageUrl: parts.pageUrl,
    newId: ids.newId,
    // Read when it is needed: most work does not ask.
    get dunning() {
      return parts.dunning();
    },
    ...looking(parts, call),
    save(object, ...types) {
      const { object: kind, id } = object;
      const before = types.some(showsChange) ? objectOf(database, { kind, id, alsoDeleted: true }) : null;
      const text = write(database, object, { ...call, isDeleted: false });
      for (const type of types) announce(parts, call, { type, object, text, before });
    },
    tell: (object, type) =>
      announce(parts, call, { type, object, text: spell(object, call.now).text, before: null }),
    remove(object, type) {
      const text = write(database, object, { ...call, isDeleted: true });
      if (type !== null) announce(parts, call, { type, object, text, before: null });
    },
  };
}

type Looking = Pick<
  Unit,
  'count' | 'dueOn' | 'find' | 'isDelivered' | 'list' | 'onClock' | 'page' | 'recall' | 'tried' | 'within'
>;

const looking = (parts: Parts, call: Call): Looking => {
  const { database } = parts;
  return {
    find: (kind, id) => objectOf(database, { kind, id, alsoDeleted: false }),
    recall: (kind, id) => objectOf(database, { kind, id, alsoDeleted: true }),
    list: (kind, where) => [...objectsOf(database, kind, where)],
    count: (kind, where) => countOf(database, kind, where),
    page: (kind, page) => pageOf(database, kind, page),
    isDelivered: (event) =>
      database.first(
        `SELECT 1 AS one FROM delivery WHERE event = ? AND state NOT IN ('delivered', 'gone') LIMIT 1`,
        event,
      ) === null,
    tried: (work) => database.undone(() => work(unitOf(parts, call))),
    within: (time) => unitOf(parts, { ...call, ...time }),
    dueOn(clock, until) {
      database.unwritten.write();
      const row = database.first(
        'SELECT due, kind, id FROM object WHERE clock = ? AND due IS NOT NULL AND due <= ? ORDER BY due, seq LIMIT 1',
        clock,
        until,
      );
      return row === null ? null : dueBy(database, row);
    },
    onClock(clock) {
      database.unwritten.write();
      return database
        .all('SELECT kind, id FROM object WHERE clock = ? AND deleted = 0 ORDER BY seq', clock)
        .map((row) => namedBy(database, row));
    },
  };
};

const dueBy = (database: Database, row: Row): Due => ({
  at: Number(row['due']),
  object: namedBy(database, row),
});

function namedBy(database: Database, row: Row): StripeObject {
  const named = { kind: String(row['kind']) as Kind, id: String(row['id']), alsoDeleted: true };
  return objectOf(database, named) as StripeObject;
}

type Writing = { readonly clock: string | null; readonly isDeleted: boolean };

/** Answers with the object as events show it. */
function write(
  { memory, unwritten }: Database,
  object: StripeObject,
  writing: Writing & { now: number },
): string {
  const { text, body } = spell(object, writing.now);
  const { clock, isDeleted } = writing;
  memory.keep({ object, isDeleted });
  unwritten.put({ object, isDeleted, clock, body });
  return text;
}

/** Only events that tell of a change name what was there before. */
const showsChange = (type: string): boolean => type.endsWith('.updated') || type === 'charge.refunded';

type Told = {
  readonly type: string;
  readonly object: StripeObject;
  /** The object as it is shown. */
  readonly text: string;
  readonly before: StripeObject | null;
};

function announce(
  { database, ids, queue }: Parts,
  { now, server, asked }: Call,
  { type, object, text, before }: Told,
): void {
  const listeners = database.memory
    .endpoints(() => [...objectsOf(database, 'webhook_endpoint', {})])
    .filter((endpoint) => wants(endpoint, type));
  const event = newEvent(
    {
      type,
      object: before === null ? {} : shown(object, now),
      before: before === null || !showsChange(type) ? null : shown(before, now),
      asked,
      pendingWebhooks: listeners.length,
    },
    { now, newId: ids.newId },
  );
  // Written at once and never kept in memory: it is seldom read, and would only push others out.
  database.run(
    `INSERT INTO object (kind, id, tag, created, body) VALUES ('event', ?, ?, ?, ?)`,
    event.id,
    event.type,
    event.created,
    spellAround(event, text),
  );
  for (const { id } of listeners) queue({ event: event.id, endpoint: id, now: server });
}
