import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import path from 'node:path';
import { isMet, type Figure, type Outcome } from './figure.ts';

const PAGE = path.join(import.meta.dirname, '../../docs/performance.md');
const TITLE = `# Performance

Written by \`npm run bench\`; what each figure means and how it is taken is in [tests/bench](../tests/bench/README.md). A
run that was too noisy to tell is recorded with its reason, and counts as not met.
`;

/** Puts a bench's result in its place on the page, with the machine on which it was taken. */
export function record(
  bench: string,
  outcome: Outcome,
  { events, when }: { events: string; when: Date },
): void {
  if (outcome.verdict === 'void') return;
  const page = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : TITLE;
  const [head = TITLE, ...sections] = `${page.trimEnd()}\n\n`.split(/^(?=## )/m);
  const others = sections.filter((section) => !section.startsWith(`## ${bench}\n`));
  const all = [...others, sectionOf(bench, outcome, { events, when })].toSorted();
  writeFileSync(
    PAGE,
    [head, ...all]
      .join('')
      .replaceAll(/\n{3,}/g, '\n\n')
      .trimEnd() + '\n',
  );
}

type Measured = Exclude<Outcome, { verdict: 'void' }>;

function sectionOf(
  bench: string,
  outcome: Measured,
  { events, when }: { events: string; when: Date },
): string {
  const [cpu] = cpus();
  const machine = `${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB`;
  const log = events === '' ? '' : `, event log: ${events}`;
  const about = `${when.toISOString().slice(0, 16)}Z, Node ${process.version}, ${machine}, load ${loadavg()[0]?.toFixed(1)}${log}.`;
  const notes = outcome.verdict === 'measured' ? outcome.notes : [`**Inconclusive**: ${outcome.why}.`];
  return [`## ${bench}`, about, tableOf(outcome.figures), ...notes, ''].join('\n\n');
}

function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => [
    figure.goal,
    `${Number(figure.value.toPrecision(4))} ${figure.unit}`,
    String(Number(figure.iqr.toPrecision(3))),
    String(figure.samples),
    figure.bar === null ? '' : `${figure.direction === 'max' ? '≤' : '≥'} ${figure.bar}`,
    figure.bar === null ? '' : isMet(figure) ? 'yes' : 'no',
  ]);
  const all = [['goal', 'value', 'iqr', 'samples', 'bar', 'met'], ...rows];
  const widths = all[0]!.map((_, column) => Math.max(3, ...all.map((row) => row[column]!.length)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(all[0]!), rule, ...rows.map(line)].join('\n');
}
