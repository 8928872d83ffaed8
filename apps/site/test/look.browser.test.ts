import { accessibilityFaults, keepPicture, type Page } from '@gatefold/test-kit/browser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { become, lookAt, looks, looksFor, newPage, show, startBrowsing } from './browsing.ts';
import { ARTICLE, screens } from './screens.ts';
import { startSite, type Site } from './site.ts';

let browsing: Awaited<ReturnType<typeof startBrowsing>>;
beforeAll(async () => {
  browsing = await startBrowsing();
});
afterAll(() => browsing.close());

describe('every page, light and dark, wide and on a phone', () => {
  const desks: Desk[] = [];
  const waiting: ((desk: Desk) => void)[] = [];
  beforeAll(async () => {
    for (let desk = 0; desk < DESKS; desk += 1)
      desks.push({
        page: await newPage(browsing.browser),
        site: desk === 0 ? browsing.site : await startSite(),
      });
  });
  afterAll(async () => {
    for (const { page, site } of desks) {
      await page.context().close();
      if (site !== browsing.site) site.close();
    }
  });

  const take = async (): Promise<Desk> => desks.pop() ?? new Promise((resolve) => waiting.push(resolve));
  const giveBack = (desk: Desk): void => {
    const next = waiting.shift();
    if (next === undefined) desks.push(desk);
    else next(desk);
  };

  test.concurrent.each(
    screens.map((screen) => ({ screen, name: screen.name, seen: looksFor(screen, screens) })),
  )('$name: nothing that axe can find, nothing sticks out, nothing moves', async ({ screen, seen }) => {
    const desk = await take();
    const { page, site } = desk;
    try {
      await lookAt(page, seen[0] ?? looks[0]!);
      await show(page, site, screen);
      expect(await layoutShift(page)).toBeLessThan(UNSEEN);
      expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);

      for (const look of seen) {
        await lookAt(page, look);

        await keepPicture(page, `site ${screen.name} ${look.width} ${look.colorScheme}`);
        expect(await accessibilityFaults(page)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
          look.width,
        );
      }
    } finally {
      giveBack(desk);
    }
  });
});

/** A page with a site of its own, so that several screens are looked at side by side. */
type Desk = { readonly page: Page; readonly site: Site };
const DESKS = 3;

/** A font that comes between two frames of a busy machine moves a line by less than a pixel. A picture without its place: 0.1. */
const UNSEEN = 0.001;

/** Everything that has moved since the page began, as the browser adds it up. */
const layoutShift = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let moved = 0;
        type Shift = PerformanceEntry & { readonly value: number };
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) moved += (entry as Shift).value;
        }).observe({ type: 'layout-shift', buffered: true });
        requestAnimationFrame(() => setTimeout(() => resolve(moved), 50));
      }),
  );

describe('pictures and fonts that come late', () => {
  test.each([1280, 320] as const)('move nothing at %s px', async (width) => {
    const page = await newPage(browsing.browser, { look: { width, colorScheme: 'light' } });
    await page.route(/\/media\/|\.woff2$/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 400));
      await route.continue();
    });
    for (const path of ['/', ARTICLE]) {
      await page.goto(`${browsing.site.url}${path}`, { waitUntil: 'load' });
      await page.evaluate(() => document.fonts.ready);

      expect(await layoutShift(page), path).toBe(0);
    }
    await page.context().close();
  });
});

/** One screen of each address, as it is before anything is done on it. */
const eachAddress = () => [
  ...new Map(
    screens.filter(({ act }) => act === undefined).map((screen) => [screen.path.split('?')[0], screen]),
  ).values(),
];

describe('in German, whose words are longer', () => {
  test('nothing sticks out on a phone', async () => {
    const { site, browser } = browsing;
    const page = await newPage(browser, { look: { width: 320, colorScheme: 'light' }, locale: 'de-DE' });
    const sticking: string[] = [];
    for (const screen of eachAddress()) {
      await show(page, site, screen);
      expect(await page.evaluate(() => document.documentElement.lang), screen.name).toBe('de');
      if ((await page.evaluate(() => document.documentElement.scrollWidth)) > 320) sticking.push(screen.name);
    }

    expect(sticking).toEqual([]);
    await page.context().close();
  });
});

describe('on paper', () => {
  test.each(['an article, read', 'an article while a payment fails', 'the account'])(
    '%s is dark on white, and without what can only be pressed',
    async (name) => {
      const page = await newPage(browsing.browser, { look: { width: 1280, colorScheme: 'dark' } });
      const screen = screens.find((one) => one.name === name);
      if (screen === undefined) throw new Error(`no screen ${name}`);
      await show(page, browsing.site, screen);
      await page.emulateMedia({ media: 'print' });
      const ink = await page.evaluate(() => getComputedStyle(document.body).color);
      const pressed = page.locator('nav, button, .button, .trouble').filter({ visible: true });

      expect(ink).toBe('rgb(26, 24, 20)');
      expect(await pressed.count()).toBe(0);
      await page.context().close();
    },
  );
});

describe('what a page asks for', () => {
  test.each([
    { name: 'a wall', path: ARTICLE },
    { name: 'an article, read', path: ARTICLE, who: { session: 'session-of-ada' } },
    { name: 'the offer', path: '/offer' },
    { name: 'the account', path: '/account', who: { session: 'session-of-ada' } },
  ])('$name: style, fonts and pictures of its own host, no script', async ({ path, who }) => {
    const { site, browser } = browsing;
    const page = await newPage(browser);
    const asked: { type: string; host: string }[] = [];
    const complaints: string[] = [];
    page.on('request', (request) =>
      asked.push({ type: request.resourceType(), host: new URL(request.url()).host }),
    );
    page.on('console', (message) => complaints.push(message.text()));
    site.reset();
    await become(page, site, who);
    await page.goto(`${site.url}${path}`, { waitUntil: 'load' });

    expect(new Set(asked.map(({ host }) => host))).toEqual(new Set([new URL(site.url).host]));
    const allowed = new Set(['document', 'stylesheet', 'font', 'image']);
    expect(asked.filter(({ type }) => !allowed.has(type))).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
