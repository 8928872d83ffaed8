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

test('whom a dispute has kept out was kept out by no fault of ours, and is owed no time', () =>
  simulate({
    seed: 1,
    roads: { lost: 0, late: 0, repeated: 0 },
    steps: [
      { do: 'buy', who: 3, card: 'fails later', returns: false, by: 'account' },
      { do: 'turn', hours: 0 },
      { do: 'dispute', who: 3 },
      { do: 'turn', hours: 824 },
      { do: 'change-card', who: 3, card: 'good' },
      { do: 'die', after: 4 },
      { do: 'end-now', who: 3 },
      { do: 'buy', who: 1, card: 'good', returns: false, by: 'account' },
    ],
  }));

test('whoever left in the instant of a charge and has it back reads no longer', () =>
  simulate({
    seed: 1,
    roads: { lost: 0, late: 0, repeated: 0 },
    steps: [
      { do: 'buy', who: 3, card: 'good', returns: false, by: 'account' },
      { do: 'turn', hours: 3_361 },
      { do: 'cancel', who: 3 },
      { do: 'refund', who: 3, part: 'all', again: false, luck: 'good' },
    ],
  }));

test('whoever left in the instant of a charge and has a part of it back reads what is paid for', () =>
  simulate({
    seed: 1,
    roads: { lost: 0, late: 0, repeated: 0 },
    steps: [
      { do: 'buy', who: 2, card: 'fails later', returns: false, by: 'account' },
      { do: 'turn', hours: 673 },
      { do: 'die', after: 26 },
      { do: 'change-card', who: 2, card: 'good' },
      { do: 'cancel', who: 2 },
      { do: 'refund', who: 2, part: 'a third', again: false, luck: 'good' },
    ],
  }));

test('a first look at the balance that failed is made up for, however long ago it was', () =>
  simulate({
    seed: 1,
    roads: { lost: 0, late: 0, repeated: 0 },
    steps: [
      { do: 'die', after: 1 },
      { do: 'buy', who: 1, card: 'good', returns: false, by: 'account' },
      { do: 'buy', who: 3, card: 'good', returns: true, by: 'account' },
      { do: 'dispute', who: 3 },
      { do: 'end-now', who: 3 },
      { do: 'trouble', after: 8, kind: 'busy' },
      { do: 'turn', hours: 769 },
      { do: 'turn', hours: 0 },
    ],
  }));
