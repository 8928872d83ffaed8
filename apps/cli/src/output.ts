/** Writes an answer for people, or with `--json` one object for programs. */
export type Output = {
  say(lines: readonly string[], answer: object): void;
  /** How far it is, beside the answer. */
  note(text: string): void;
};

type Write = (text: string) => void;

export const createOutput = (json: boolean, write: Write, noteTo: Write): Output => ({
  say: (lines, answer) =>
    write(json ? `${JSON.stringify(answer)}\n` : lines.map((line) => `${line}\n`).join('')),
  note: (text) => noteTo(`${text}\n`),
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
