import { setTimeout as sleep } from 'node:timers/promises';
import type { Life } from './life.ts';
import type { Program } from './program.ts';
import type { World } from './world.ts';

const BACK_WITHIN_MS = 45_000;

/** How many readers bought while something was away. */
export type Outage = { readonly bought: number };

type Away = { readonly seconds: number; readonly look?: () => Promise<void> };

/**
 * The log is killed and comes back after some seconds; meanwhile people buy, billing takes their money and sells, and
 * `look` is called again and again.
 */
export async function stopKafka(
  { brokers, billing }: World,
  life: Life,
  { seconds, look }: Away,
): Promise<Outage> {
  if (brokers === null) throw new Error('there is no Kafka to stop');
  await brokers.kill();
  const until = performance.now() + seconds * 1_000;
  let bought = 0;
  while (performance.now() < until) {
    await life.buy();
    bought += 1;
    await look?.();
    await sleep(1_000);
  }
  if (!billing.isRunning()) throw new Error('billing ended because the log was away');
  await brokers.restart();
  return { bought };
}

/** The database server crashes under everybody and comes back, `times` times. */
export async function crashPostgres(
  { server, billing, entitlement }: World,
  life: Life,
  times: number,
): Promise<Outage> {
  for (let crash = 0; crash < times; crash += 1) {
    await server.crash();
    await life.buy();
  }
  for (const program of [billing, entitlement]) await untilAlive(program);
  return { bought: times };
}

/** It has its database and the log again. */
export async function untilAlive(program: Program): Promise<void> {
  const giveUpAt = performance.now() + BACK_WITHIN_MS;
  while (!(await program.isReady())) {
    if (!program.isRunning()) throw new Error(`${program.app} ended because its database was away`);
    if (performance.now() > giveUpAt) throw new Error(`${program.app} has not come back`);
    await sleep(100);
  }
}
