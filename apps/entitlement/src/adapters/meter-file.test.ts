import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readMeterFile } from './meter-file.ts';

const file = (json: unknown): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'meters-')), 'meters.json');
  writeFileSync(path, JSON.stringify(json));
  return path;
};
const good = { publication: 'courier', zone: 'Europe/Berlin', visitors: 2, registered: 4 };

test('a publisher says how much is given away in a month', () => {
  expect(readMeterFile(file([good]))).toEqual([good]);
  const ours = readMeterFile(new URL('../../meters.json', import.meta.url));
  expect(ours.map(({ publication }) => publication)).toEqual(['meridian', 'signal']);
});

test.each([
  [{ ...good, zone: 'Mars/Olympus' }, 'time zone'],
  [{ ...good, visitors: 5 }, 'must not take'],
  [{ ...good, registered: -1 }, 'registered'],
  [{ ...good, more: 1 }, 'more'],
])('a mistake is named: %o', (wrong, says) => {
  expect(() => readMeterFile(file([wrong]))).toThrow(says);
});
