import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { guards } from './guards.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const textOf = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

test.each(guards)(
  '“$name” stands where it is taken out, and its test is there',
  ({ file, from, test: by }) => {
    expect(textOf(file).split(from)).toHaveLength(2);
    expect(textOf(by.file)).toContain(by.named);
  },
);
