export const made = (from: string): string =>
  `<!-- Made by \`npm run docs\` from ${from}. Changes made here are lost. -->`;

/** A table in Markdown. What a cell holds may contain anything but a line break. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

export const code = (text: string): string => `\`${text}\``;
