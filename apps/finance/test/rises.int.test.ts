import { anId } from '@gatefold/test-kit';
import { describe, expect, test } from 'vitest';
import { sharedFinance } from './finance.ts';
import { aRise } from './rises-data.ts';
import { ada, nora } from './people.ts';

const finance = sharedFinance();

const asNora = () => finance.as(nora);
const here = `/price-rises/${aRise.id}`;
const cellsOf = async (path: string) =>
  (await asNora().get(path)).document
    .querySelectorAll('tbody tr')
    .map((row) => row.querySelectorAll('td').map(({ textContent }) => textContent));

describe('price rises', () => {
  test('are listed with the new price, its currency and day, how many were told and how many wait', async () => {
    expect(await cellsOf('/price-rises')).toEqual([
      [
        'Nov 20, 2026, 10:00:00',
        'digital',
        '18.00',
        'USD',
        'Mar 1, 2027, 00:00:00',
        '12,345',
        '2',
        'pia@example.com',
      ],
    ]);
  });

  test('say that there is none, and go on behind a place', async () => {
    finance.world.billing.answer('listPriceRises', () => ({ answer: { data: [], nextCursor: null } }));
    expect((await asNora().get('/price-rises')).document.textContent).toContain('No price was raised yet');
    finance.world.billing.answer('listPriceRises', () => ({
      answer: { data: [aRise], nextCursor: 'older' },
    }));
    const { document } = await asNora().get('/price-rises?after=newer');
    expect(document.querySelector('a[rel=next]')?.getAttribute('href')).toBe('/price-rises?after=older');
    expect(document.querySelector('.pager')?.textContent).toBe('NewestOlder');
    expect(finance.world.calls('listPriceRises').at(-1)?.query).toMatchObject({ after: 'newer' });
  });

  test('show who was told when, in which step they are, and whether mail has the notice', async () => {
    const rows = await cellsOf(here);
    expect(rows.map((row) => [row[3], row[4], row[5], row[6], row[7]])).toEqual([
      ['year one', 'not handed to mail yet', 'none any more', '', ''],
      ['year one', 'handed to mail', 'Aug 3, 2027, 08:40:00', '18.00', 'USD'],
    ]);
  });

  test('show who waits, for what, and until when', async () => {
    const { document } = await asNora().get(`${here}?state=waiting`);
    const [paused, cancelled] = await cellsOf(`${here}?state=waiting`);

    expect(document.querySelector('.tabs [aria-current]')?.textContent).toBe('waiting (2)');
    expect(paused?.slice(3, 5)).toEqual(['paused; told once it goes on', 'Jan 15, 2027, 07:40:00']);
    expect(cancelled?.slice(2, 5)).toEqual(['standard', 'cancelled; told if they keep it', '']);
    expect(finance.world.calls('listRisen')[0]).toMatchObject({
      query: { state: 'waiting' },
      token: nora.token,
    });
  });

  test('nobody without the role sees them; one that there is not is not there, billing away is said', async () => {
    expect((await finance.as(ada).get(here)).status).toBe(403);
    expect((await asNora().get(`/price-rises/${anId(999)}`)).status).toBe(404);
    finance.world.billing.setAway(true);
    expect((await asNora().get('/price-rises')).status).toBe(503);
    expect((await asNora().get(here)).status).toBe(503);
  });
});
