import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import frozen from '../samples/frozen.json' with { type: 'json' };
import { contracts } from './contracts.ts';

const folder = join(import.meta.dirname, '../samples');
const files = readdirSync(folder).filter((file) => /\.v\d+\.json$/.test(file));

type Sample = { topic: string; type: string; id: string; sequence: number; epoch: number; data: unknown };
const read = (file: string): Sample => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Sample;
const contractOf = ({ topic, type }: Sample) =>
  contracts.find((contract) => contract.topic.name === topic && contract.types.includes(type));

describe('what was ever published can be read today', () => {
  test.each(files)('%s', (file) => {
    const sample = read(file);
    const contract = contractOf(sample);

    expect(contract, `${sample.topic} has no ${sample.type}`).toBeDefined();
    expect(contract?.schema.safeParse(sample.data).error).toBeUndefined();
  });

  test.each(files)('%s is as it was when it was released: samples are added, never edited', (file) => {
    const hash = createHash('sha256')
      .update(readFileSync(join(folder, file)))
      .digest('hex');

    expect(frozen).toHaveProperty([file], hash);
  });
});

test('every type of every topic has a sample', () => {
  const wanted = contracts.flatMap(({ topic, types }) => types.map((type) => `${topic.name} ${type}`));
  const there = new Set(files.map(read).map(({ topic, type }) => `${topic} ${type}`));

  expect([...there].toSorted()).toEqual(wanted.toSorted());
});

test('no sample was taken away', () => {
  expect(files.toSorted()).toEqual(Object.keys(frozen).toSorted());
});

test('no event carries a name or an address', () => {
  const text = files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');

  expect(text).not.toMatch(/@|"name"|"email"|"address"/);
});
