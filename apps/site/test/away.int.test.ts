import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { commands } from './abuse-list.ts';
import { CANARY } from './paper.ts';
import { ARTICLE } from './screens.ts';
import { startSite, visitor, type Site } from './site.ts';
import { ada } from './world.ts';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());
beforeEach(() => site.reset());

const asAda = () => visitor(site.url, ada.session);
const services = ['billing', 'content', 'entitlement', 'identity', 'mail'] as const;

/** What a script asks for is told to the script. */
const pages = commands.filter((path) => !path.endsWith('/options'));

describe.each(services)('while %s is away', (service) => {
  test('each form is answered with a page that says what to do, never with a part of our system', async () => {
    site.world[service].setAway(true);
    const odd: string[] = [];
    for (const path of pages) {
      const { status, headers, html, location } = await asAda().post(path, { token: 'good' });
      const isPage = (headers.get('content-type') ?? '').startsWith('text/html') && html.includes('<h1');
      if (location === null && !isPage) odd.push(`${path}: ${status} ${html.slice(0, 80)}`);
      if (/ECONN|at \w+ \(|fetch failed/.test(html)) odd.push(`${path}: shows what is inside`);
    }

    expect(odd).toEqual([]);
  });
});

describe('who has paid', () => {
  test.each(['billing', 'entitlement', 'identity', 'mail'] as const)(
    'goes on reading while %s is away',
    async (service) => {
      await asAda().get(ARTICLE);
      site.world[service].setAway(true);

      expect((await asAda().get(ARTICLE)).html).toContain(CANARY);
    },
  );

  test('is told on the page that the paper is away, with the front page as it was', async () => {
    site.world.content.setAway(true);
    const { status, html } = await asAda().get(ARTICLE);

    expect(status).toBe(503);
    expect(html).not.toContain(CANARY);
  });
});
