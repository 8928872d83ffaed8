import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { fingerprint, readSnapshot, takeSet, takeSnapshot } from '@gatefold/access';
import type { Bench } from '../bench.ts';
import type { Figure, Outcome } from '../figure.ts';
import { iqr, median } from '../statistics.ts';
import { articleId, populated, readerId, topics, valueOf } from './population.ts';

const SDK = path.join(import.meta.dirname, '../../../packages/entitlement-client');
const TAIL = 10_000;
const LAST = 1;

/**
 * From the start of a process to its first right answer: it takes a snapshot of a million readers, hears the ten
 * thousand changes since, and is asked about the last of them.
 */
export const coldStart: Bench = {
  name: 'cold-start',
  says: 'process start → first right answer of a local client (G11)',
  needs: 'nothing',
  async run({ quick, say }): Promise<Outcome> {
    const readers = quick ? 100_000 : 1_000_000;
    await promisify(execFile)(process.execPath, [path.join(SDK, 'build.mjs')]);
    say(`${readers} readers into a snapshot`);
    const projection = populated({ readers, articles: 1_000, ids: true });
    const parts = takeSnapshot(projection);
    const lines = Array.from({ length: TAIL }, (_, nth) =>
      lineOf(nth, nth === TAIL - 1 ? LAST : 2 + (nth % (readers - 2))),
    );
    const { server, url } = await serve(parts, lines);
    const seconds: number[] = [];
    try {
      for (let round = 0; round <= (quick ? 3 : 10); round += 1) {
        say(round === 0 ? 'warming up' : `start ${round}`);
        const taken = await startOnce(url, readers);
        if (round > 0) seconds.push(taken);
      }
    } finally {
      server.closeAllConnections();
      server.close();
    }
    const load = timeLoad(parts, readers);
    return {
      verdict: 'measured',
      figures: figuresOf(seconds, load),
      notes: ['the state is that of a full replay, by its checksum'],
    };
  },
};

const newest = (n: number): number => 2 + (n === LAST ? 1 : 0);

function lineOf(nth: number, n: number): string {
  const head = {
    topic: topics.sets,
    partition: 0,
    offset: String(nth),
    type: 'reader.grants',
    epoch: 1,
    sequence: newest(n),
  };
  return `${JSON.stringify(head).slice(0, -1)},"data":${valueOf(n, newest(n))}}\n`;
}

async function serve(
  parts: readonly Uint8Array[],
  lines: readonly string[],
): Promise<{ server: Server; url: string }> {
  const server = createServer((req, res) => {
    if (req.url === '/v1/snapshot') {
      for (const part of parts) res.write(part);
      return void res.end();
    }
    res.write(lines.join(''));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function startOnce(url: string, readers: number): Promise<number> {
  const script = path.join(import.meta.dirname, 'cold-start-client.ts');
  const startedAt = performance.now();
  const args = [
    script,
    path.join(SDK, 'dist/entitlement-client/src/index.js'),
    url,
    readerId(LAST),
    articleId(1),
    String(newest(LAST)),
  ];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const seconds = (performance.now() - startedAt) / 1_000;
  if (stdout.trim() !== `right ${readers}`) throw new Error(`a start ended with ${stdout}`);
  return seconds;
}

/** Milliseconds to read the file; checks that it gives what a replay gives. */
function timeLoad(parts: readonly Uint8Array[], readers: number): number {
  const file = new Uint8Array(Buffer.concat(parts));
  const startedAt = performance.now();
  const loaded = readSnapshot(file, { ids: false });
  const milliseconds = performance.now() - startedAt;
  const replayed = populated({ readers: 0, articles: 0, ids: false });
  for (let n = readers - 1; n >= 0; n -= 1)
    takeSet(replayed, { epoch: 1, sequence: 1, value: Buffer.from(valueOf(n, 1)) });
  if (fingerprint(loaded.table) !== fingerprint(replayed.table))
    throw new Error('the snapshot is not what a replay gives');
  return milliseconds;
}

function figuresOf(seconds: readonly number[], load: number): Figure[] {
  const about = { direction: 'max', samples: seconds.length } as const;
  return [
    { goal: 'G11', bar: 1, value: median(seconds), unit: 's', iqr: iqr(seconds), ...about },
    { goal: 'G11.load-ms', bar: null, value: load, unit: 'ms', iqr: 0, ...about },
  ];
}
