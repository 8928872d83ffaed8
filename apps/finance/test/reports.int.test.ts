import { describe, expect, test } from 'vitest';
import { SUBSCRIPTION } from './books.ts';
import { sharedFinance, visitor } from './finance.ts';
import { ada, nora } from './people.ts';

const finance = sharedFinance();

const open = (path: string, session = nora.session) => visitor(finance.url, session).get(path);

describe('reports', () => {
  test('begin with revenue, by month, plan and phase, each currency by itself', async () => {
    expect((await open('/reports')).location).toBe('/reports/revenue');

    const { document } = await open('/reports/revenue');
    const rows = document
      .querySelectorAll('tbody tr')
      .map((row) => row.querySelectorAll('td').map(({ textContent }) => textContent));

    expect(document.querySelectorAll('section h2').map(({ textContent }) => textContent)).toEqual([
      'In EUR',
      'In USD',
    ]);
    expect(rows[0]).toEqual([
      'Nov 2026',
      'digital',
      'intro',
      '0.90',
      '0.00',
      '0.90',
      '0.00',
      '0.00',
      '0.00',
      '0.50',
      '0.40',
      '0.00',
    ]);
    expect(rows.at(-1)).toEqual([
      'Nov 2026',
      'digital',
      'year one',
      '0.00',
      '0.00',
      '13,109.00',
      '0.00',
      '0.00',
      '800.00',
      '300.00',
      '12,009.00',
      '0.00',
    ]);
  });

  test('say what their figures mean, in the words of who computed them', async () => {
    const { document } = await open('/reports/revenue');

    expect(document.querySelector('.meanings')?.textContent).toContain('What was earned.');
  });

  test('draw what the table says, with the figures as the name of the drawing', async () => {
    const { document } = await open('/reports/revenue');

    expect(document.querySelectorAll('svg[role=img]').map((svg) => svg.getAttribute('aria-label'))).toContain(
      'Revenue by month: Oct 2026 0.97; Nov 2026 300.03',
    );
  });

  test.each([
    ['mrr', '1,204'],
    ['cohorts', '84'],
    ['leaving', 'too expensive'],
    ['forecast', '2,700.00'],
  ])('%s has its rows', async (name, figure) => {
    const { document, status } = await open(`/reports/${name}`);

    expect([
      status,
      document
        .querySelectorAll('td')
        .map(({ textContent }) => textContent)
        .includes(figure),
    ]).toEqual([200, true]);
  });

  test('are asked for by address, with the token of the person', async () => {
    await open('/reports/revenue?from=2026-01&to=2026-11&offer=digital&weeks=9');
    const [call] = finance.world.calls('revenueReport');

    expect([call?.query, call?.token]).toEqual([
      { from: '2026-01', to: '2026-11', offer: 'digital' },
      nora.token,
    ]);
  });

  test('go to a spreadsheet with the same question', async () => {
    const { document } = await open('/reports/revenue?from=2026-01');
    const href = document.querySelector('a[download]')?.getAttribute('href') ?? '';
    const file = await open(href);

    expect(href).toBe('/reports/revenue/csv?from=2026-01');
    expect([file.headers.get('content-type'), file.headers.get('content-disposition'), file.html]).toEqual([
      'text/csv; charset=utf-8',
      'attachment; filename="revenue.csv"',
      'month,offer\r\n2026-11-01,digital\r\n',
    ]);
    expect(file.headers.get('cache-control')).toContain('no-store');
  });

  test('name each mistake beside its field and keep what was typed', async () => {
    const { document, status } = await open('/reports/revenue?from=2026-13&to=x');

    expect([status, document.querySelectorAll('.field .error').length]).toEqual([422, 2]);
    expect(document.querySelector('#field-from')?.getAttribute('value')).toBe('2026-13');
    expect(finance.world.calls('revenueReport')).toEqual([]);
  });

  test('say so when nothing falls into the time', async () => {
    finance.world.billing.answer('mrrReport', () => ({ answer: { definitions: {}, data: [] } }));

    expect((await open('/reports/mrr')).document.querySelector('.notice')?.textContent).toContain(
      'Nothing falls into this time',
    );
  });

  test('are shown to nobody without the role, nor while billing is away', async () => {
    expect((await open('/reports/revenue', ada.session)).status).toBe(403);
    expect((await open('/reports/revenue/csv', ada.session)).status).toBe(403);
    finance.world.billing.setAway(true);
    expect((await open('/reports/revenue')).status).toBe(503);
  });

  test('the evidence of a subscription is a file for those with the role', async () => {
    const path = `/subscriptions/${SUBSCRIPTION}/evidence/pdf`;
    const file = await open(path);

    expect([file.headers.get('content-type'), file.html]).toEqual(['application/pdf', '%PDF-1.4']);
    expect((await open(path, ada.session)).status).toBe(403);
    expect((await open(`/subscriptions/${SUBSCRIPTION}/evidence/exe`)).status).toBe(404);
  });

  test('that do not exist are not there', async () => {
    expect((await open('/reports/constructor')).status).toBe(404);
  });
});
