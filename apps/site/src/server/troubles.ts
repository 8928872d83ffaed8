import { billing, type Client } from '@gatefold/api';
import { SECOND, type MachineClock } from '@gatefold/kernel';
import { troubleOf, type Trouble } from '../features/account/trouble.ts';
import { readsUntil } from './reads-until.ts';

type Asking = {
  readonly readerId: string;
  readonly now: Date;
  /** Both speak as the reader. */
  readonly billing: Client;
  readonly entitlement: Client;
  report(error: unknown, what: string): void;
};

export type Troubles = {
  /** What is wrong with a reader's payment; null when nothing is, or when nobody can say in time. */
  of(asking: Asking): Promise<Trouble | null>;
  /** So that a new card is seen at once. */
  forget(readerId: string): void;
};

/** How long an answer is used, in machine time: a reader's pages ask billing once in it. */
const FRESH_MS = 60 * SECOND;
/** How long a page waits. A later answer is there for the next page. */
const PATIENCE_MS = 300;
const MOST_KEPT = 20_000;

type Kept = { readonly at: number; readonly trouble: Promise<Trouble | null> };

/** Asks billing behind the pages of the paper, which must not depend on it. Never throws. */
export function createTroubles({ clock }: { readonly clock: MachineClock }): Troubles {
  const kept = new Map<string, Kept>();

  const keep = (readerId: string, entry: Kept): void => {
    kept.delete(readerId);
    kept.set(readerId, entry);
    const oldest = kept.keys().next();
    if (kept.size > MOST_KEPT && oldest.done !== true) kept.delete(oldest.value);
  };

  return {
    of(asking) {
      const at = clock.now().getTime();
      const known = kept.get(asking.readerId);
      if (known !== undefined && at < known.at + FRESH_MS) return inTime(known.trouble);
      const trouble = ask(asking).catch((error: unknown) => {
        asking.report(error, 'whether a payment is in trouble could not be read');
        return null;
      });
      keep(asking.readerId, { at, trouble });
      return inTime(trouble);
    },
    forget: (readerId) => void kept.delete(readerId),
  };
}

async function ask(asking: Asking): Promise<Trouble | null> {
  const params = { id: asking.readerId };
  const { data } = await asking.billing.call(billing.readersSubscriptions, { params });
  const trouble = troubleOf(data);
  return trouble === null ? null : { ...trouble, reading: await readsUntil(asking, asking.now) };
}

const inTime = <T>(answer: Promise<T>): Promise<T | null> =>
  Promise.race([answer, new Promise<null>((resolve) => setTimeout(resolve, PATIENCE_MS, null).unref())]);
