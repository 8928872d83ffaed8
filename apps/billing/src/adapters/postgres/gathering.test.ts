import { expect, test } from 'vitest';
import { gathering } from './gathering.ts';

test('what comes in at the same time is done in one go, and each hears of it', async () => {
  const batches: (readonly number[])[] = [];
  const gathered = gathering(async (items: readonly number[]) => batches.push(items), 2);
  const answers = await Promise.all([gathered([1]), gathered([2, 3]), gathered([4])]);
  expect(batches).toEqual([[1, 2, 3, 4]]);
  expect(answers).toEqual([1, 1, 1]);
});

test('what is wrong with one hurts nobody who came with it', async () => {
  const gathered = gathering(async (items: readonly number[]) => {
    if (items.includes(13)) throw new Error('no such luck');
    return items.length;
  }, 2);
  const ended = await Promise.allSettled([gathered([1]), gathered([13]), gathered([2])]);
  expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

test('a flood goes in pieces, and nothing of it is left behind', async () => {
  const sizes: number[] = [];
  const gathered = gathering(async (items: readonly number[]) => {
    await new Promise((resolve) => setImmediate(resolve));
    return sizes.push(items.length);
  }, 2);
  await Promise.all(Array.from({ length: 1_000 }, (_, at) => gathered([at])));
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(1_000);
  expect(Math.max(...sizes)).toBe(200);
});
