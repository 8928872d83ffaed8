import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { webhooks } from '../simulator/control.ts';
import { expireFolds, settle } from './afterwards.ts';
import { endStateOf, liveThrough } from './cohort.ts';
import { createDice, seedFrom } from './dice.ts';
import { failureRows, passesOf, readingFaults, type Passes } from './failure-policy.ts';
import { judge } from './invariants.ts';
import { killIn } from './kill-in.ts';
import { createLife, liveOn, type Life } from './life.ts';
import { crashPostgres, stopKafka } from './outages.ts';
import { openPress, type Press } from './press.ts';
import { beforeCommit } from './windows/before-commit.ts';
import { beforeFold } from './windows/before-fold.ts';
import { beforeMark } from './windows/before-mark.ts';
import type { Window } from './windows/window.ts';
import { openWorld, type World } from './world.ts';

const HITS = 10;
const KAFKA_AWAY_SECONDS = 30;
const PATIENCE_MS = 240_000;
const WARM_READERS = 16;
const PACE = { mostReaders: 40, mostDays: 4 };

const seed = seedFrom(process.env);
const dice = createDice(seed);
let world: World;
let life: Life;
let press: Press;
let passes: Passes;

beforeAll(async () => {
  world = await openWorld();
  life = createLife(world, dice);
  press = await openPress(world, life);
  passes = await passesOf(press);
  say(`seed ${seed} (FAULT_SEED repeats it), on ${world.events}`);
});
afterAll(async () => {
  await press?.close();
  await world?.close();
});

const say = (line: string): void => void process.stdout.write(`  faults: ${line}\n`);

/** Everything is as it must be, once everything under way has come to its end. */
async function expectAllIsWell(): Promise<void> {
  await settle(world);
  const { findings, readers, events, repeatsInTheLog } = await judge(world);
  say(`${readers} readers, ${events} events, ${repeatsInTheLog} of them more than once in the log`);
  expect(findings).toEqual({
    'nothing lost': [],
    'nothing doubled': [],
    'order kept': [],
    'ledger balances': [],
    'ledger ties to Stripe': [],
    'access equals the model': [],
  });
}

/** While `work` is done, people buy, cancel and renew. */
async function underLoad<T>(work: () => Promise<T>, pace = PACE): Promise<T> {
  while (life.readers.length < WARM_READERS) await Promise.all([life.buy(), life.buy()]);
  const load = liveOn(life, dice, pace);
  try {
    return await work();
  } finally {
    await load.stop();
  }
}

/** Kafka is away at the end, and for longer. */
const quickRows = failureRows.filter(({ isThere }) => isThere === undefined);

describe('whatever is down, those who were last known to have paid read, and nobody else', () => {
  test.each(quickRows)('while $down is down', async (row) => {
    const mend = await row.strike({ world, press });
    try {
      expect(await readingFaults({ world, press }, row, passes)).toEqual([]);
      expect((await row.also?.({ world, press })) ?? []).toEqual([]);
    } finally {
      await mend();
    }
  });
});

describe('whatever is killed or goes away, nothing is lost, doubled or left unpaid', () => {
  test(
    'webhooks that come three times and in any order lead to the same end',
    { timeout: PATIENCE_MS },
    async () => {
      const plain = await liveThrough(life, async () => undefined);
      await settle(world);
      const expected = await Promise.all(plain.map((reader) => endStateOf(world, reader)));

      const { url } = world.simulator;
      await webhooks(url, { mode: 'shuffle' });
      const again = () => webhooks(url, { resend: 'everything' });
      const disturbed = await liveThrough(life, again);
      for (let time = 0; time < 2; time += 1) await again();
      await webhooks(url, { mode: 'deliver' });
      await settle(world);

      expect(await Promise.all(disturbed.map((reader) => endStateOf(world, reader)))).toEqual(expected);
      await expectAllIsWell();
    },
  );

  test.each([
    ['billing between inbox insert and fold', (at: World): Window => beforeFold(at)],
    ['the relay between broker ack and mark', (at: World): Promise<Window> => beforeMark(at)],
    ['entitlement between effect and offset commit', (at: World): Window => beforeCommit(at)],
  ])('kill -9 of %s', { timeout: PATIENCE_MS }, async (_, open) => {
    const window = await open(world);
    try {
      const { kills, hits } = await underLoad(() =>
        killIn(world, window, { hits: HITS, dice, isPatient: false }),
      );
      say(`${kills} kills, ${hits} of them ${window.name}`);
      expect(hits).toBeGreaterThanOrEqual(HITS);
    } finally {
      await window.close();
    }
    await expectAllIsWell();
  });

  test('the database server crashes, three times', { timeout: PATIENCE_MS }, async () => {
    await underLoad(() => crashPostgres(world, life, 3));
    await expireFolds(world);
    await expectAllIsWell();
  });

  test(`Kafka is away for ${KAFKA_AWAY_SECONDS} s`, { timeout: PATIENCE_MS }, async ({ skip }) => {
    skip(world.brokers === null, 'Kafka does not run here');
    // Half a minute is half a minute: were the clock turned, nobody would hear for years who may read.
    const pace = { ...PACE, mostDays: 0 };
    const row = failureRows.find(({ down }) => down === 'Kafka')!;
    const reading: string[] = [];
    const look = async () => void reading.push(...(await readingFaults({ world, press }, row, passes)));
    const { bought } = await underLoad(
      () => stopKafka(world, life, { seconds: KAFKA_AWAY_SECONDS, look }),
      pace,
    );
    expect(reading).toEqual([]);
    say(`${bought} bought while Kafka was away`);
    expect(bought).toBeGreaterThan(0);
    await expectAllIsWell();
  });
});
