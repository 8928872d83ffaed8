import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { readStack, type Stack } from '../stories/stack.ts';
import { accessLatency } from './access-latency.ts';
import type { Bench, Setting } from './bench.ts';
import { ingest } from './billing/ingest.ts';
import { lifecycle } from './billing/lifecycle.ts';
import { storm } from './billing/storm.ts';
import { batch } from './entitlement/batch.ts';
import { check } from './entitlement/check.ts';
import { coldStart } from './entitlement/cold-start.ts';
import { freshness } from './entitlement/freshness.ts';
import { memory } from './entitlement/memory.ts';
import { replay } from './entitlement/replay.ts';
import { sdk } from './entitlement/sdk.ts';
import { finance } from './finance/finance.ts';
import { EXIT, toJsonLine, toText, type Outcome } from './figure.ts';
import { record } from './record.ts';
import { pages } from './site/pages.ts';
import { simulator } from './simulator/simulator.ts';
import { start } from './start.ts';

const benches: readonly Bench[] = [
  accessLatency,
  start,
  check,
  batch,
  sdk,
  freshness,
  memory,
  coldStart,
  replay,
  pages,
  simulator,
  finance,
  ingest,
  storm,
  lifecycle,
];

const USAGE = `Usage: npm run bench -- <name>… [--json] [--quick]\n\n${benches
  .map(({ name, says }) => `  ${name.padEnd(16)} ${says}\n`)
  .join('')}`;

type Options = { readonly json: boolean; readonly setting: Setting };

/**
 * `npm run bench -- <name>… [--json] [--quick]`: 0 when everything was measured, met or not; 1 when something was
 * wrong, so that no figure counts; 3 when the machine was too noisy; 2 when it could not be run at all.
 */
async function main(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, quick: { type: 'boolean', default: false } },
  });
  const chosen = positionals.map((asked) => benches.find(({ name }) => name === asked));
  if (chosen.length === 0 || chosen.includes(undefined)) {
    process.stderr.write(USAGE);
    return EXIT.unusable;
  }
  const say = (line: string): void => void process.stderr.write(`  … ${line}\n`);
  const stackFile = process.env['GATEFOLD_STACK'] ?? '.gatefold/stack.json';
  const options = { json: values.json, setting: { quick: values.quick, say, stackFile } };
  let worst: number = EXIT.measured;
  for (const bench of chosen) {
    if (bench === undefined) continue;
    worst = worse(worst, await play(bench, options));
  }
  return worst;
}

/** A wrong answer outweighs a noisy machine. */
const worse = (a: number, b: number): number =>
  a === EXIT.void || b === EXIT.void ? EXIT.void : Math.max(a, b);

async function play(bench: Bench, { json, setting }: Options): Promise<number> {
  process.stderr.write(
    `${bench.name}${setting.quick ? ', quick: for regressions only' : ''}, load ${load()}\n`,
  );
  const stack = bench.needs === 'nothing' ? null : readStack(setting.stackFile);
  const outcome = await outcomeOf(bench, setting, stack);
  const events = 'events' in outcome ? (outcome.events ?? '') : (stack?.events ?? '');
  process.stderr.write(`  load ${load()} at the end\n`);
  if (!setting.quick) record(bench.name, outcome, { events, when: new Date() });
  report(outcome, { json, bench: bench.name, events });
  return EXIT[outcome.verdict];
}

async function outcomeOf(
  bench: Bench,
  setting: Setting,
  stack: Stack | null,
): Promise<Outcome & { events?: string }> {
  try {
    if (bench.needs === 'nothing') return await bench.run(setting);
    return await bench.run(setting, stack!);
  } catch (error) {
    return { verdict: 'void', why: error instanceof Error ? error.message : String(error) };
  }
}

function report(
  outcome: Outcome,
  { json, bench, events }: { json: boolean; bench: string; events: string },
): void {
  const out = (line: string): void => void process.stdout.write(`${line}\n`);
  const err = (line: string): void => void process.stderr.write(`${line}\n`);
  switch (outcome.verdict) {
    case 'measured':
      for (const figure of outcome.figures)
        out(json ? toJsonLine(figure, { bench, events }) : toText(figure));
      for (const note of outcome.notes) err(`  ${note}`);
      return;
    case 'inconclusive':
      for (const figure of outcome.figures) err(toText(figure));
      return err(`  inconclusive: ${outcome.why}`);
    case 'void':
      return err(`  void: ${outcome.why}`);
  }
}

const load = (): string =>
  loadavg()
    .map((value) => value.toFixed(1))
    .join(' ');

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = EXIT.unusable;
}
