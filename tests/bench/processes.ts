import { readdirSync, readFileSync } from 'node:fs';

/** Every process below `root`, itself included, as Linux knows them now. */
export function descendantsOf(root: number): number[] {
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => [Number(name), parentOf(Number(name))] as const),
  );
  const found = [root];
  for (const pid of found)
    for (const [child, parent] of parents) if (parent === pid && !found.includes(child)) found.push(child);
  return found;
}

function parentOf(pid: number): number | null {
  // The name of the program stands in brackets and may hold anything, so count from its end.
  const stat = read(`/proc/${pid}/stat`);
  return stat === null ? null : Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

export type Memory = {
  /** Resident bytes, where what two processes share counts for both. */
  readonly rss: number;
  /** The same with what is shared counted once. */
  readonly pss: number;
};

/** What these processes hold together. One that has just ended counts for nothing. */
export function memoryOf(pids: readonly number[]): Memory {
  const rolled = pids.map((pid) => read(`/proc/${pid}/smaps_rollup`) ?? '');
  const sum = (name: string): number =>
    rolled.reduce((total, text) => total + kilobytes(text, name) * 1_024, 0);
  return { rss: sum('Rss'), pss: sum('Pss') };
}

const kilobytes = (text: string, name: string): number =>
  Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0);

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
