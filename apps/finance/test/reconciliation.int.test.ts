import { describe, expect, test } from 'vitest';
import { openCase } from './cases-data.ts';
import { sharedFinance } from './finance.ts';
import { ada, nora } from './people.ts';
import { nothingDiffers, reconciledDays } from './reconciliation-data.ts';

const finance = sharedFinance();

const asNora = () => finance.as(nora);
const rowsOf = async (caption: string, path = '/reconciliation') => {
  const { document } = await asNora().get(path);
  const table = document.querySelectorAll('table').find((one) => one.textContent.startsWith(caption));
  return (table?.querySelectorAll('tbody tr') ?? []).map((row) =>
    row.querySelectorAll('td').map((cell) => cell.textContent),
  );
};

describe('Stripe’s books against ours', () => {
  test('are shown by currency and by day, each difference marked and never added across currencies', async () => {
    expect(await rowsOf('Balance')).toEqual([
      ['EUR', '500.00', '500.00', '0.00', 'ties'],
      ['USD', '8,123.00', '8,131.44', '−8.44', 'differs'],
    ]);
    expect(await rowsOf('What moved')).toEqual([
      ['Nov 24, 2026', 'EUR', '5.00', '5.00', '0.00', 'ties', '1'],
      ['Nov 24, 2026', 'USD', '0.00', '8.44', '−8.44', 'differs', '12'],
    ]);
  });

  test('differ by cause, with what to do', async () => {
    expect((await rowsOf('Movements')).map((row) => row.slice(3))).toEqual([
      ['nothing', '8.44', 'USD', 'not booked', 'Book the day.'],
      ['1.00', 'nothing', 'USD', 'unknown to Stripe', 'Take the entry back by one of your own.'],
    ]);
    expect((await rowsOf('Subscriptions')).map((row) => row.slice(1, 4))).toEqual([
      ['9.00', 'USD', 'too little was paid'],
    ]);
  });

  test('lead from suspense to the case and what moved it, and count what waits', async () => {
    const { document } = await asNora().get('/reconciliation');

    expect(document.querySelector(`main a[href="/cases/${openCase.id}"]`)?.textContent).toBe('open');
    expect(document.querySelector(`main a[href="/search?q=${openCase.subject}"]`)).not.toBeNull();
    expect(document.querySelector('main')?.textContent).toContain('−1,234.56 USD in all');
    expect(document.querySelector('main a[href="/cases"]')?.textContent).toBe('3 wait for a person');
  });

  test('say so where nothing differs', async () => {
    const { billing } = finance.world;
    billing.answer('reconciliation', () => ({ answer: nothingDiffers }));
    billing.answer('reconciliationDays', () => ({
      answer: { ...reconciledDays, days: [], differences: [] },
    }));
    billing.answer('listSuspense', () => ({ answer: { data: [], nextCursor: null } }));
    const { document } = await asNora().get('/reconciliation');
    const text = document.querySelector('main')?.textContent ?? '';

    for (const said of ['Nothing moved on these days', 'None: every movement', 'All meet', 'No entry'])
      expect(text).toContain(said);
    expect(document.querySelector('main form')).toBeNull();
  });
});

describe('days', () => {
  const asked = () => finance.world.calls('reconciliationDays').at(-1)?.query;

  test('are seven of UTC, and lead to those before and after', async () => {
    const { document } = await asNora().get('/reconciliation');
    expect(asked()).toEqual({ from: '2026-11-18', until: '2026-11-25' });
    const older = document.querySelector('a[rel=next]')?.getAttribute('href');
    expect(older).toBe('/reconciliation?last=2026-11-17');

    const before = (await asNora().get(older ?? '')).document;
    expect(asked()).toEqual({ from: '2026-11-11', until: '2026-11-18' });
    expect(before.querySelector('a[rel=prev]')?.getAttribute('href')).toBe('/reconciliation?last=2026-11-24');
  });

  test('go on before the day up to which billing has looked', async () => {
    finance.world.billing.answer('reconciliationDays', () => ({
      answer: { ...reconciledDays, from: '2026-11-22', more: 7 },
    }));
    const { document } = await asNora().get('/reconciliation');

    expect(document.querySelector('a[rel=next]')?.getAttribute('href')).toBe(
      '/reconciliation?last=2026-11-21',
    );
    expect(document.querySelector('main')?.textContent).toContain('And 7 more');
  });

  test.each(['2027-01-01', '2026-02-30', 'x'])('that are none, or to come (%s), are today', async (last) => {
    await asNora().get(`/reconciliation?last=${last}`);
    expect(asked()).toEqual({ from: '2026-11-18', until: '2026-11-25' });
  });
});

describe('what is missing', () => {
  test('is booked by a button for its day, and the page says how much was', async () => {
    const { document } = await asNora().get('/reconciliation?last=2026-11-24');
    expect(document.querySelectorAll('main button[value=book]').map((one) => one.textContent)).toEqual([
      'Book what is missing of Nov 24, 2026',
    ]);
    const done = await asNora().post('/reconciliation?last=2026-11-24', { do: 'book', day: '2026-11-24' });
    const place = '/reconciliation?last=2026-11-24&of=2026-11-24&booked=1';
    expect([done.status, done.headers.get('location')]).toEqual([303, place]);
    expect(finance.world.calls('bookDay')).toMatchObject([
      { params: { day: '2026-11-24' }, token: nora.token },
    ]);

    expect((await asNora().get(place)).document.querySelector('[role=status]')?.textContent).toContain(
      '1 booked for Nov 24, 2026',
    );
  });

  test('nobody without the role sees or books it; what is no day is not there, billing away is said', async () => {
    expect((await finance.as(ada).get('/reconciliation')).status).toBe(403);
    expect((await finance.as(ada).post('/reconciliation', { do: 'book', day: '2026-11-24' })).status).toBe(
      403,
    );
    expect((await asNora().post('/reconciliation', { do: 'book', day: 'x' })).status).toBe(404);
    expect((await asNora().post('/reconciliation', { do: 'constructor' })).status).toBe(404);
    expect(finance.world.calls('bookDay')).toEqual([]);
    finance.world.billing.setAway(true);
    expect((await asNora().get('/reconciliation')).status).toBe(503);
  });
});
