import { at, DAY, plus } from '@gatefold/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide, deniedReasons, grantedReasons, type Question } from './decide.ts';
import { grantSources, holdersOf, type Grant, type PastGrant, type Rule } from './grant.ts';

const now = at('2026-03-01T12:00:00Z');

const aGrant = (overrides: Partial<Grant> = {}): Grant => ({
  id: '01990000-0000-7000-8000-000000000001',
  publication: 'courier',
  features: ['articles', 'archive'],
  source: 'subscription',
  from: plus(now, -DAY),
  until: plus(now, DAY),
  untilIfStale: plus(now, 2 * DAY),
  version: 1,
  ...overrides,
});

const aPast = (overrides: Partial<PastGrant> = {}): PastGrant => ({
  publication: 'courier',
  features: ['articles'],
  until: plus(now, -DAY),
  isUnpaid: false,
  ...overrides,
});

const ask = (overrides: Partial<Question> = {}) =>
  decide({
    rule: holdersOf('articles'),
    publication: 'courier',
    grants: [],
    history: [],
    signedIn: true,
    now,
    ...overrides,
  });

const free: Rule = { access: 'free', feature: null, notBefore: null, notAfter: null };
const registered: Rule = { ...free, access: 'registered' };

describe('a yes names what opens', () => {
  test.each([
    { what: 'a free article to a stranger', question: { rule: free, signedIn: false }, reason: 'free' },
    {
      what: 'a registered article to who is signed in',
      question: { rule: registered },
      reason: 'registered',
    },
    { what: 'an article to a subscriber', question: { grants: [aGrant()] }, reason: 'subscription' },
    {
      what: 'an article to a guest with a gift',
      question: { grants: [aGrant({ source: 'gift' })] },
      reason: 'gift',
    },
    {
      what: 'an article to a campus without sign-in',
      question: { grants: [aGrant({ source: 'institution' })], signedIn: false },
      reason: 'institution',
    },
    {
      what: 'any publication when none is asked for',
      question: { grants: [aGrant({ publication: 'other' })], publication: null },
      reason: 'subscription',
    },
    {
      what: 'an article of another title to whoever holds both',
      question: { grants: [aGrant({ publication: 'other', features: ['articles', 'courier/articles'] })] },
      reason: 'subscription',
    },
    {
      what: 'what only another title holds, when none is asked for',
      question: {
        grants: [aGrant({ features: ['newsletter', 'other/articles'] })],
        publication: null,
      },
      reason: 'subscription',
    },
  ] as const)('$what: $reason', ({ question, reason }) => {
    expect(ask(question)).toMatchObject({ granted: true, reason });
  });

  test('the grant that lasts longest is the one named', () => {
    const longer = aGrant({ id: '01990000-0000-7000-8000-000000000009', until: plus(now, 9 * DAY) });

    expect(ask({ grants: [aGrant(), longer] }).grant).toBe(longer);
  });
});

describe('a no names what is missing', () => {
  test.each([
    { what: 'a stranger', question: { signedIn: false }, reason: 'not-signed-in' },
    {
      what: 'a stranger at a registered article',
      question: { rule: registered, signedIn: false },
      reason: 'not-signed-in',
    },
    { what: 'one who never had anything', question: {}, reason: 'no-plan' },
    { what: 'one whose time is over', question: { history: [aPast()] }, reason: 'ended' },
    {
      what: 'one whose card failed at the end',
      question: { history: [aPast({ isUnpaid: true })] },
      reason: 'payment-problem',
    },
    {
      what: 'one whose card failed long before a later, paid end',
      question: { history: [aPast(), aPast({ isUnpaid: true, until: plus(now, -9 * DAY) })] },
      reason: 'ended',
    },
    {
      what: 'one who has something else',
      question: { grants: [aGrant({ features: ['newsletter'] })] },
      reason: 'wrong-plan',
    },
    {
      what: 'one who subscribes to another publication',
      question: { grants: [aGrant({ publication: 'other' })] },
      reason: 'wrong-plan',
    },
    {
      what: 'one whose bundle holds another thing of that title',
      question: { grants: [aGrant({ publication: 'other', features: ['articles', 'courier/newsletter'] })] },
      reason: 'wrong-plan',
    },
    {
      what: 'one whose bundle holds it of a third title',
      question: { grants: [aGrant({ publication: 'other', features: ['articles', 'third/articles'] })] },
      reason: 'wrong-plan',
    },
    {
      what: 'one whose bundle of both is over',
      question: {
        history: [aPast({ publication: 'other', features: ['articles', 'courier/articles'] })],
      },
      reason: 'ended',
    },
    {
      what: 'a payer before the article opens',
      question: { grants: [aGrant()], rule: { ...holdersOf('articles'), notBefore: plus(now, 1) } },
      reason: 'not-open-yet',
    },
    {
      what: 'a payer at the instant at which the article closes',
      question: { grants: [aGrant()], rule: { ...holdersOf('articles'), notAfter: now } },
      reason: 'closed',
    },
    {
      what: 'anyone, where the rule names no feature',
      question: { grants: [aGrant()], rule: { ...free, access: 'feature' } },
      reason: 'unknown',
    },
  ] as const)('$what: $reason', ({ question, reason }) => {
    expect(ask(question)).toMatchObject({ granted: false, reason, grant: null });
  });
});

