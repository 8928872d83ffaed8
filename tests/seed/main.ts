import { writeFileSync } from 'node:fs';
import { createPlay } from '../stories/play.ts';
import { readStack } from '../stories/stack.ts';
import { playPeople } from './people.ts';

/**
 * `node tests/seed/main.ts <today as ISO> <file for the people>`: fills a fresh stack with people.
 *
 * Prints a line for each thing that happens. Run by `npm start` once, on an empty stack whose
 * clock stands `SEED_SPAN` before today.
 */
const [today, file] = process.argv.slice(2);
if (today === undefined || file === undefined) throw new Error('usage: main.ts <today> <file>');

const play = createPlay(readStack());
try {
  const people = await playPeople(play, new Date(today), (line) => process.stdout.write(`${line}\n`));
  writeFileSync(file, JSON.stringify(people, null, 2));
} finally {
  await play.close();
}
