import { subscriptionTopic, type SubscriptionData } from '@gatefold/events';
import { encode } from '@gatefold/messaging';
import { newId } from '@gatefold/service-kit';
import type { Bench } from '../bench.ts';
import type { Figure, Outcome } from '../figure.ts';
import { quantile } from '../statistics.ts';
import { openTwoNodes, type Nodes } from './two-nodes.ts';

const READERS = 2_000;
/** Writes that wait for their check at once. */
const LANES = 48;
/** Of those who pay from the beginning to the end, asked without a revision. */
const STEADY = 100;
const DAY = 86_400_000;
const beginning = Math.floor(Date.now() / DAY) * DAY - 10 * DAY;

/**
 * What was written is known to whoever names the write, on whichever of two nodes; and nobody who pays is turned away
 * while sets are rebuilt and a node leaves and another comes.
 *
 * Whoever is turned away, or answered by less than was written, voids nothing here: it is what is counted.
 */
export const freshness: Bench = {
  name: 'freshness',
  says: 'write → check pairs over two nodes, through a rebuild and a rebalance: stale answers (G5)',
  needs: 'nothing',
  async run({ quick, say }): Promise<Outcome & { events?: string }> {
    const pairs = quick ? 5_000 : 100_000;
    say('two nodes, one database, one broker');
    const nodes = await openTwoNodes();
    try {
      await nodes.log.ensureTopics([subscriptionTopic]);
      const world = { nodes, readers: Array.from({ length: READERS }, aReader) };
      await welcome(world);
      const found = await play(world, { pairs, say });
      return { ...judge(found), events: 'kafka' };
    } finally {
      await nodes.close();
    }
  },
};

type Reader = { readonly id: string; readonly subscriptionId: string; sequence: number; isBusy: boolean };
type World = { readonly nodes: Nodes; readonly readers: readonly Reader[] };

const aReader = (): Reader => ({ id: newId(), subscriptionId: newId(), sequence: 0, isBusy: false });

/** When what was written with this sequence ends; each write moves it. */
const untilOf = (sequence: number): Date => new Date(beginning + (40 + (sequence % 300)) * DAY + sequence);

async function write({ nodes }: World, reader: Reader): Promise<void> {
  reader.sequence += 1;
  const paidThrough = untilOf(reader.sequence).toISOString();
  const data: SubscriptionData = {
    subscriptionId: reader.subscriptionId,
    readerId: reader.id,
    ...{
      publication: 'meridian',
      bundle: 'all-access',
      product: 'digital',
      offer: 'digital',
      offerVersion: 1,
    },
    ...{ phase: 'standard', endReason: null, standing: 'ok', intent: 'renewing', pause: null },
    startedAt: new Date(beginning).toISOString(),
    paidThrough,
    policy: { settlementSeconds: 0, accessWhileCollecting: true, dunningSeconds: 0, staleSeconds: 0 },
    stripeSubscriptionId: `sub_${reader.subscriptionId}`,
    stripeInvoiceId: null,
  };
  await nodes.log.publish(subscriptionTopic, [
    encode(subscriptionTopic, {
      ...{
        id: newId(),
        source: 'gatefold/billing',
        type: 'subscription.renewed',
        epoch: 1,
        traceparent: null,
        data,
      },
      ...{ subject: reader.subscriptionId, key: reader.id, sequence: reader.sequence },
      time: new Date().toISOString(),
    }),
  ]);
}

type Answer = { granted: boolean; reason: string; grant: { until: string } | null };

/** Asks one of the nodes, whichever. */
async function ask({ nodes }: World, reader: Reader, atLeast: string | null): Promise<Answer> {
  const urls = nodes.urls();
  const url = urls[Math.floor(Math.random() * urls.length)]!;
  const revision = atLeast === null ? '' : `&atLeast=${atLeast}`;
  const response = await fetch(`${url}/v1/check?reader=${reader.id}&feature=articles${revision}`, {
    headers: { authorization: `Bearer ${nodes.token}` },
  });
  const answer = (await response.json()) as Answer & { code?: string };
  if (!response.ok) throw new Error(`${response.status} ${answer.code}`);
  return answer;
}

/** Everybody buys before anything is counted. */
async function welcome(world: World): Promise<void> {
  for (let from = 0; from < READERS; from += LANES)
    await Promise.all(world.readers.slice(from, from + LANES).map((reader) => writeAndAsk(world, reader)));
}

