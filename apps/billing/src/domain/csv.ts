import { minorDigits, type Money } from '@gatefold/kernel';

/** One line by RFC 4180, with its end. */
export const csvLine = (cells: readonly (string | null)[]): string => `${cells.map(cellOf).join(',')}\r\n`;

const NUMBER = /^-?\d+(\.\d+)?$/;

/** What a spreadsheet would take for a formula is text, whoever wrote it. */
function cellOf(cell: string | null): string {
  if (cell === null) return '';
  const isFormula = /^[=+\-@\t\r]/.test(cell) && !NUMBER.test(cell);
  const text = isFormula ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Exact, with a point, as every spreadsheet reads it: 1205n USD is 12.05. */
export function decimalOf({ amount, currency }: Money): string {
  const digits = minorDigits(currency);
  const sign = amount < 0n ? '-' : '';
  const text = (amount < 0n ? -amount : amount).toString().padStart(digits + 1, '0');
  const cents = text.slice(text.length - digits);
  return digits === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -digits)}.${cents}`;
}
