import fc from 'fast-check';
import { expect, test } from 'vitest';
import { histories } from './history.ts';
import { simulate } from './simulate.ts';

test(
  'after 1,000 histories of people, chance and crashes the books and access are as Stripe says, in whatever order the log tells them',
  () =>
    fc.assert(
      fc.asyncProperty(histories(15), async (history) => void (await simulate(history))),
      { numRuns: 1_000 },
    ),
  240_000,
);

/** One in five. */
const STORM = 0.2;

test('2,000 calls of Stripe’s that are refused, cut off, broken, too slow or answered over another amount, done or not, make nothing twice and leave nothing open', async () => {
  let wentWrong = 0;
  const inStorm = fc.asyncProperty(histories(15), async (history) => {
    wentWrong += (await simulate(history, STORM)).troubles;
  });
  await fc.assert(inStorm, { numRuns: 1_000 });
  expect(wentWrong).toBeGreaterThanOrEqual(2_000);
}, 240_000);
