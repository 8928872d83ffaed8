import { at, DAY, plus } from '@gatefold/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide, type Question } from './decide.ts';
import { holdersOf, type Grant, type Rule } from './grant.ts';
import { looksOf } from './looks.ts';

const now = at('2026-03-01T12:00:00Z');
const aGrant = (id: string, overrides: Partial<Grant> = {}): Grant => ({
  id,
  publication: 'courier',
  features: ['articles'],
  source: 'subscription',
  from: plus(now, -DAY),
  until: plus(now, DAY),
  untilIfStale: plus(now, DAY),
  version: 1,
  ...overrides,
});
const asked = (overrides: Partial<Question> = {}): Question => ({
  rule: holdersOf('articles'),
  publication: 'courier',
  grants: [],
  history: [],
  signedIn: true,
  now,
  ...overrides,
});
const seen = (question: Question) => looksOf(question).map(({ rule, found }) => `${rule} ${found}`);

describe('what a decision looked at', () => {
  test('ends with the grant that opens, after all that do not', () => {
    const grants = [
      aGrant('a', { until: now }),
      aGrant('b', { from: plus(now, 1) }),
      aGrant('c', { features: ['archive'] }),
      aGrant('d', { publication: 'other' }),
      aGrant('e'),
      aGrant('f', { until: plus(now, 2 * DAY) }),
    ];

    expect(seen(asked({ grants }))).toEqual([
      'access needs-feature',
      'grant over',
      'grant not-begun',
      'grant other-feature',
      'grant other-publication',
      'grant opens-less-long',
      'grant opens',
    ]);
    expect(looksOf(asked({ grants })).at(-1)).toMatchObject({ grantId: 'f', decides: true });
  });

  test('stops at a date of the article, whatever the reader has', () => {
    const rule: Rule = { ...holdersOf('articles'), notBefore: plus(now, 1), notAfter: plus(now, DAY) };

    expect(seen(asked({ rule, grants: [aGrant('a')] }))).toEqual(['not-before not-open-yet']);
    expect(seen(asked({ rule: { ...rule, notBefore: now, notAfter: now } }))).toEqual([
      'not-before passed',
      'not-after closed',
    ]);
  });

  test('needs no grant where the article is open, and none helps where its rule makes no sense', () => {
    const free: Rule = { access: 'free', feature: null, notBefore: null, notAfter: null };

    expect(seen(asked({ rule: free, grants: [aGrant('a')] }))).toEqual(['access free']);
    expect(seen(asked({ rule: { ...free, access: 'feature' } }))).toEqual(['access unknown']);
  });

  test('is decided by exactly one, the last, and by the reason of the answer', () => {
    const instants = fc.integer({ min: -3, max: 3 }).map((days) => plus(now, days * DAY));
    const grants = fc.uniqueArray(
      fc
        .record({ id: fc.uuid(), from: instants, until: instants, isOther: fc.boolean() })
        .map(({ isOther, id, ...half }) =>
          aGrant(id, { ...half, features: isOther ? ['archive'] : ['articles'] }),
        ),
      { selector: ({ id }) => id, maxLength: 5 },
    );
    const rules = fc.record({
      access: fc.constantFrom('free', 'registered', 'feature'),
      feature: fc.constantFrom(null, 'articles'),
      notBefore: fc.option(instants),
      notAfter: fc.option(instants),
    });
    fc.assert(
      fc.property(rules, grants, fc.boolean(), (rule, held, signedIn) => {
        const question = asked({ rule, grants: held, history: [], signedIn });
        const looks = looksOf(question);
        const { reason, grant } = decide(question);

        expect(looks.map(({ decides }) => decides)).toEqual([...looks.slice(1).map(() => false), true]);
        expect(looks.at(-1)?.grantId ?? null).toBe(grant?.id ?? null);
        if (grant === null) expect(looks.at(-1)?.found).toBe(reason);
      }),
    );
  });
});
