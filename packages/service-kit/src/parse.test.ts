import { expect, test } from 'vitest';
import { z } from 'zod';
import { InvalidInput, parse } from './parse.ts';

const Asked = z.strictObject({
  note: z.string().max(10),
  lines: z.array(z.record(z.string(), z.string())).default([]),
});

test.each([
  ['a NUL', { note: 'a\0' }, 'note'],
  ['half a letter', { note: '\ud800' }, 'note'],
  ['a NUL deep inside', { note: 'a', lines: [{}, { x: '\0' }] }, 'lines.1.x'],
  ['a NUL in a name', { note: 'a', lines: [{ 'x\0': 'y' }] }, 'lines.0'],
])('%s fits no contract, since no table keeps it', (_what, input, path) => {
  expect(() => parse(Asked, input)).toThrow(
    expect.objectContaining({ issues: [expect.objectContaining({ path })] }) as InvalidInput,
  );
});

test('what does not fit is named by its path, and every whole letter is taken', () => {
  expect(parse(Asked, { note: 'ü🚲\n' })).toEqual({ note: 'ü🚲\n', lines: [] });
  expect(() => parse(Asked, { note: 'x'.repeat(11) })).toThrow(InvalidInput);
});
