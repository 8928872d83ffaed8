import { guards } from './guards.ts';
import { runGuards } from './run-guards.ts';
import { isGuarded, type Verdict } from './verdict.ts';

/** `npm run guards [-- word…]`: those whose name holds one of the words, or whose fault is one of the numbers, else all. */
const words = process.argv.slice(2);
const chosen = guards.filter(
  ({ name, fault }) =>
    words.length === 0 || words.some((word) => name.includes(word) || String(fault) === word),
);
const width = Math.max(...chosen.map(({ name }) => name.length), 5);

const row = ([guard = '', kept = '', removed = '', seconds = '']: readonly string[]): void =>
  void process.stdout.write(
    `${guard.padEnd(width)}  ${kept.padEnd(11)}  ${removed.padEnd(11)}  ${seconds}\n`,
  );
const say = (verdict: Verdict): void =>
  row([
    verdict.guard,
    verdict.kept,
    `${verdict.removed}${isGuarded(verdict) ? '' : ' !'}`,
    `${verdict.seconds.toFixed(0)} s`,
  ]);

try {
  if (chosen.length === 0) throw new Error(`no guard is named ${words.join(' or ')}`);
  row(['guard', 'kept', 'removed']);
  const verdicts = await runGuards(chosen, say);
  const held = verdicts.filter(isGuarded).length;
  process.stdout.write(`${held} of ${verdicts.length} guards are missed when they are gone\n`);
  process.exitCode = held === verdicts.length ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
