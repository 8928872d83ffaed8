import { describe, expect, test } from 'vitest';
import { hasEmptyFields, queryOf, readFilters } from './filters.ts';

const READER = '01a2151f-2cc6-7699-86bc-d80cef1babbe';
const read = (query: string) => readFilters(new URLSearchParams(query));

describe('filters in the address', () => {
  test('what is set is taken, and nothing else', () => {
    const input = read('type=payment.paid&from=2026-11-01&after=x&admin=1');

    expect(input).toMatchObject({ complete: true, filters: { type: 'payment.paid', from: '2026-11-01' } });
    expect(input.complete && Object.keys(input.filters)).toEqual(['type', 'from']);
  });

  test('one day is a span', () => {
    expect(read('from=2026-11-24&to=2026-11-24').complete).toBe(true);
  });

  test('blanks around it and capitals in an id do not matter', () => {
    expect(read(`readerId=+${READER.toUpperCase()}+`)).toMatchObject({ filters: { readerId: READER } });
  });

  test('every mistake is named, and everything typed is kept', () => {
    expect(read('type=a&from=b&to=c&readerId=d')).toEqual({
      complete: false,
      errors: {
        type: expect.stringContaining('kind of event') as string,
        from: expect.stringContaining('2026-11-24') as string,
        to: expect.stringContaining('2026-11-24') as string,
        readerId: expect.stringContaining('36 characters') as string,
      },
      typed: { type: 'a', from: 'b', to: 'c', readerId: 'd' },
    });
  });

  test('a last day before the first is a mistake of the last', () => {
    expect(read('from=2026-11-24&to=2026-11-23')).toMatchObject({
      errors: { to: expect.stringContaining('before the first') as string },
    });
  });

  test('what is far too long is cut off before it is shown again', () => {
    expect(read(`readerId=${'x'.repeat(5_000)}`).typed.readerId).toHaveLength(200);
  });

  test('fields that a form sends empty are noticed', () => {
    expect([
      hasEmptyFields(new URLSearchParams('type=')),
      hasEmptyFields(new URLSearchParams('after=')),
    ]).toEqual([true, false]);
  });
});

test('the last day belongs to the question, to its last instant', () => {
  expect(queryOf({ from: '2026-11-01', to: '2026-11-01', type: 'payment.paid' }, 'America/New_York')).toEqual(
    {
      type: 'payment.paid',
      from: '2026-11-01T04:00:00.000Z',
      to: '2026-11-02T05:00:00.000Z',
    },
  );
});
