import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient, entitlement, type Client } from '@gatefold/api';
import type Stripe from 'stripe';
import { z } from 'zod';
import type { Stack } from '../stories/stack.ts';
import type { Bench } from './bench.ts';
import { deliver, inBurst, steadily } from './access-load.ts';
import { createBuyers, stripeOf, type Buyer } from './buyers.ts';
import type { Figure, Outcome } from './figure.ts';
import { openFloor, type Floor } from './floor.ts';
import { interleave, MOST_NOISE, type Comparison } from './interleave.ts';
import { quantile } from './statistics.ts';

/** How long a check is parked before the webhook is sent, so that its own way there is not timed. */
const PARKED_MS = 10;

/**
 * From the first byte of a signed webhook to the answer that lets its reader in, over the real path: inbox,
 * reads from Stripe, fold, ledger, event log, entitlement.
 *
 * Against what no such path can do without: one round trip through the log, two reads from the simulator
 * and two commits of one row, one after the other, in the same run.
 */
export const accessLatency: Bench = {
  name: 'access-latency',
  says: 'signed webhook → access, as a multiple of its floor: idle, at 50 webhooks a second, in a burst (G6)',
  needs: 'a running stack',
  async run({ quick, say, stackFile }, stack): Promise<Outcome> {
    const stripe = stripeOf(stack);
    const client = createClient({ baseUrl: stack.urls.entitlement, token: async () => stack.serviceToken });
    const parts = { stack, stripe, client, secret: webhookSecretOf(stackFile) };
    const buyers = await createBuyers(stack, stripe);
    const letIn: Buyer[] = [];
    const letNextIn = async (): Promise<number> => {
      const buyer = await buyers.next();
      const milliseconds = await timeAccess(parts, buyer);
      letIn.push(buyer);
      return milliseconds;
    };
    const plan = { rounds: quick ? 5 : 20, samplesARound: quick ? 8 : 20, chance: Math.random };
    const told = (what: string) => (round: number) =>
      say(`${what}, ${round === 0 ? 'warming up' : `round ${round}`}`);
    let floor: Floor | null = null;
    try {
      await letNextIn();
      floor = await openFloor(parts, letIn[0]!);
      const idle = await interleave(floor.sample, letNextIn, { ...plan, onRound: told('idle') });
      const others = steadily(parts, letIn, WEBHOOKS_A_SECOND);
      const loaded = await interleave(floor.sample, letNextIn, { ...plan, onRound: told('loaded') });
      await others.stop();
      say('in a burst');
      const burst = await inBurst(parts, {
        others: letIn,
        newcomers: await many(buyers.next, quick ? 10 : 40),
      });
      await checkTruth(client, letIn);
      return judge({ idle, loaded, burst });
    } finally {
      await buyers.end();
      await floor?.close();
    }
  },
};

const WEBHOOKS_A_SECOND = 50;

/** One after the other. */
async function many<T>(make: () => Promise<T>, count: number): Promise<T[]> {
  const made: T[] = [];
  while (made.length < count) made.push(await make());
  return made;
}

type Parts = { stack: Stack; stripe: Stripe; secret: string; client: Client };

async function timeAccess({ stack, secret, client }: Parts, buyer: Buyer): Promise<number> {
  const { readerId: reader, subscriptionId, payload } = buyer;
  const before = await client.call(entitlement.check, { query: { reader, feature: 'articles' } });
  if (before.granted) throw new Error(`${reader} could read before anybody here heard of the payment`);

  const parked = client.call(entitlement.check, {
    query: { reader, feature: 'articles', atLeast: `1.${subscriptionId}.1` },
  });
  await sleep(PARKED_MS);
  const startedAt = performance.now();
  const delivered = deliver({ stack, secret }, payload);
  const answer = await parked;
  const milliseconds = performance.now() - startedAt;
  await delivered;
  if (!answer.granted) throw new Error(`${reader} has paid and was denied: ${answer.reason}`);
  return milliseconds;
}

/** Whoever was let in reads still, and was let in by what they bought. */
async function checkTruth(client: Client, buyers: readonly Buyer[]): Promise<void> {
  const questions = buyers.map(({ readerId }) => ({ reader: readerId, feature: 'articles' }));
  const { answers } = await client.call(entitlement.checkMany, { body: { questions } });
  for (const [index, { granted, grant }] of answers.entries())
    if (!granted || grant?.id !== buyers[index]?.subscriptionId)
      throw new Error(`${buyers[index]?.readerId} was let in and is not any more`);
}

type Measured = { readonly idle: Comparison; readonly loaded: Comparison; readonly burst: readonly number[] };

function judge({ idle, loaded, burst }: Measured): Outcome {
  const p99 = quantile(burst, 0.99) / 1_000;
  const figures: Figure[] = [
    ...figuresOf('G6', idle),
    ...figuresOf('G6.loaded', loaded),
    { goal: 'G6.burst', bar: 12, value: p99, unit: 's', direction: 'max', samples: burst.length, iqr: 0 },
  ];
  const noise = Math.max(idle.noise, loaded.noise);
  if (noise > MOST_NOISE) {
    const share = Math.round(noise * 100);
    return { verdict: 'inconclusive', why: `the floor wandered by ${share} % from round to round`, figures };
  }
  return {
    verdict: 'measured',
    figures,
    notes: [
      `p99 ${idle.product.p99.toFixed(1)} ms over a floor of ${idle.baseline.p99.toFixed(1)} ms; at ${WEBHOOKS_A_SECOND} webhooks a second ${loaded.product.p99.toFixed(1)} over ${loaded.baseline.p99.toFixed(1)}`,
    ],
  };
}

function figuresOf(goal: string, { ratio, p99Ratio, baseline, product, samples }: Comparison): Figure[] {
  const about = { direction: 'max', samples } as const;
  return [
    { goal, bar: 2, value: ratio.value, unit: 'x', iqr: ratio.iqr, ...about },
    { goal: `${goal}.p99`, bar: 3, value: p99Ratio, unit: 'x', iqr: ratio.iqr, ...about },
    { goal: `${goal}.ms`, bar: null, value: product.median, unit: 'ms', iqr: product.iqr, ...about },
    { goal: `${goal}.floor-ms`, bar: null, value: baseline.median, unit: 'ms', iqr: baseline.iqr, ...about },
  ];
}

/** The stack keeps its secrets beside the file that names its addresses. */
function webhookSecretOf(file: string): string {
  const text = readFileSync(path.join(path.dirname(file), 'secrets.json'), 'utf8');
  return z.object({ webhookSecret: z.string() }).parse(JSON.parse(text)).webhookSecret;
}
