import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { nothingYet, type Tally } from './tally.ts';

const Kept = z.object({
  rounds: z.int(),
  seeds: z.array(z.int()),
  lines: z.array(z.object({ invariant: z.string(), runs: z.int(), faults: z.int(), worst: z.int() })),
});

/** What earlier runs have counted, so that a campaign that was broken off goes on where it was. */
export function openProgress(folder: string) {
  const fileOf = (name: string): string => path.join(folder, `${name}.json`);
  return {
    read(name: string): Tally {
      const file = fileOf(name);
      return existsSync(file) ? Kept.parse(JSON.parse(readFileSync(file, 'utf8'))) : nothingYet;
    },
    write(name: string, tally: Tally): void {
      mkdirSync(folder, { recursive: true });
      writeFileSync(`${fileOf(name)}.new`, `${JSON.stringify(tally, null, 2)}\n`);
      renameSync(`${fileOf(name)}.new`, fileOf(name));
    },
  };
}
