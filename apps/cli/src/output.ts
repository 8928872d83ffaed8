/** Writes an answer for people, or with `--json` one object for programs. */
export type Output = { say(lines: readonly string[], answer: object): void };

export const createOutput = (json: boolean, write: (text: string) => void): Output => ({
  say: (lines, answer) =>
    write(json ? `${JSON.stringify(answer)}\n` : lines.map((line) => `${line}\n`).join('')),
});

/** Columns as wide as their widest cell. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
