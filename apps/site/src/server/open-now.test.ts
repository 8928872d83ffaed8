import type { Client } from '@gatefold/api';
import { expect, test } from 'vitest';
import { createOpenNow } from './open-now.ts';

const settled = () => new Promise((resolve) => setImmediate(resolve));

function opening() {
  const state = { isOpen: false, isAway: false, now: Date.parse('2026-11-26T10:00:00Z'), asked: 0 };
  const client = {
    call: async () => {
      state.asked += 1;
      if (state.isAway) throw new Error('away');
      return { isOpen: state.isOpen };
    },
  } as unknown as Client;
  const clock = { kind: 'machine' as const, now: () => new Date(state.now) };
  const openNow = createOpenNow({ content: client, clock });
  return {
    state,
    async after(milliseconds: number) {
      state.now += milliseconds;
      const said = openNow.mayBeOpen();
      await settled();
      return said;
    },
  };
}

test('until content has said that it is closed, the paper may be open', async () => {
  const { after } = opening();
  expect(await after(0)).toBe(true);
  expect(await after(1)).toBe(false);
});

test('is asked again every two seconds, and no more often', async () => {
  const { state, after } = opening();
  await after(0);
  state.isOpen = true;
  expect(await after(1_999)).toBe(false);
  expect(state.asked).toBe(1);
  await after(1);
  expect(await after(1)).toBe(true);
  expect(state.asked).toBe(2);
});

test('the last word of one who is silent counts for ten seconds', async () => {
  const { state, after } = opening();
  await after(0);
  state.isAway = true;
  expect(await after(9_999)).toBe(false);
  expect(await after(1)).toBe(true);
});
