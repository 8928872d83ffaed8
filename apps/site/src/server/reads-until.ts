import { entitlement, type Client } from '@gatefold/api';
import type { ReadingEnd } from '../features/account/held.ts';

type Asking = {
  readonly readerId: string;
  /** Speaks as the reader. */
  readonly entitlement: Client;
  report(error: unknown, what: string): void;
};

/** Until when the reader may read, as entitlement says. Never throws. */
export async function readsUntil(
  { readerId, entitlement: client, report }: Asking,
  now: Date,
): Promise<ReadingEnd> {
  try {
    const { data } = await client.call(entitlement.readersGrants, { params: { id: readerId } });
    const ends = data
      .filter(({ from, until }) => new Date(from) <= now && now < new Date(until))
      .map(({ until }) => until);
    return { until: ends.sort().at(-1) ?? null };
  } catch (error) {
    report(error, 'the end of access could not be read');
    return null;
  }
}
