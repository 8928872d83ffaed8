/** One row of a file with the line on which it begins, and its cells by the names of the head. */
export type CsvLine = { readonly line: number; readonly cells: ReadonlyMap<string, string> };

type Row = { readonly line: number; readonly cells: readonly string[] };

/**
 * Reads a file as RFC 4180 says: cells in quotes may hold commas, quotes and ends of lines. A byte order mark, lines
 * that end with a line feed alone, and empty lines are taken as spreadsheets write them.
 */
export function csvLines(text: string): CsvLine[] {
  const [head, ...rows] = rowsOf(text.replace(/^\uFEFF/, ''));
  const names = (head?.cells ?? []).map((name) => name.trim().toLowerCase());
  return rows.map(({ line, cells }) => ({
    line,
    cells: new Map(names.map((name, index) => [name, cells[index] ?? ''])),
  }));
}

/** A cell, and what stands behind it: a comma, the end of a line, or nothing. */
const CELL = /(?:"((?:[^"]|"")*)"|((?!")[^,\r\n]*))(,|\r\n|\n|\r|$)/y;

function rowsOf(text: string): Row[] {
  const rows: Row[] = [];
  const cell = new RegExp(CELL);
  for (let line = 1; cell.lastIndex < text.length;) {
    const row = rowAt(text, cell, line);
    if (row.cells.some((one) => one !== '')) rows.push({ line, cells: row.cells });
    line += row.lines;
  }
  return rows;
}

/** The cells from where `cell` stands to the end of the row, which may be some lines long. */
function rowAt(text: string, cell: RegExp, line: number): { cells: string[]; lines: number } {
  const cells: string[] = [];
  let lines = 0;
  for (;;) {
    const found = cell.exec(text);
    if (found === null)
      throw new Error(`Line ${line}: a cell in quotes does not end, or goes on behind its quotes.`);
    const [whole, quoted, plain = '', end] = found;
    cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    lines += whole.match(/\r\n|\n|\r/g)?.length ?? 0;
    if (end !== ',') return { cells, lines };
  }
}
