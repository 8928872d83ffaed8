import { parseArgs } from 'node:util';
import { seedFrom } from '../process/dice.ts';
import { billing } from './billing.ts';
import { brokers } from './brokers/brokers.ts';
import { rebalance } from './brokers/rebalance.ts';
import type { Campaign } from './campaign.ts';
import { failures } from './failures.ts';
import { guardsRemoved } from './guards-removed.ts';
import { kills } from './kills.ts';
import { leaks } from './leaks.ts';
import { looks } from './looks.ts';
import { openProgress } from './progress.ts';
import { toJsonLines, toText } from './report.ts';
import { simulation } from './simulation.ts';
import { simulator } from './simulator.ts';
import { count, isClean, nothingYet, type Tally } from './tally.ts';

/** `npm run campaign -- [name…] [--minutes=n] [--json] [--fresh] [--plant=…]`: what is too long for `npm test`. */
const campaigns: readonly Campaign[] = [
  brokers,
  rebalance,
  kills,
  failures,
  guardsRemoved,
  simulator,
  simulation,
  billing,
  leaks,
  looks,
];

const EXIT = { clean: 0, faults: 1, unusable: 2 } as const;
const err = (line: string): void => void process.stderr.write(`${line}\n`);
const out = (line: string): void => void process.stdout.write(`${line}\n`);

type Options = { readonly minutes: number | null; readonly fresh: boolean; readonly plant: string | null };

const progress = openProgress(process.env['GATEFOLD_CAMPAIGN'] ?? '.gatefold/campaign');

/** Runs rounds until there are enough or the time is over, and counts them with those of earlier runs. */
async function runOne(campaign: Campaign, { minutes, fresh, plant }: Options): Promise<Tally> {
  const isCounted = plant === null;
  const firstSeed = seedFrom(process.env);
  const startedAt = performance.now();
  let tally = fresh || !isCounted ? nothingYet : progress.read(campaign.name);
  const hasTime = (rounds: number): boolean =>
    minutes === null ? rounds < campaign.rounds : performance.now() - startedAt < minutes * 60_000;
  let rounds = 0;
  do {
    const seed = firstSeed + rounds;
    rounds += 1;
    err(`${campaign.name}, round ${tally.rounds + 1}, seed ${seed}`);
    const round = await campaign.round({ seed, plant, say: (line) => err(`  ${line}`) });
    for (const note of round.notes) err(`  ${note}`);
    tally = count(tally, round, seed);
    if (isCounted) progress.write(campaign.name, tally);
  } while (hasTime(rounds) && (isCounted || isClean(tally)));
  return tally;
}

function chosen(names: readonly string[], plant: string | null): readonly Campaign[] {
  const known = campaigns.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`no campaign ${unknown.join(', ')}; there are ${known.join(', ')}`);
  const all = campaigns.filter(({ name }) => names.length === 0 || names.includes(name));
  const unplantable = plant === null ? [] : all.filter(({ plants }) => !plants.includes(plant));
  if (unplantable.length > 0)
    throw new Error(`${unplantable.map(({ name }) => name).join(', ')} cannot be planted with ${plant}`);
  return all;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      fresh: { type: 'boolean', default: false },
      minutes: { type: 'string' },
      plant: { type: 'string' },
    },
  });
  const minutes = values.minutes === undefined ? null : Number(values.minutes);
  if (minutes !== null && !(minutes > 0)) throw new Error('--minutes takes a number above 0');
  const plant = values.plant ?? null;
  let clean = true;
  for (const campaign of chosen(positionals, plant)) {
    const tally = await runOne(campaign, { minutes, fresh: values.fresh, plant });
    clean &&= isClean(tally);
    if (values.json) for (const line of toJsonLines(campaign.name, tally)) out(line);
    else out(toText(campaign.name, tally));
  }
  return clean ? EXIT.clean : EXIT.faults;
}

try {
  process.exitCode = await main();
} catch (error) {
  err(error instanceof Error ? error.message : String(error));
  process.exitCode = EXIT.unusable;
}
