import { test } from 'vitest';
import { simulate } from './simulate.ts';

/** Histories that were found to end badly once, each with what it was. */
test('a plan that is taken back while Stripe is busy stays taken back', () =>
  simulate({
    seed: 1,
    roads: { lost: 0, late: 0, repeated: 0 },
    steps: [
      { do: 'buy', who: 2, card: 'good', returns: false, by: 'account' },
      { do: 'turn', hours: 0 },
      { do: 'trouble', after: 1, kind: 'busy' },
      { do: 'change-plan', who: 2, to: 'reading' },
      { do: 'keep-plan', who: 2 },
      { do: 'turn', hours: 592 },
    ],
  }));