/** Whether the answer knew of the write, and after how many milliseconds it came. */
async function writeAndAsk(
  world: World,
  reader: Reader,
): Promise<{ isStale: boolean; milliseconds: number }> {
  await write(world, reader);
  const startedAt = performance.now();
  const atLeast = `1.${reader.subscriptionId}.${reader.sequence}`;
  const { granted, grant } = await untilKnown(() => ask(world, reader, atLeast));
  const isStale = !granted || grant?.until !== untilOf(reader.sequence).toISOString();
  return { isStale, milliseconds: performance.now() - startedAt };
}

/** `not-yet-known` says "ask again": a wait is bounded, and while partitions move it may be too short. */
async function untilKnown(question: () => Promise<Answer>): Promise<Answer> {
  for (let tries = 1; ; tries += 1)
    try {
      return await question();
    } catch (error) {
      if (tries === 10 || !String(error).includes('not-yet-known')) throw error;
    }
}

type Found = { pairs: number; stale: number; denied: number; steady: number; waits: number[] };

async function play(
  world: World,
  { pairs, say }: { pairs: number; say: (line: string) => void },
): Promise<Found> {
  const found: Found = { pairs: 0, stale: 0, denied: 0, steady: 0, waits: [] };
  const state = { isOver: false };
  const steady = askSteadily(world, found, state);
  const faults = disturb(world, { pairs, found, say });
  await Promise.all(
    Array.from({ length: LANES }, async () => {
      while (found.pairs < pairs) {
        found.pairs += 1;
        const reader = idle(world);
        const { isStale, milliseconds } = await writeAndAsk(world, reader).finally(
          () => (reader.isBusy = false),
        );
        if (isStale) found.stale += 1;
        found.waits.push(milliseconds);
      }
    }),
  );
  await faults;
  state.isOver = true;
  await steady;
  return found;
}

function idle({ readers }: World): Reader {
  for (;;) {
    const reader = readers[STEADY + Math.floor(Math.random() * (READERS - STEADY))]!;
    if (reader.isBusy) continue;
    reader.isBusy = true;
    return reader;
  }
}

/** Those who pay all the time are asked about all the time, on every node. */
async function askSteadily(world: World, found: Found, state: { isOver: boolean }): Promise<void> {
  while (!state.isOver)
    for (const reader of world.readers.slice(0, STEADY)) {
      const { granted } = await ask(world, reader, null);
      found.steady += 1;
      if (!granted) found.denied += 1;
    }
}

type Disturbed = { pairs: number; found: Found; say: (line: string) => void };

/** Three rebuilds and two changes of hands, spread over the run. */
async function disturb({ nodes }: World, { pairs, found, say }: Disturbed): Promise<void> {
  const passed = async (share: number): Promise<void> => {
    while (found.pairs < pairs * share) await new Promise((resolve) => setTimeout(resolve, 50));
  };
  const rebuild = async (): Promise<void> => {
    say(`rebuild after ${found.pairs} pairs`);
    const [url] = nodes.urls();
    await fetch(`${url}/v1/rebuilds`, {
      method: 'POST',
      headers: { authorization: `Bearer ${nodes.token}` },
    });
  };
  await passed(0.15);
  await rebuild();
  await passed(0.3);
  say(`a node leaves and another comes after ${found.pairs} pairs`);
  await nodes.replaceOne();
  await passed(0.55);
  await rebuild();
  await passed(0.7);
  say(`a node leaves and another comes after ${found.pairs} pairs`);
  await Promise.all([nodes.replaceOne(), rebuild()]);
}

function judge({ pairs, stale, denied, steady, waits }: Found): Outcome {
  const about = { direction: 'max', iqr: 0 } as const;
  const figures: Figure[] = [
    { goal: 'G5.stale', bar: 0, value: stale, unit: 'answers', samples: pairs, ...about },
    { goal: 'G5.denied', bar: 0, value: denied, unit: 'payers', samples: steady, ...about },
    { goal: 'G5.wait-p50', bar: null, value: quantile(waits, 0.5), unit: 'ms', samples: pairs, ...about },
    { goal: 'G5.wait-p99', bar: null, value: quantile(waits, 0.99), unit: 'ms', samples: pairs, ...about },
  ];
  return { verdict: 'measured', figures, notes: ['three rebuilds, and two nodes replaced, while it ran'] };
}
