import { describe, expect, test } from 'vitest';
import { exportJobs } from './exports-data.ts';
import { sharedFinance } from './finance.ts';
import { ada, nora } from './people.ts';

const finance = sharedFinance();

const asNora = () => finance.as(nora);

describe('exports', () => {
  test('begin on the page of the events, with its filters', async () => {
    const { document } = await asNora().get('/events?type=payment.paid&from=2026-11-01');
    const form = document.querySelector('form[action="/exports"]');
    const fields = Object.fromEntries(
      (form?.querySelectorAll('input') ?? []).map((input) => [
        input.getAttribute('name') ?? '',
        input.getAttribute('value') ?? '',
      ]),
    );
    const { status, location } = await asNora().post('/exports', fields);

    expect([status, location]).toEqual([303, '/exports']);
    expect(finance.world.calls('startExport')[0]?.body).toEqual({
      type: 'payment.paid',
      from: '2026-11-01T04:00:00.000Z',
    });
  });

  test('say how far they are, lead to the file, and say when it is gone', async () => {
    const { document } = await asNora().get('/exports');
    const files = document
      .querySelectorAll('tbody tr')
      .map((row) => row.querySelectorAll('td')[3]?.textContent.trim());

    expect(files).toEqual(['41 %', 'Download CSV', 'kept no more']);
    const file = await asNora().get(`/exports/${exportJobs[1].id}/file`);
    expect([file.headers.get('content-type'), file.html]).toEqual(['text/csv; charset=utf-8', 'at,type\r\n']);
  });

  test('none yet is said; nobody without the role gets one', async () => {
    finance.world.billing.answer('listExports', () => ({ answer: { data: [], nextCursor: null } }));
    expect((await asNora().get('/exports')).document.textContent).toContain('Nothing was exported yet');
    expect((await finance.as(ada).post('/exports', {})).status).toBe(403);
    expect(finance.world.calls('startExport')).toEqual([]);
  });
});
