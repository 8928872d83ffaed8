import { plus } from '@gatefold/kernel';
import { expect, test } from 'vitest';
import {
  ada,
  aFact,
  afterDays,
  anArticle,
  SETTLEMENT,
  setAfter,
  someBundles,
  subscriptionId,
} from '../../test/builders.ts';
import { questionOf } from './answer.ts';
import { barsOf } from './bars.ts';
import { firedBy } from './fired.ts';
import type { ReaderSet } from './held-grant.ts';
import { spoken } from './spoken.ts';

const end = plus(afterDays(28), SETTLEMENT);
const fired = (set: ReaderSet, now = afterDays(1), article = anArticle()) =>
  firedBy(questionOf({ what: { article }, publication: null, set, bundles: someBundles, now }));

test('a payer’s yes is led back to the grant', () => {
  expect(fired(setAfter(aFact()))).toEqual([
    { rule: 'access', decides: false, says: 'for those who have articles' },
    {
      rule: 'grant',
      decides: true,
      says: `subscription ${subscriptionId}, until ${spoken(end)}: open, and it holds the feature`,
    },
  ]);
});

test('a no says what was there and why it did not help', () => {
  expect(fired(setAfter(aFact()), end).map(({ says }) => says)).toEqual([
    'for those who have articles',
    `subscription ${subscriptionId}, until ${spoken(end)}: is over`,
    'no grant opens it: ended',
  ]);
});

test('an article’s own dates, a meter and an open door are said', () => {
  const { rule } = anArticle();
  const dated = anArticle({
    rule: { ...rule, notBefore: afterDays(0), notAfter: afterDays(1), isMetered: true },
  });

  expect(fired(setAfter(), afterDays(1), dated).map(({ says }) => says)).toEqual([
    'opens at 2026-01-05 09:30:00 UTC: that has been',
    'closes at 2026-01-06 09:30:00 UTC: that has been',
  ]);
  expect(fired(setAfter(), afterDays(0), dated).map(({ says }) => says)).toEqual([
    'opens at 2026-01-05 09:30:00 UTC: that has been',
    'closes at 2026-01-06 09:30:00 UTC: not yet',
    'for those who have articles, and some such articles a month for others',
    'no grant opens it: no-plan',
  ]);
  const free = anArticle({ rule: { ...rule, access: 'free', feature: null } });
  expect(fired(setAfter(), afterDays(0), free)).toEqual([
    { rule: 'access', decides: true, says: 'for all: free' },
  ]);
});

test('a bar holds the events of its subscription that are of this reader, in their order', () => {
  const renewed = aFact({ sequence: 2, type: 'subscription.renewed', at: afterDays(28) });
  const strangers = aFact({ sequence: 3, data: { readerId: '01990000-0000-7000-8000-0000000000b1' } });
  const [bar, ...others] = barsOf(setAfter(aFact()), [[renewed, strangers, aFact()]]);

  expect(others).toEqual([]);
  expect(bar).toMatchObject({ id: subscriptionId, source: 'subscription', holds: 'digital', until: end });
  expect(bar?.events.map(({ type }) => type)).toEqual(['subscription.started', 'subscription.renewed']);
  expect(barsOf({ readerId: ada, version: 0, grants: [] }, [])).toEqual([]);
});
