import { expect, test } from 'vitest';
import { csvLines } from './csv-lines.ts';

const read = (text: string) => csvLines(text).map(({ line, cells }) => [line, ...cells.values()]);

test('a row knows the line of the file on which it begins, whatever stands in its cells', () => {
  expect(read('email,note\r\na@b.example,"one, ""two""\nthree"\r\n\r\nc@d.example,\r\n')).toEqual([
    [2, 'a@b.example', 'one, "two"\nthree'],
    [5, 'c@d.example', ''],
  ]);
});

test('what a spreadsheet writes is read: a mark at the beginning, capitals in the head, no end of the last line', () => {
  const [row] = csvLines('\uFEFFEmail, Offer\na@b.example,digital');

  expect(Object.fromEntries(row?.cells ?? [])).toEqual({ email: 'a@b.example', offer: 'digital' });
});

test('a cell that is missing is empty', () => {
  expect(read('email,offer,paid_through\na@b.example')).toEqual([[2, 'a@b.example', '', '']]);
});

test('a file of which a quote does not end is not read by half', () => {
  expect(() => read('email\n"a@b.example\nc@d.example')).toThrow('Line 2');
});

test('a file with nothing in it has no rows', () => {
  expect(read('')).toEqual([]);
  expect(read('email\n')).toEqual([]);
});
