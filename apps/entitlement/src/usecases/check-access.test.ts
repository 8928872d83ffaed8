import { plus } from '@gatefold/kernel';
import { describe, expect, test, vi } from 'vitest';
import {
  ada,
  aFact,
  afterDays,
  anArticle,
  ben,
  setAfter,
  someBundles,
  subscriptionId,
} from '../../test/builders.ts';
import type { WriteOfBilling } from '../domain/revision.ts';
import type { SubscriptionFact } from '../domain/subscription-fact.ts';
import { checkAccess, type AccessQuestion } from './check-access.ts';
import type { AccessRecords, Revisions } from './ports.ts';

const refunded = aFact({ sequence: 2, at: afterDays(5), data: { phase: 'ended', endReason: 'refunded' } });
const now = afterDays(9);

function desk({
  facts = [aFact()],
  missing = [] as string[],
}: { facts?: SubscriptionFact[]; missing?: string[] } = {}) {
  const records: AccessRecords = {
    find: vi.fn(async () => ({
      sets: new Map([[ada, setAfter(...facts)]]),
      articles: [
        anArticle(),
        anArticle({ id: '01990000-0000-7000-8000-0000000000c2', slug: 'gone', isWithdrawn: true }),
      ],
      bundles: someBundles,
    })),
    historiesOf: vi.fn(async () => new Map([[ada, [facts]]])),
    mergedInto: async () => null,
  };
  const revisions: Revisions = {
    missing: vi.fn(async (awaited: readonly WriteOfBilling[]) =>
      awaited.filter((write) => missing.includes(write.subscriptionId)),
    ),
  };
  const check = checkAccess({ records, revisions, clock: { kind: 'business', now: () => now } });
  return { records, revisions, ask: (...asked: Partial<AccessQuestion>[]) => check(asked.map(aQuestion)) };
}

const aQuestion = (overrides: Partial<AccessQuestion>): AccessQuestion => ({
  reader: ada,
  article: null,
  feature: null,
  publication: null,
  at: null,
  atLeast: null,
  ...overrides,
});

describe('a question', () => {
  test('about an article is answered by its id and by its slug alike', async () => {
    const { ask } = desk();
    const answers = await ask({ article: anArticle().id }, { article: 'the-harbour' });

    expect(answers.map(({ granted }) => granted)).toEqual([true, true]);
  });

  test('with article and feature goes by the article', async () => {
    const [answer] = await desk().ask({ article: 'the-harbour', feature: 'not-a-feature' });

    expect(answer).toMatchObject({ granted: true });
  });

  test.each([
    { what: 'nothing', question: {}, code: 'question-incomplete' },
    { what: 'an unknown article', question: { article: 'no-such' }, code: 'article-not-found' },
    { what: 'a withdrawn article', question: { article: 'gone' }, code: 'article-not-found' },
    {
      what: 'an article of another publication',
      question: { article: 'the-harbour', publication: 'other' },
      code: 'article-not-found',
    },
    { what: 'a feature that no bundle holds', question: { feature: 'artciles' }, code: 'feature-not-found' },
    { what: 'no feature by its name', question: { feature: '' }, code: 'feature-not-found' },
  ])('about $what is refused: $code', async ({ question, code }) => {
    await expect(desk().ask(question)).rejects.toMatchObject({ code });
  });

  test('by a reader of whom nothing was heard is denied, and by a stranger as well', async () => {
    const answers = await desk().ask(
      { reader: ben, feature: 'articles' },
      { reader: null, feature: 'articles' },
    );

    expect(answers.map(({ granted, reason }) => [granted, reason])).toEqual([
      [false, 'no-plan'],
      [false, 'not-signed-in'],
    ]);
  });
});

describe('a question about another instant', () => {
  test('is answered in hindsight and never to be kept', async () => {
    const { ask } = desk({ facts: [aFact(), refunded] });
    const feature = 'articles';
    const answers = await ask(
      { feature, at: plus(afterDays(5), -1) },
      { feature, at: afterDays(5) },
      { feature },
    );

    expect(answers.map(({ granted, cacheFor }) => [granted, cacheFor])).toEqual([
      [true, 0],
      [false, 0],
      [false, 5],
    ]);
  });

  test('is the only one that costs a look into history', async () => {
    const { ask, records } = desk();
    await ask({ feature: 'articles' });

    expect(records.historiesOf).not.toHaveBeenCalled();
  });
});

describe('a thousand questions', () => {
  test('cost one look at the records and come back in their order', async () => {
    const { ask, records } = desk();
    const questions = Array.from({ length: 1_000 }, (_, index) => ({
      reader: index % 3 === 0 ? ada : ben,
      feature: 'articles',
      ...(index % 2 === 0 ? { at: afterDays(1) } : {}),
    }));
    const answers = await ask(...questions);

    expect(answers.map(({ granted }) => granted)).toEqual(questions.map(({ reader }) => reader === ada));
    expect(records.find).toHaveBeenCalledTimes(1);
    expect(records.historiesOf).toHaveBeenCalledTimes(1);
  });

  test('are refused together when one cannot be answered, and that one is named', async () => {
    const refusal = desk().ask({ feature: 'articles' }, {});

    await expect(refusal).rejects.toMatchObject({ code: 'question-incomplete', facts: { question: 1 } });
  });
});

describe('a question that must know of a write', () => {
  const atLeast = `1.${subscriptionId}.4`;

  test('waits for it before it looks, once for all who name it', async () => {
    const { ask, revisions } = desk();
    await ask({ feature: 'articles', atLeast }, { feature: 'archive', atLeast });

    expect(revisions.missing).toHaveBeenCalledExactlyOnceWith([{ epoch: 1, subscriptionId, sequence: 4 }]);
  });

  test('is refused when it does not come, rather than answered by what is old', async () => {
    const { ask, records } = desk({ missing: [subscriptionId] });

    await expect(ask({ feature: 'articles', atLeast })).rejects.toMatchObject({
      code: 'not-yet-known',
      facts: { atLeast },
    });
    expect(records.find).not.toHaveBeenCalled();
  });

  test('does not wait at all where none is named', async () => {
    const { ask, revisions } = desk();
    await ask({ feature: 'articles' });

    expect(revisions.missing).not.toHaveBeenCalled();
  });
});
