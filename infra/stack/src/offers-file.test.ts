import { describe, expect, test } from 'vitest';
import { offersFile } from './offers-file.ts';

/** What a stack keeps, in memory. */
function keptIn(files: Map<string, unknown>): Parameters<typeof offersFile>[0] {
  return {
    has: (name) => files.has(name),
    read: <T>(name: string) => files.get(name) as T,
    write: (name, value) => void files.set(name, value),
  };
}

describe('the paper’s file of offers is put on sale', () => {
  test('by a new state, and not again while it stays as it is', () => {
    const state = keptIn(new Map());
    const first = offersFile(state, 'offers');
    expect(first.isNew).toBe(true);

    first.remember();
    expect(offersFile(state, 'offers').isNew).toBe(false);
  });

  test('again where the file is another than the one that this state knows', () => {
    const state = keptIn(new Map());
    offersFile(state, 'offers').remember();

    expect(offersFile(state, 'offers and gifts').isNew).toBe(true);
  });

  test('once more by a state from before the file was remembered', () => {
    expect(offersFile(keptIn(new Map([['offers.json', { onSale: true }]])), 'offers').isNew).toBe(true);
  });
});
