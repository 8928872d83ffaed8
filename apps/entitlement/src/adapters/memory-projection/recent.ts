import type { TailRecord } from '@gatefold/messaging';

export type RecentRecord = TailRecord & { readonly topic: string };

export type Positions = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * The last records that came by, so that one who has a snapshot can be told what came after it.
 *
 * `reachesTo` says whether nothing is missing between given positions and now.
 */
export function recentRecords(capacity: number) {
  const ring: (RecentRecord | undefined)[] = new Array(capacity);
  /** The first offset that is kept, by topic and partition, once something was dropped or taken over from a file. */
  const firstKept = new Map<string, bigint>();
  let count = 0;

  return {
    /** Nothing before these positions was ever seen here. */
    beginAt(positions: ReadonlyMap<string, ReadonlyMap<number, bigint>>): void {
      for (const [topic, offsets] of positions)
        for (const [partition, next] of offsets) firstKept.set(`${topic}/${partition}`, next);
    },
    push(record: RecentRecord): void {
      const slot = count % capacity;
      const dropped = ring[slot];
      if (dropped !== undefined)
        firstKept.set(`${dropped.topic}/${dropped.partition}`, BigInt(dropped.offset) + 1n);
      ring[slot] = record;
      count += 1;
    },
    reachesTo: (from: Positions): boolean =>
      [...firstKept].every(([id, first]) => {
        const slash = id.lastIndexOf('/');
        return BigInt(from[id.slice(0, slash)]?.[id.slice(slash + 1)] ?? '0') >= first;
      }),
    /** In the order in which they came. */
    *since(from: Positions): Generator<RecentRecord> {
      for (let nth = Math.max(0, count - capacity); nth < count; nth += 1) {
        const record = ring[nth % capacity]!;
        if (BigInt(record.offset) >= BigInt(from[record.topic]?.[record.partition] ?? '0')) yield record;
      }
    },
  };
}
