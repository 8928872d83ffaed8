import { describe, expect, test } from 'vitest';
import { sharedFinance } from './finance.ts';
import { ada, nora } from './people.ts';

const finance = sharedFinance();

const asNora = () => finance.as(nora);

describe('months of the books', () => {
  test('are listed with their state', async () => {
    const { document } = await asNora().get('/periods');
    const rows = document
      .querySelectorAll('tbody tr')
      .map((row) => row.querySelectorAll('td')[1]?.textContent);

    expect(rows).toEqual(['running', 'over, not closed', 'closed']);
  });

  test('show balances in both journals, payouts, and what came late apart', async () => {
    const { document } = await asNora().get('/periods/2026-10');

    expect(document.querySelectorAll('section h2').map(({ textContent }) => textContent)).toEqual([
      'Came after it was closed',
      'Documents',
      'Cash',
      'Left for the bank',
    ]);
    expect(document.textContent).toContain('−27.00');
  });

  test('one that is over is closed by a button, twice without harm', async () => {
    expect((await asNora().post('/periods/2026-10', {})).location).toBe('/periods/2026-10');
    finance.world.billing.answer('closePeriod', () => ({
      status: 409,
      answer: { code: 'period-closed', title: '', status: 409 },
    }));
    expect((await asNora().post('/periods/2026-10', {})).location).toBe('/periods/2026-10');
    expect(finance.world.calls('closePeriod')[0]?.token).toBe(nora.token);
  });

  test('nobody without the role sees or closes one; what is no month is not there', async () => {
    expect((await finance.as(ada).post('/periods/2026-10', {})).status).toBe(403);
    expect((await asNora().get('/periods/2026-13')).status).toBe(404);
    expect(finance.world.calls('closePeriod')).toEqual([]);
  });
});
