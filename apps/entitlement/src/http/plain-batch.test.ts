import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AT_THE_END, emptyEntry, firstQuestion, nextQuestion, NOT_PLAIN, readEntry } from './plain-batch.ts';

const NAMES = ['reader', 'article', 'feature', 'publication'] as const;

/** What a body asks; null for one that is left to others. */
function readAll(text: string): Record<string, string>[] | null {
  const body = Buffer.from(text);
  const entry = emptyEntry();
  const questions: Record<string, string>[] = [];
  let at = firstQuestion(body);
  while (at >= 0) {
    const end = readEntry(body, at, entry);
    if (end === NOT_PLAIN) return null;
    const found = NAMES.flatMap((name, index) => {
      const from = entry[index * 2]!;
      return from === -1 ? [] : [[name, body.toString('utf8', from, entry[index * 2 + 1])] as const];
    });
    questions.push(Object.fromEntries(found));
    at = nextQuestion(body, end);
  }
  return at === AT_THE_END ? questions : null;
}

const reader = '01990000-0000-7000-8000-0000000000a1';

describe('a batch of plain questions', () => {
  const plain = fc.string({ unit: fc.constantFrom(...'abcXYZ019-_.{}[]:, '), maxLength: 30 });
  const question = fc.record(
    { reader: fc.constant(reader), article: plain, feature: plain, publication: plain },
    { requiredKeys: ['article'] },
  );

  test('is read as JSON reads it, however it is spaced', () => {
    fc.assert(
      fc.property(fc.array(question, { minLength: 1, maxLength: 20 }), fc.nat(3), (questions, space) => {
        expect(readAll(JSON.stringify({ questions }, null, space))).toEqual(questions);
      }),
    );
  });

  test('is never read as anything that JSON does not say, whatever is broken in it', () => {
    const text = JSON.stringify({ questions: [{ reader, article: 'a' }, { feature: 'articles' }] });
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(5), fc.string({ maxLength: 3 }), (at, gone, come) => {
        const broken = text.slice(0, at) + come + text.slice(at + gone);
        const read = readAll(broken);
        if (read !== null) expect({ questions: read }).toEqual(JSON.parse(broken));
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    '',
    '[]',
    '{"questions":[]}',
    '{"questions":[{}]}',
    '{"questions":[{"article":"a"}]',
    '{"questions":[{"article":"a"}]}}',
    '{"questions":[{"article":"a"},]}',
    '{"questions":[{"article":1}]}',
    '{"questions":[{"article":"a","article":"b"}]}',
    '{"questions":[{"article":"\\u0061"}]}',
    '{"questions":[{"article":"é"}]}',
    '{"questions":[{"at":"2026-01-01T00:00:00Z","article":"a"}]}',
    '{"questions":[{"meter":"","article":"a"}]}',
    `{"questions":[{"reader":"${reader}0","article":"a"}]}`,
    `{"questions":[{"article":"${'a'.repeat(201)}"}]}`,
    `{"questions":[{"feature":"${'a'.repeat(61)}"}]}`,
    '{"questions":[{"__proto__":"a"}]}',
  ])('leaves what is not plain to others: %s', (text) => {
    expect(readAll(text)).toBeNull();
  });
});
