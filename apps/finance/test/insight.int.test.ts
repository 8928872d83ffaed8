import { describe, expect, test } from 'vitest';
import { READER } from './books.ts';
import { sharedFinance, visitor } from './finance.ts';
import { ada, nora } from './people.ts';

const finance = sharedFinance();

const asNora = () => finance.as(nora);
const question = `/playground?reader=${READER}&article=the-harbour&at=2026-10-01T12:00`;

describe('the playground', () => {
  test('shows the decision, what was looked at, the chain and the grants as a picture', async () => {
    const { status, document } = await asNora().get(question);
    const texts = document.querySelectorAll('section').map(({ textContent }) => textContent);

    expect([status, texts.length]).toEqual([200, 4]);
    expect(texts[0]).toContain('may read: a subscription is paid for');
    expect(texts[0]).toContain('the-harbour of meridian (for those who have articles, metered)');
    expect(texts[1]).toContain('for those who have articles');
    expect(texts[1]).toContain('decided');
    expect(texts[2]).toContain('comp: articles, archive of meridian');
    expect(texts[2]).toContain('the dotted one the instant that you asked about');
    expect(document.querySelectorAll('.timeline svg')).toHaveLength(2);
    expect(document.querySelectorAll('.timeline svg .tick')).toHaveLength(2);
    expect(texts[3]).toContain('from a subscription');
  });

  test('asks about the wall clock of the paper, with the person’s own token', async () => {
    await asNora().get(question);

    expect(finance.world.calls('explain')[0]).toMatchObject({
      token: nora.token,
      params: { id: READER },
      query: { article: 'the-harbour', at: '2026-10-01T16:00:00.000Z' },
    });
  });

  test('finds a reader by address, which never comes to stand in one of the browser', async () => {
    const asked = await asNora().post('/playground', { reader: 'reader@example.com', article: '', at: '' });

    expect([asked.status, asked.location]).toEqual([303, `/playground?reader=${READER}`]);
  });

  test('says what is wrong beside its field and keeps what was typed', async () => {
    const wrong = await asNora().post('/playground', { reader: 'nobody@example.com', article: 'x', at: '' });
    expect([wrong.status, wrong.document.querySelector('#field-article')?.getAttribute('value')]).toEqual([
      422,
      'x',
    ]);
    expect(wrong.document.querySelector('#field-reader-error')?.textContent).toContain('Nobody is known');

    const gone = await asNora().get(`/playground?reader=${READER}&article=no-such-story`);
    expect([gone.status, gone.document.querySelector('#field-article-error')?.textContent]).toEqual([
      422,
      expect.stringContaining('no such article'),
    ]);
    const when = await asNora().get(`/playground?reader=${READER}&at=soon`);
    expect(when.document.querySelector('#field-at-error')?.textContent).toContain('a day and a time');
  });

  test('waits for a question, with articles to choose from, also where none can be read', async () => {
    const blank = await asNora().get('/playground');
    expect(blank.document.textContent).toContain('Nothing is asked yet');
    expect(blank.document.querySelector('datalist option')?.getAttribute('value')).toBe('the-harbour');

    finance.world.entitlement.setAway(true);
    expect((await asNora().get('/playground')).status).toBe(200);
    const away = await asNora().get(question);
    expect([away.status, away.document.textContent]).toEqual([
      503,
      expect.stringContaining('Access cannot be shown just now'),
    ]);
  });

  test.each(['/playground', '/latency'])('%s is for those with the role', async (path) => {
    expect((await finance.as(ada).get(path)).status).toBe(403);
    expect((await visitor(finance.url).get(path)).status).toBe(303);
    expect(finance.world.calls('latency')).toEqual([]);
  });
});

describe('latency', () => {
  type Document = Awaited<ReturnType<ReturnType<typeof asNora>['get']>>['document'];
  const rows = (document: Document, nth: number) => {
    const table = document.querySelectorAll('table').at(nth);
    return table
      ?.querySelectorAll('tbody tr')
      .map((row) => row.querySelectorAll('td').map(({ textContent }) => textContent));
  };

  test('says the middle, the slow end, each stage and the slowest', async () => {
    const { document } = await asNora().get('/latency');

    expect(document.querySelector('.facts')?.textContent).toContain('11 ms');
    expect(document.querySelector('.facts')?.textContent).toContain('1,040 ms');
    expect(rows(document, 0)?.map((row) => row.slice(1))).toEqual([
      ['0', '1,000'],
      ['2', '20'],
      ['3', '10'],
      ['6', '10'],
      ['11', '1,040'],
    ]);
    expect(rows(document, 1)?.[0]?.slice(3, 8)).toEqual(['1,000', '20', '10', '10', '1,040']);
    expect(finance.world.calls('eventTimings')[0]?.token).toBe(nora.token);
  });

  test('is told as a whole while billing is away, and not at all while entitlement is', async () => {
    finance.world.billing.setAway(true);
    const { status, document } = await asNora().get('/latency');
    expect([status, rows(document, 1)?.[0]?.[3]]).toEqual([200, 'unknown']);
    expect(document.querySelector('.notice')?.textContent).toContain('Billing does not say');

    finance.world.entitlement.setAway(true);
    expect((await asNora().get('/latency')).status).toBe(503);
  });

  test('of nothing yet says so', async () => {
    finance.world.entitlement.answer('latency', () => ({
      answer: { data: [], nextCursor: null, since: '2026-11-24T20:00:00.000Z' },
    }));

    expect((await asNora().get('/latency')).document.textContent).toContain('Nothing has come in yet');
    expect(finance.world.calls('eventTimings')).toEqual([]);
  });
});
