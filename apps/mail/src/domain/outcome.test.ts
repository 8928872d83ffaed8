import { MINUTE, SECOND } from '@gatefold/kernel';
import { expect, test } from 'vitest';
import { verdictOf, waitAfter } from './outcome.ts';

test.each([
  { begun: false, responseCode: null, verdict: 'try-again', why: 'nobody answered before the text' },
  { begun: true, responseCode: null, verdict: 'uncertain', why: 'the line broke after the text had begun' },
  { begun: true, responseCode: 451, verdict: 'try-again', why: 'the server asks to come back' },
  { begun: true, responseCode: 554, verdict: 'refused', why: 'the server refuses the text' },
  { begun: false, responseCode: 550, verdict: 'refused', why: 'there is no such mailbox' },
  { begun: false, responseCode: 421, verdict: 'try-again', why: 'the server is busy' },
])('$verdict when $why', ({ verdict, ...failure }) => {
  expect(verdictOf(failure)).toBe(verdict);
});

test.each([
  { attempts: 1, wait: SECOND },
  { attempts: 2, wait: 2 * SECOND },
  { attempts: 5, wait: 16 * SECOND },
  { attempts: 11, wait: 10 * MINUTE },
  { attempts: 5_000, wait: 10 * MINUTE },
])('waits $wait ms after try $attempts', ({ attempts, wait }) => {
  expect(waitAfter(attempts)).toBe(wait);
});
