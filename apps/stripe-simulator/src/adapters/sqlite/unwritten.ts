import { dueOf, parentOf, tagOf, type StripeObject } from '../../domain/objects.ts';
import type { Remembered } from './remembered.ts';

type Run = (sql: string, ...values: readonly (number | string | null)[]) => void;

type Saved = Remembered & { readonly body: string; readonly clock: string | null };

/** So many wait at most; a turn of a test clock is one piece of work, and can be a long one. */
const MOST = 500;

/**
 * What was saved and is not in the file yet: what one piece of work saves three times is written once.
 *
 * It is written before the work ends, and before anybody looks for objects by anything but their id.
 */
export function createUnwritten(run: Run) {
  const waiting = new Map<string, Saved>();

  const write = (): void => {
    if (waiting.size === 0) return;
    for (const saved of waiting.values()) writeRow(run, saved);
    waiting.clear();
  };

  return {
    write,
    get: (kind: string, id: string): Remembered | undefined => waiting.get(`${kind} ${id}`),
    put(saved: Saved): void {
      waiting.set(`${saved.object.object} ${saved.object.id}`, saved);
      if (waiting.size >= MOST) write();
    },
    forget: (): void => waiting.clear(),
  };
}

export type Unwritten = ReturnType<typeof createUnwritten>;

function writeRow(run: Run, { object, isDeleted, clock, body }: Saved): void {
  const customer = 'customer' in object ? object.customer : null;
  run(
    `INSERT INTO object (kind, id, customer, parent, tag, created, due, deleted, clock, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (kind, id) DO UPDATE SET customer = excluded.customer, parent = excluded.parent,
       tag = excluded.tag, due = excluded.due, deleted = excluded.deleted, clock = excluded.clock,
       body = excluded.body`,
    object.object,
    object.id,
    customer,
    parentOf(object),
    tagOf(object),
    createdOf(object),
    isDeleted ? null : dueOf(object),
    isDeleted ? 1 : 0,
    // What belongs to nobody, such as a coupon, is not of any test clock, whoever uses it.
    object.object === 'customer' ? object.test_clock : customer === null ? null : clock,
    body,
  );
}

const createdOf = (object: StripeObject): number => ('created' in object ? object.created : 0);
