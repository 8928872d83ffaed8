import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient, entitlement, type Client } from '@gatefold/api';
import type Stripe from 'stripe';
import { z } from 'zod';
import type { Stack } from '../stories/stack.ts';
import type { Bench } from './bench.ts';
import { createBuyers, stripeOf, type Buyer } from './buyers.ts';
import type { Figure, Outcome } from './figure.ts';
import { openFloor, type Floor } from './floor.ts';
import { interleave, MOST_NOISE, type Comparison } from './interleave.ts';

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
  says: 'signed webhook → access, as a multiple of its floor (G6)',
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
    let floor: Floor | null = null;
    try {
      await letNextIn();
      floor = await openFloor(parts, letIn[0]!);
      const comparison = await interleave(floor.sample, letNextIn, {
        rounds: quick ? 5 : 20,
        samplesARound: quick ? 8 : 20,
        chance: Math.random,
        onRound: (round) => say(round === 0 ? 'warming up' : `round ${round}`),
      });
      await checkTruth(client, letIn);
      return judge(comparison);
    } finally {
      await buyers.end();
      await floor?.close();
    }
  },
};

type Parts = { stack: Stack; stripe: Stripe; secret: string; client: Client };

async function timeAccess({ stack, stripe, secret, client }: Parts, buyer: Buyer): Promise<number> {
  const { readerId: reader, subscriptionId, payload } = buyer;
  const before = await client.call(entitlement.check, { query: { reader, feature: 'articles' } });
  if (before.granted) throw new Error(`${reader} could read before anybody here heard of the payment`);

  const parked = client.call(entitlement.check, {
    query: { reader, feature: 'articles', atLeast: `1.${subscriptionId}.1` },
  });
  await sleep(PARKED_MS);
  const signature = await stripe.webhooks.generateTestHeaderStringAsync({ payload, secret });
  const startedAt = performance.now();
  const delivered = fetch(`${stack.urls.billing}/webhooks/stripe`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'stripe-signature': signature },
    body: payload,
  });
  const answer = await parked;
  const milliseconds = performance.now() - startedAt;
  const response = await delivered;
  if (!response.ok) throw new Error(`billing answered ${response.status} to a webhook`);
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

function judge({ ratio, p99Ratio, baseline, product, noise, samples }: Comparison): Outcome {
  const about = { direction: 'max', samples } as const;
  const figures: Figure[] = [
    { goal: 'G6', bar: 3, value: ratio.value, unit: 'x', iqr: ratio.iqr, ...about },
    { goal: 'G6.p99', bar: 3, value: p99Ratio, unit: 'x', iqr: ratio.iqr, ...about },
    { goal: 'G6.ms', bar: null, value: product.median, unit: 'ms', iqr: product.iqr, ...about },
    { goal: 'G6.floor-ms', bar: null, value: baseline.median, unit: 'ms', iqr: baseline.iqr, ...about },
  ];
  if (noise > MOST_NOISE) {
    const share = Math.round(noise * 100);
    return { verdict: 'inconclusive', why: `the floor wandered by ${share} % from round to round`, figures };
  }
  return {
    verdict: 'measured',
    figures,
    notes: [`p99 ${product.p99.toFixed(1)} ms over a floor of ${baseline.p99.toFixed(1)} ms`],
  };
}

/** The stack keeps its secrets beside the file that names its addresses. */
function webhookSecretOf(file: string): string {
  const text = readFileSync(path.join(path.dirname(file), 'secrets.json'), 'utf8');
  return z.object({ webhookSecret: z.string() }).parse(JSON.parse(text)).webhookSecret;
}
