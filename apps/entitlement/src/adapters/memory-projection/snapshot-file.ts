import { readFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { readSnapshot, takeSnapshot, type Projection } from '@gatefold/access';

/** Positions as a log names them. */
export type Ends = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What a file holds; throws for one that is missing or damaged. */
export const loadSnapshot = (file: string): Projection => {
  const bytes = readFileSync(file);
  return readSnapshot(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length), { ids: true });
};

/** Written beside and then put in its place, so that a file is whole or not there. */
export async function saveSnapshot(file: string, projection: Projection): Promise<void> {
  const beside = `${file}.${process.pid}`;
  const handle = await open(beside, 'w');
  try {
    await handle.writev(takeSnapshot(projection));
    await handle.datasync();
  } finally {
    await handle.close();
  }
  await rename(beside, file);
}

/** Whether a log reaches as far as a projection that was made from it. A log that was lost does not. */
export const isOfThisLog = ({ positions }: Projection, ends: Ends): boolean =>
  [...positions].every(([topic, offsets]) =>
    [...offsets].every(([partition, next]) => BigInt(ends[topic]?.[partition] ?? '0') >= next),
  );
