import { createDice } from '../../process/dice.ts';
import { judge as judgeWorld } from '../../process/invariants.ts';
import { settle } from '../../process/afterwards.ts';
import { createLife } from '../../process/life.ts';
import { openWorld, type World } from '../../process/world.ts';
import { cards } from '../../simulator/control.ts';
import type { Bench } from '../bench.ts';
import type { Figure, Outcome } from '../figure.ts';
import { iqr, median } from '../statistics.ts';
import { hearWhatIsNeeded, missedIn } from './endpoint.ts';
import { peakMiB } from './peak.ts';

const DAYS = 14 * 28;
/** In which the last draft is paid. */
const AND_AN_HOUR = 1 / 24 + 1 / 1_440;
/** A dollar, thirteen times nine, and one of the list price. */
const INVOICES = 15;
const BUYERS_AT_ONCE = 10;

type Run = {
  readonly perSecond: number;
  readonly selling: number;
  readonly turning: number;
  readonly memory: number;
};

/**
 * So many readers take the offer and live through fourteen months: hosted page, webhooks, billing, Kafka, entitlement,
 * with the clock turned from one due instant to the next. Without mail.
 */
export const lifecycle: Bench = {
  name: 'lifecycle',
  says: '100 subscribers through 14 months on the whole chain (K1)',
  needs: 'nothing',
  async run({ quick, say }): Promise<Outcome & { events?: string }> {
    const subscribers = quick ? 30 : 100;
    const runs: Run[] = [];
    for (let count = 1; count <= (quick ? 1 : 2); count += 1) {
      say(`run ${count}`);
      runs.push(await liveOnce(subscribers));
    }
    return { verdict: 'measured', figures: figuresOf(runs), notes: notesOf(runs), events: 'kafka' };
  },
};

async function liveOnce(subscribers: number): Promise<Run> {
  const world = await openWorld({ purpose: 'bench' });
  try {
    if (world.events !== 'kafka') throw new Error('no Kafka can be started here');
    await hearWhatIsNeeded(world);
    const startedAt = performance.now();
    const life = createLife(world, createDice(subscribers));
    while (life.readers.length < subscribers)
      await Promise.all(Array.from({ length: BUYERS_AT_ONCE }, () => life.buy(cards.good)));
    const soldAt = performance.now();
    const dropped = await life.turn(DAYS + AND_AN_HOUR);
    const endedAt = performance.now();
    if (dropped.length > 0) throw new Error(`${dropped.join(' and ')} did not keep up`);
    const memory = peakMiB(world.billing.pid());
    await checkTruth(world, subscribers);
    return {
      perSecond: (subscribers * INVOICES * 1_000) / (endedAt - startedAt),
      selling: (soldAt - startedAt) / 1_000,
      turning: (endedAt - soldAt) / 1_000,
      memory,
    };
  } finally {
    await world.close();
  }
}

/** Ledger, access and events as Stripe's objects say, and what was paid to the cent. */
async function checkTruth(world: World, subscribers: number): Promise<void> {
  const { rows } = await world.sql.billing.query<{ count: number; paid: string }>(
    `SELECT count(*)::int AS count, sum(amount)::text AS paid FROM charge WHERE status = 'paid'`,
  );
  const due = String(subscribers * (100 + 13 * 900 + 1_500));
  if (rows[0]?.count !== subscribers * INVOICES || rows[0].paid !== due)
    throw new Error(`${rows[0]?.count} charges of ${rows[0]?.paid} in all were paid, not of ${due}`);
  const missed = await missedIn(world);
  if (missed.length > 0) throw new Error(`no webhook brought ${missed.join(', ')}`);
  await settle(world);
  const { findings } = await judgeWorld(world);
  const faults = Object.values(findings).flat();
  if (faults.length > 0) throw new Error(`${faults.length} faults, the first: ${faults[0]}`);
}

function figuresOf(runs: readonly Run[]): Figure[] {
  const of = (name: keyof Run): number[] => runs.map((run) => run[name]);
  const figure = (goal: string, values: readonly number[], unit: string): Figure => ({
    goal,
    bar: null,
    value: median(values),
    iqr: iqr(values),
    unit,
    direction: 'max',
    samples: runs.length,
  });
  return [
    { ...figure('K1', of('perSecond'), '/s'), bar: 60, direction: 'min' },
    figure('K1.selling', of('selling'), 's'),
    figure('K1.turning', of('turning'), 's'),
    { ...figure('K1.memory', of('memory'), 'MiB'), bar: 300 },
  ];
}

const notesOf = (runs: readonly Run[]): string[] => [
  `Billing may read 5,000 times a second of the simulator; paid invoices a second from the first hosted page on, in ${runs.length} runs.`,
];
