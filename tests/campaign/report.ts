import { upperBound, type Line, type Tally } from './tally.ts';

/** One line of JSON for each invariant. */
export const toJsonLines = (campaign: string, { rounds, seeds, lines }: Tally): string[] =>
  lines.map((line) =>
    JSON.stringify({ campaign, ...line, pass: line.faults === 0, bound95: bound(line), rounds, seeds }),
  );

export function toText(campaign: string, { rounds, lines }: Tally): string {
  const width = Math.max(9, ...lines.map(({ invariant }) => invariant.length));
  const row = (cells: readonly [string, string, string, string, string, string]): string =>
    `  ${cells[0].padEnd(width)} ${cells
      .slice(1)
      .map((cell) => cell.padStart(9))
      .join(' ')}`;
  return [
    `${campaign}: ${rounds} ${rounds === 1 ? 'round' : 'rounds'}`,
    row(['invariant', 'runs', 'faults', 'worst', 'pass', '95 % ≤']),
    ...lines.map((line) => {
      const { invariant, runs, faults, worst } = line;
      return row([
        invariant,
        `${runs}`,
        `${faults}`,
        `${worst}`,
        faults === 0 ? 'yes' : 'NO',
        `${bound(line)}`,
      ]);
    }),
  ].join('\n');
}

const bound = (line: Line): number => Number(upperBound(line).toPrecision(2));
