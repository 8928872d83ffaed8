import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { bytesOf, createProjection, setOf, type Projection } from '@gatefold/access';
import type { Bench } from '../bench.ts';
import type { Figure, Outcome } from '../figure.ts';
import { endOf, fill, grantsOf, readerId } from './population.ts';

const MEGABYTES = 2 ** 20;

/** What a reader costs outside the heap, room for growth included, and what a full collection costs beside it. */
export const memory: Bench = {
  name: 'memory',
  says: 'bytes a reader in the projection, at 1 and 5 million (G4)',
  needs: 'nothing',
  async run({ quick, say }): Promise<Outcome> {
    const collect = collector();
    const sizes = quick ? [100_000, 200_000] : [1_000_000, 5_000_000];
    const figures: Figure[] = [];
    const notes: string[] = [];
    for (const ids of [false, true])
      for (const readers of ids ? sizes.slice(0, 1) : sizes) {
        say(`${readers} readers${ids ? ' with the ids of grants' : ''}`);
        // Grown from nothing, as a replay would, so that the room for growth counts.
        const projection = createProjection({ ids });
        fill(projection, readers);
        checkTruth(projection, readers);
        const pause = collect();
        figures.push(...figuresOf(projection, { readers, ids, pause }));
        const { pool, size } = projection.table;
        notes.push(
          `${size} readers: ${(pool.byteLength / MEGABYTES).toFixed(1)} MiB of it hold second and further grants`,
        );
      }
    return { verdict: 'measured', figures, notes };
  },
};

function figuresOf(
  { table }: Projection,
  { readers, ids, pause }: { readers: number; ids: boolean; pause: number },
): Figure[] {
  const about = { direction: 'max', samples: readers, iqr: 0 } as const;
  const goal = `G4${ids ? '.service' : ''}.${readers / 1_000_000}M`;
  return [
    { goal, bar: 96, value: bytesOf(table) / readers, unit: 'bytes', ...about },
    { goal: `${goal}.gc-ms`, bar: 20, value: pause, unit: 'ms', ...about },
  ];
}

/** A full collection; answers with its milliseconds. */
function collector(): () => number {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  return () => {
    gc();
    const startedAt = performance.now();
    gc();
    return performance.now() - startedAt;
  };
}

function checkTruth({ table }: Projection, readers: number): void {
  if (table.size !== readers) throw new Error(`${table.size} of ${readers} readers are there`);
  for (let n = 0; n < readers; n += 997) {
    const grants = setOf(table, readerId(n))?.grants ?? [];
    if (grants.length !== grantsOf(n) || grants[0]?.until.getTime() !== endOf(n, 1))
      throw new Error(`reader ${n} came out other than they went in`);
  }
}
