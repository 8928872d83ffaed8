import fc from 'fast-check';
import { test } from 'vitest';
import { histories } from './history.ts';
import { simulate } from './simulate.ts';

test(
  'after 1,000 histories of people, chance and crashes the books and access are as Stripe says, in whatever order the log tells them',
  () => fc.assert(fc.asyncProperty(histories(15), simulate), { numRuns: 1_000 }),
  240_000,
);
