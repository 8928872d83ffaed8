import { plus, SECOND } from '@gatefold/kernel';
import { describe, expect, test } from 'vitest';
import {
  aFact,
  afterDays,
  anArticle,
  DUNNING,
  SETTLEMENT,
  setAfter,
  someBundles,
  start,
} from '../../test/builders.ts';
import { answer, type Asked } from './answer.ts';

const ask = (overrides: Partial<Asked> = {}) =>
  answer({
    what: { article: anArticle() },
    publication: null,
    set: setAfter(aFact()),
    bundles: someBundles,
    now: afterDays(3),
    ...overrides,
  });
const end = plus(afterDays(28), SETTLEMENT);
const leaving = setAfter(aFact({ data: { intent: 'cancelling' } }));

describe('an answer', () => {
  test('names what opens, and the version it was given by', () => {
    expect(ask()).toMatchObject({ granted: true, reason: 'subscription', version: 1, grant: { until: end } });
  });

  test.each([
    { when: 'while a renewal settles', set: setAfter(aFact()), last: plus(end, -1) },
    { when: 'through what is paid for, after a cancellation', set: leaving, last: plus(afterDays(28), -1) },
    {
      when: 'while a failed charge is collected',
      set: setAfter(aFact({ data: { standing: 'collecting' } })),
      last: plus(afterDays(28), DUNNING - 1),
    },
  ])('is yes $when, and no on the very dot', ({ set, last }) => {
    expect(ask({ set, now: last }).granted).toBe(true);
    expect(ask({ set, now: plus(last, 1) }).granted).toBe(false);
  });

  test('is no for one who is a stranger, and names that', () => {
    expect(ask({ set: null })).toMatchObject({ granted: false, reason: 'not-signed-in', version: 0 });
  });

  test('speaks of the payment where a payment is what is missing', () => {
    const set = setAfter(aFact({ at: afterDays(30), data: { standing: 'exhausted' } }));

    expect(ask({ set, now: afterDays(30) })).toMatchObject({ granted: false, reason: 'payment-problem' });
  });

  test('asks for a feature of the right publication', () => {
    const what = { feature: 'archive' };

    expect(ask({ what, publication: 'courier' }).granted).toBe(true);
    expect(ask({ what, publication: 'other' })).toMatchObject({ granted: false, reason: 'wrong-plan' });
  });

  test('goes by the article’s own publication, whichever is asked for', () => {
    expect(
      ask({ what: { article: anArticle({ publication: 'other' }) }, publication: 'courier' }).granted,
    ).toBe(false);
  });
});

describe('how long an answer may be kept', () => {
  test.each([
    { what: 'a yes: a minute', now: afterDays(3), cacheFor: 60 },
    { what: 'a yes shortly before the end: until the end', now: plus(end, -7 * SECOND), cacheFor: 7 },
    { what: 'a yes in its last second: not at all', now: plus(end, -1), cacheFor: 0 },
    { what: 'a no: a moment, for the reader may be paying right now', now: end, cacheFor: 5 },
  ])('$what', ({ now, cacheFor }) => {
    expect(ask({ now }).cacheFor).toBe(cacheFor);
  });

  test('never beyond the instant at which the article itself opens', () => {
    const rule = { ...anArticle().rule, notBefore: plus(start, 3 * SECOND) };

    expect(ask({ what: { article: anArticle({ rule }) }, now: start })).toMatchObject({
      reason: 'not-open-yet',
      cacheFor: 3,
    });
  });
});

describe('a payer who meets the wall by our fault', () => {
  test('is told apart from one who left and one who did not pay', () => {
    const unpaid = setAfter(aFact({ data: { standing: 'collecting' } }));

    expect(ask({ now: end })).toMatchObject({ reason: 'ended', endedInSilence: true });
    expect(ask({ set: leaving, now: end })).toMatchObject({ reason: 'ended', endedInSilence: false });
    expect(ask({ set: unpaid, now: afterDays(60) }).endedInSilence).toBe(false);
    expect(ask().endedInSilence).toBe(false);
  });
});
