import { createDice } from '../process/dice.ts';
import { settle } from '../process/afterwards.ts';
import { judge, type Verdict } from '../process/invariants.ts';
import { killIn } from '../process/kill-in.ts';
import { createLife, liveOn, type Life } from '../process/life.ts';
import { crashPostgres, stopKafka } from '../process/outages.ts';
import { beforeCommit } from '../process/windows/before-commit.ts';
import { beforeFold } from '../process/windows/before-fold.ts';
import { beforeMark } from '../process/windows/before-mark.ts';
import type { Window } from '../process/windows/window.ts';
import { openWorld, type World } from '../process/world.ts';
import type { Campaign, Check, Round, Setting } from './campaign.ts';

const HITS = 20;
const CRASHES = 5;
const KAFKA_AWAY_SECONDS = 30;
const READERS_BEFORE = 20;
/** Slow, so that what happens while somebody waits for a lease of the dead does not take months of business time. */
const PACE = { mostReaders: 80, mostDays: 2 };

/** The process faults of `npm test` in long form: more kills, other seeds, and every wait of the dead waited for. */
export const kills: Campaign = {
  name: 'kills',
  says: `services killed ${HITS} times in each window, the database crashed, the log stopped, under load`,
  rounds: 2,
  plants: [],
  async round(setting): Promise<Round> {
    const world = await openWorld();
    try {
      return await killAll(world, setting);
    } finally {
      await world.close();
    }
  },
};

async function killAll(world: World, { seed, say }: Setting): Promise<Round> {
  const dice = createDice(seed);
  const life = createLife(world, dice);
  const checks: Check[] = [];
  while (life.readers.length < READERS_BEFORE) await Promise.all([life.buy(), life.buy()]);

  const faults: readonly Fault[] = [
    ...[beforeFold(world), await beforeMark(world), beforeCommit(world)].map((window) =>
      killsIn(world, window, dice),
    ),
    {
      name: 'crashes of PostgreSQL',
      load: PACE,
      strike: () => crashPostgres(world, life, CRASHES).then(() => CRASHES),
    },
    ...(world.brokers === null ? [] : [kafkaAway(world, life)]),
  ];
  for (const { name, load, strike } of faults) {
    const living = liveOn(life, dice, load);
    const count = await strike().finally(() => living.stop());
    await settle(world);
    const verdict = await judge(world);
    say(`${count} ${name}; ${verdict.readers} readers, ${verdict.events} events`);
    checks.push(...toChecks(verdict, count, say));
  }
  return { checks: summed(checks), notes: [] };
}

type Fault = {
  readonly name: string;
  readonly load: typeof PACE;
  /** Answers how often it struck. */
  strike(): Promise<number>;
};

const killsIn = (world: World, window: Window, dice: ReturnType<typeof createDice>): Fault => ({
  name: `kills ${window.name}`,
  load: PACE,
  strike: () =>
    killIn(world, window, { hits: HITS, dice, isPatient: true })
      .then(({ hits }) => hits)
      .finally(() => window.close()),
});

const kafkaAway = (world: World, life: Life): Fault => ({
  name: `outage of Kafka, ${KAFKA_AWAY_SECONDS} s long`,
  load: { ...PACE, mostDays: 0 },
  strike: () => stopKafka(world, life, { seconds: KAFKA_AWAY_SECONDS }).then(() => 1),
});

/** Each fault is one chance for each invariant to break. */
function toChecks({ findings }: Verdict, runs: number, say: Setting['say']): Check[] {
  return Object.entries(findings).map(([invariant, found]) => {
    for (const line of found.slice(0, 5)) say(`${invariant}: ${line}`);
    return { invariant, runs, faults: found.length };
  });
}

function summed(checks: readonly Check[]): Check[] {
  const perInvariant = Map.groupBy(checks, ({ invariant }) => invariant);
  return [...perInvariant].map(([invariant, own]) => ({
    invariant,
    runs: own.reduce((sum, { runs }) => sum + runs, 0),
    faults: own.reduce((sum, { faults }) => sum + faults, 0),
  }));
}
