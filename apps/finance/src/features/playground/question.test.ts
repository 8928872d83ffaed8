import { describe, expect, test } from 'vitest';
import { readQuestion } from './question.ts';

const READER = '01a2151f-2cc6-7699-86bc-d80cef1babbe';
const read = (typed: { reader?: string; article?: string; at?: string }) =>
  readQuestion({ reader: '', article: '', at: '', ...typed }, 'America/New_York');

describe('a question of the playground', () => {
  test('is about the wall clock of the paper', () => {
    expect(
      read({ reader: READER.toUpperCase(), article: 'the-harbour', at: '2026-11-24T18:30' }),
    ).toMatchObject({
      is: 'question',
      question: { readerId: READER, article: 'the-harbour', at: '2026-11-24T23:30:00.000Z' },
    });
  });

  test('is about now and about articles where nothing else is said', () => {
    expect(read({ reader: READER })).toMatchObject({ question: { article: null, at: null } });
    expect(read({}).is).toBe('blank');
  });

  test.each(['2026-02-30T10:00', 'yesterday', '2026-11-24', '2026-11-24T25:00'])(
    'has a mistake at %s',
    (at) => {
      expect(read({ reader: 'ada', at })).toMatchObject({
        is: 'wrong',
        errors: { reader: expect.stringContaining('Nobody'), at: expect.stringContaining('a time') },
      });
    },
  );
});
