import type { Client } from '@gatefold/api';
import { fakeBusinessClock } from '@gatefold/test-kit';
import { expect, test } from 'vitest';
import { createKeptReads } from './kept-reads.ts';

function telling() {
  const state = {
    isAway: false,
    batches: [] as { reader: string; article: string; at: string }[][],
    failures: 0,
    meanwhile: () => {},
  };
  const client = {
    call: async (_: unknown, { body }: { body: { data: (typeof state.batches)[number] } }) => {
      if (state.isAway) throw new Error('away');
      state.meanwhile();
      state.batches.push(body.data);
      return { taken: body.data.length };
    },
  } as unknown as Client;
  const clock = fakeBusinessClock('2026-11-26T10:00:00Z');
  const reads = createKeptReads({
    content: client,
    clock,
    logger: { warn: () => void (state.failures += 1) },
  });
  const read = (reader: string | null, granted = true) =>
    reads.note({ status: 200, reader, article: 'a', granted });
  return { state, clock, reads, read };
}

test('whole texts of readers are told, with the time at which they were read', async () => {
  const { state, clock, reads, read } = telling();
  read('ada');
  clock.advance(1_000);
  read('ben');
  read(null);
  read('cleo', false);
  await reads.stop();
  expect(state.batches).toEqual([
    [
      { reader: 'ada', article: 'a', at: '2026-11-26T10:00:00.000Z' },
      { reader: 'ben', article: 'a', at: '2026-11-26T10:00:01.000Z' },
    ],
  ]);
});

test('many go in batches, and nothing goes twice', async () => {
  const { state, reads, read } = telling();
  for (let count = 0; count < 1_200; count += 1) read(`reader ${count}`);
  await reads.stop();
  await reads.stop();
  expect(state.batches.map(({ length }) => length)).toEqual([500, 500, 200]);
  expect(new Set(state.batches.flat().map(({ reader }) => reader)).size).toBe(1_200);
});

test('what is read while it is told waits for the next round', async () => {
  const { state, reads, read } = telling();
  for (let count = 0; count < 700; count += 1) read(`reader ${count}`);
  state.meanwhile = () => read('ada');
  await reads.stop();
  state.meanwhile = () => {};
  expect(state.batches.map(({ length }) => length)).toEqual([500, 200]);
  await reads.stop();
  expect(state.batches[2]?.map(({ reader }) => reader)).toEqual(['ada', 'ada']);
});

test('wait while content is away, as many as there is room for', async () => {
  const { state, reads, read } = telling();
  state.isAway = true;
  for (let count = 0; count < 25_000; count += 1) read(`reader ${count}`);
  await reads.stop();
  expect(state.failures).toBe(1);
  state.isAway = false;
  await reads.stop();
  expect(state.batches.flat()).toHaveLength(20_000);
});