describe('to the second', () => {
  const grant = aGrant({ from: now, until: plus(now, DAY) });
  const history = [aPast({ until: grant.until })];

  test.each([
    { when: plus(now, -1), granted: false },
    { when: now, granted: true },
    { when: plus(now, DAY - 1), granted: true },
    { when: plus(now, DAY), granted: false },
  ])('from belongs to a grant, until does not ($when)', ({ when, granted }) => {
    expect(ask({ grants: [grant], history, now: when }).granted).toBe(granted);
  });

  test('what is still running has not ended', () => {
    const newsletter = aGrant({ features: ['newsletter'] });

    expect(ask({ grants: [newsletter], history: [aPast({ until: plus(now, 1) })] }).reason).toBe(
      'wrong-plan',
    );
  });
});

const instant = fc.integer({ min: -20, max: 20 }).map((hours) => plus(now, hours * 3_600_000));
const feature = fc.constantFrom('articles', 'newsletter', 'archive');
const held = fc.constantFrom('articles', 'newsletter', 'courier/articles', 'other/archive');
const publication = fc.constantFrom('courier', 'other');
const grants = fc.array(
  fc
    .record({
      id: fc.uuid(),
      publication,
      features: fc.uniqueArray(held),
      source: fc.constantFrom(...grantSources),
      from: instant,
      until: instant,
      version: fc.nat(),
    })
    .map((grant): Grant => ({ ...grant, untilIfStale: plus(grant.until, DAY) })),
  { maxLength: 5 },
);
const questions: fc.Arbitrary<Question> = fc.record({
  rule: fc.record({
    access: fc.constantFrom('free', 'registered', 'feature'),
    feature: fc.option(feature),
    notBefore: fc.option(instant),
    notAfter: fc.option(instant),
  }),
  publication: fc.option(publication),
  grants,
  history: fc.array(
    fc.record({ publication, features: fc.uniqueArray(held), until: instant, isUnpaid: fc.boolean() }),
    { maxLength: 4 },
  ),
  signedIn: fc.boolean(),
  now: instant,
});

describe('whatever a reader holds', () => {
  test('the answer stays the same until the instant it names', () => {
    fc.assert(
      fc.property(questions, fc.double({ min: 0, max: 0.999, noNaN: true }), (question, share) => {
        const first = decide(question);
        const end = first.nextChangeAt ?? plus(question.now, 400 * DAY);
        const later = plus(question.now, Math.floor((end.getTime() - question.now.getTime()) * share));

        expect(decide({ ...question, now: later })).toEqual(first);
      }),
    );
  });

  test('one grant more never closes what was open', () => {
    fc.assert(
      fc.property(questions, grants, (question, more) => {
        const before = decide(question);
        const after = decide({ ...question, grants: [...question.grants, ...more] });

        expect(after.granted).toBe(before.granted || after.granted);
      }),
    );
  });

  test('the order in which grants are kept makes no difference', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const reversed = { ...question, grants: question.grants.toReversed() };

        expect(decide(reversed).reason).toBe(decide(question).reason);
      }),
    );
  });

  test('the reason is always on the closed list of its kind', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const { granted, reason } = decide(question);

        expect(granted ? grantedReasons : deniedReasons).toContain(reason);
      }),
    );
  });

  test('a named grant covers the asked instant, feature and publication', () => {
    fc.assert(
      fc.property(questions, (question) => {
        const { grant } = decide(question);
        if (grant === null) return;

        expect(grant.from <= question.now && question.now < grant.until).toBe(true);
        const { rule, publication } = question;
        const names = [rule.feature, `${publication ?? grant.publication}/${rule.feature}`];
        const elsewhere = grant.features.filter((name) => name.endsWith(`/${rule.feature}`));
        expect(grant.features.some((name) => names.includes(name) || elsewhere.includes(name))).toBe(true);
        if (publication === null || publication === grant.publication) return;
        expect(grant.features).toContain(`${publication}/${rule.feature}`);
      }),
    );
  });
});
