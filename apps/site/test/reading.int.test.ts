import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startSite, visitor, type Site } from './site.ts';
import { ada, newcomer } from './world.ts';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());
beforeEach(() => site.reset());

const asAda = () => visitor(site.url, ada.session);
const holds = (answer: { keeps: boolean; data: object[]; nextCursor: string | null }) =>
  site.world.content.answer('listReads', () => ({ answer }));

describe('what a reader has read', () => {
  test('stands on a page of their own, each with its day and a link back to it', async () => {
    const { document, headers } = await asAda().get('/account/reading');
    const items = document.querySelectorAll('.plain-list li');

    expect(items.map(({ textContent }) => textContent)[0]).toContain('November 24, 2026');
    expect(items[0]?.querySelector('a')?.getAttribute('href')).toMatch(/^\/articles\//);
    expect(headers.get('cache-control')).toContain('no-store');
    expect(site.world.calls('listReads')[0]?.params).toEqual({ id: ada.id });
  });

  test('goes on where the page ends, and says so where nothing is older', async () => {
    holds({
      keeps: true,
      data: [{ slug: 'a', title: 'A', section: 'Coast', readAt: '2026-11-01T08:00:00Z' }],
      nextCursor: '1_x',
    });
    const { document } = await asAda().get('/account/reading');
    expect(document.querySelector('a[rel=next]')?.getAttribute('href')).toBe('/account/reading?after=1_x');

    holds({ keeps: true, data: [], nextCursor: null });
    const older = await asAda().get('/account/reading?after=1_x');
    expect(older.html).toContain('There is nothing older.');
    expect(site.world.calls('listReads').at(-1)?.query).toMatchObject({ after: '1_x' });
  });

  test('is forgotten by one button, and nothing else happens', async () => {
    const { location } = await asAda().post('/account/reading', { do: 'clear' });

    expect(location).toBe('/account/reading?done=cleared');
    expect(site.world.calls('clearReads').map(({ params }) => params)).toEqual([{ id: ada.id }]);
    expect(site.world.calls('chooseReads')).toEqual([]);
  });

  test('is switched off and on again, and the page then says that nothing is kept', async () => {
    await asAda().post('/account/reading', { do: 'off' });
    await asAda().post('/account/reading', { do: 'on' });
    expect(site.world.calls('chooseReads').map(({ body }) => body)).toEqual([
      { keeps: false },
      { keeps: true },
    ]);

    holds({ keeps: false, data: [], nextCursor: null });
    const { document, html } = await asAda().get('/account/reading?done=off');
    expect(html).toContain('Your history is switched off');
    expect(document.querySelectorAll('main form button').map((one) => one.getAttribute('value'))).toEqual([
      'on',
    ]);
  });

  test('is not a wish that nobody offered', async () => {
    const { status } = await asAda().post('/account/reading', { do: 'everything' });

    expect(status).toBe(404);
    expect([site.world.calls('clearReads'), site.world.calls('chooseReads')]).toEqual([[], []]);
  });

  test('has its page while content is away', async () => {
    site.world.content.setAway(true);

    expect((await asAda().get('/account/reading')).status).toBe(503);
  });

  test('is not for one whose address is not confirmed: the account says what is missing', async () => {
    const { status, location } = await visitor(site.url, newcomer.session).get('/account/reading');

    expect([status, location]).toEqual([303, '/account']);
  });
});
