import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { takeSnapshot } from '@gatefold/access';
import {
  anAnswer,
  createLocalClient,
  type LocalClient,
  type LocalSource,
} from '@gatefold/entitlement-client';
import type { Bench } from '../bench.ts';
import type { Figure, Outcome } from '../figure.ts';
import { compare, MOST_NOISE } from '../interleave.ts';
import { quantile } from '../statistics.ts';
import { articleId, endOf, now, populated, readerId, topics, valueOf } from './population.ts';

const BLOCK = 100;
const UPDATES_A_SECOND = 1_000;
const ARTICLES = 20_000;

type Setup = {
  readonly client: LocalClient;
  readonly readers: number;
  readonly plain: Map<string, { until: number }>;
};

/**
 * A check in the caller's own process while a thousand updates a second come in, against a plain `Map.get`.
 *
 * Every block of a hundred asks with ids that were never seen as these very texts, as they come out of a request.
 */
export const sdk: Bench = {
  name: 'sdk',
  says: 'a check of the local client against a plain Map (G3)',
  needs: 'nothing',
  async run({ quick, say }): Promise<Outcome> {
    const readers = quick ? 100_000 : 1_000_000;
    say(`${readers} readers into a snapshot`);
    const updates = { count: 0 };
    const { client, close } = await begin(readers, updates);
    const plain = new Map(Array.from({ length: readers }, (_, n) => [readerId(n), { until: endOf(n, 1) }]));
    const setup = { client, readers, plain };
    try {
      const rounds: { baseline: number[]; product: number[] }[] = [];
      for (let round = 0; round <= (quick ? 5 : 20); round += 1) {
        say(round === 0 ? 'warming up' : `round ${round}`);
        const measured = playRound(setup, quick ? 200 : 1_000);
        if (round > 0) rounds.push(measured);
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      if (updates.count === 0) throw new Error('no update came in while it was measured');
      return judge(rounds, { bytes: bytesLeftBehind(setup), updates: updates.count });
    } finally {
      await close();
    }
  },
};

async function begin(readers: number, updates: { count: number }) {
  const parts = takeSnapshot(populated({ readers, articles: ARTICLES, ids: true }));
  const server = createServer((_req, res) => {
    for (const part of parts) res.write(part);
    res.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = createLocalClient({
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token: async () => 'a.b.c',
    failurePolicy: 'open-for-known-payers',
    source: updating(readers, updates),
  });
  await client.start();
  return {
    client,
    async close() {
      await client.stop();
      server.close();
    },
  };
}

/** Renews readers in turn, a few every few milliseconds. */
const updating = (readers: number, updates: { count: number }): LocalSource => ({
  follow(_from, { take }) {
    const timer = setInterval(() => {
      const records = Array.from({ length: UPDATES_A_SECOND / 100 }, () => {
        updates.count += 1;
        const n = (updates.count * 7_919) % readers;
        const version = 2 + Math.floor(updates.count / readers);
        const value = Buffer.from(valueOf(n, version));
        return {
          partition: 0,
          offset: String(updates.count),
          type: 'reader.grants',
          epoch: 1,
          sequence: version,
          value,
        };
      });
      take(topics.sets, records);
    }, 10);
    return { stop: async () => clearInterval(timer) };
  },
});

function playRound({ client, readers, plain }: Setup, blocks: number) {
  const answer = anAnswer();
  const [baseline, product]: [number[], number[]] = [[], []];
  for (let block = 0; block < blocks; block += 1) {
    const numbers = Array.from({ length: BLOCK }, () => Math.floor(Math.random() * readers * 1.4));
    const articles = numbers.map((n) => asRead(articleId(n % ARTICLES)));
    const [ours, theirs] = [fresh(numbers), fresh(numbers)];
    const isBaselineFirst = Math.random() < 0.5;
    if (isBaselineFirst) baseline.push(timeMap(plain, theirs));
    product.push(timeChecks(client, { ids: ours, articles, answer }));
    if (!isBaselineFirst) baseline.push(timeMap(plain, theirs));
    checkTruth(client, { n: numbers[0]!, readers });
  }
  return { baseline, product };
}

/** Texts that nobody has looked up before. */
const fresh = (numbers: readonly number[]): string[] => numbers.map((n) => asRead(readerId(n)));

/** A text of its own, as it comes out of a request, and not one that is yet to be put together. */
const asRead = (id: string): string => Buffer.from(id).toString('latin1');

type Asked = { ids: readonly string[]; articles: readonly string[]; answer: ReturnType<typeof anAnswer> };

/** Microseconds for one of a block. */
function timeChecks(client: LocalClient, { ids, articles, answer }: Asked): number {
  let granted = 0;
  const startedAt = performance.now();
  for (let at = 0; at < BLOCK; at += 1)
    if (client.check(ids[at]!, articles[at]!, answer).granted) granted += 1;
  const microseconds = ((performance.now() - startedAt) * 1_000) / BLOCK;
  if (granted === 0) throw new Error('nobody of a hundred may read');
  return microseconds;
}

function timeMap(plain: Setup['plain'], ids: readonly string[]): number {
  let granted = 0;
  const startedAt = performance.now();
  for (let at = 0; at < BLOCK; at += 1) if ((plain.get(ids[at]!)?.until ?? 0) > now) granted += 1;
  const microseconds = ((performance.now() - startedAt) * 1_000) / BLOCK;
  if (granted === 0) throw new Error('the map is empty');
  return microseconds;
}

/** Whoever is in the snapshot may read until long after today's real date or not, by the same arithmetic. */
function checkTruth(client: LocalClient, { n, readers }: { n: number; readers: number }): void {
  const { granted, reason, version } = client.check(readerId(n), articleId(n % ARTICLES));
  const isRight = n < readers ? granted === endOf(n, version) > Date.now() : !granted && reason === 'no-plan';
  if (!isRight) throw new Error(`reader ${n} was answered ${reason}`);
}

/** Bytes on the heap for one check that is handed its answer. */
function bytesLeftBehind({ client, readers }: Setup): number {
  const numbers = Array.from({ length: 1_000 }, (_, n) => (n * 7_919) % readers);
  const asked = {
    ids: fresh(numbers),
    articles: numbers.map((n) => asRead(articleId(n % ARTICLES))),
    answer: anAnswer(),
  };
  const ask = (checks: number): void => {
    for (let n = 0; n < checks; n += 1)
      client.check(asked.ids[n % 1_000]!, asked.articles[n % 1_000]!, asked.answer);
  };
  ask(1_000_000);
  // A collection in between would hide what was made, so the most of several short runs counts.
  const checks = 50_000;
  const runs = Array.from({ length: 10 }, () => {
    const before = process.memoryUsage().heapUsed;
    ask(checks);
    return (process.memoryUsage().heapUsed - before) / checks;
  });
  return Math.max(0, ...runs);
}

function judge(
  rounds: readonly { baseline: number[]; product: number[] }[],
  { bytes, updates }: { bytes: number; updates: number },
): Outcome {
  const { ratio, product, noise, samples } = compare(rounds);
  const about = { direction: 'max', samples } as const;
  const p99s = rounds.map((round) => quantile(round.product, 0.99));
  const figures: Figure[] = [
    { goal: 'G3.p50', bar: 0.5, value: product.median, unit: 'µs', iqr: product.iqr, ...about },
    { goal: 'G3.p99', bar: 2, value: quantile(p99s, 0.5), unit: 'µs', iqr: product.iqr, ...about },
    { goal: 'G3.map', bar: 1, value: ratio.value, unit: 'x', iqr: ratio.iqr, ...about },
    { goal: 'G3.bytes', bar: 0.1, value: bytes, unit: 'bytes', iqr: 0, ...about },
  ];
  if (noise > MOST_NOISE)
    return { verdict: 'inconclusive', why: `the map wandered by ${Math.round(noise * 100)} %`, figures };
  return { verdict: 'measured', figures, notes: [`${updates} updates came in meanwhile`] };
}
