import { problem } from '@gatefold/web-kit/testing';
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
const slug = 'the-harbour-wall';

describe('what a reader has saved', () => {
  test('is saved from the article itself, by one button, only for those who read it signed in', async () => {
    const { document } = await asAda().get('/');
    const article = document.querySelector('a[href^="/articles/"]')?.getAttribute('href') ?? '';
    const page = await asAda().get(article);
    const form = page.document.querySelector('form[action="/account/saved"]');

    expect(form?.querySelector('input[name=slug]')?.getAttribute('value')).toBe(article.slice(10));
    expect(form?.querySelector('button')?.textContent).toBe('Save for later');
    const guest = await visitor(site.url, null).get(article);
    expect(guest.document.querySelector('form[action="/account/saved"]')).toBeNull();
  });

  test('stands on a page of their own, each with its day, a link and a way off it', async () => {
    const { document, headers } = await asAda().get('/account/saved');
    const items = document.querySelectorAll('.plain-list li');

    expect(items.map(({ textContent }) => textContent)[0]).toContain('November 24, 2026');
    expect(items[0]?.querySelector('a')?.getAttribute('href')).toMatch(/^\/articles\//);
    expect(items[0]?.querySelector('button')?.getAttribute('value')).toBe('drop');
    expect(headers.get('cache-control')).toContain('no-store');
    expect(site.world.calls('listSaved')[0]?.params).toEqual({ id: ada.id });
  });

  test('goes on the list and off it, and the page says so', async () => {
    expect((await asAda().post('/account/saved', { do: 'save', slug })).location).toBe(
      '/account/saved?done=saved',
    );
    expect((await asAda().post('/account/saved', { do: 'drop', slug })).location).toBe(
      '/account/saved?done=dropped',
    );

    const params = { id: ada.id, slug };
    expect(site.world.calls('saveArticle').map((call) => call.params)).toEqual([params]);
    expect(site.world.calls('dropSaved').map((call) => call.params)).toEqual([params]);
    expect((await asAda().get('/account/saved?done=saved')).html).toContain('It is on your list.');
  });

  test('says when there is no room, and what helps', async () => {
    site.world.content.answer('saveArticle', () => problem(409, 'too-many-saved'));
    const { location } = await asAda().post('/account/saved', { do: 'save', slug });

    expect(location).toBe('/account/saved?done=full');
    expect((await asAda().get(location ?? '')).html).toContain('Your list is full.');
  });

  test.each([
    { do: 'save', slug: '../reads' },
    { do: 'save', slug: '' },
    { do: 'everything', slug },
  ])('takes no wish that nobody offered: $do of “$slug”', async (wish) => {
    expect((await asAda().post('/account/saved', wish)).status).toBe(404);
    expect([site.world.calls('saveArticle'), site.world.calls('dropSaved')]).toEqual([[], []]);
  });

  test('is no article that is not there', async () => {
    site.world.content.answer('saveArticle', () => problem(404, 'article-not-found'));

    expect((await asAda().post('/account/saved', { do: 'save', slug })).status).toBe(404);
  });

  test('is not for one whose address is not confirmed: the account says what is missing', async () => {
    const { status, location } = await visitor(site.url, newcomer.session).get('/account/saved');

    expect([status, location]).toEqual([303, '/account']);
  });
});
