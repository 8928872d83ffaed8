import { startBrowser, type Browser, type Page } from '@gatefold/test-kit/browser';
import { startHostedPage } from './hosted-page.ts';
import type { Screen } from './screens.ts';
import { startSite, type Site } from './site.ts';
import { CHECKOUT, newcomer } from './world.ts';

/** 640 px are what is left of 1280 when everything is twice as large. */
export type Look = { readonly width: 1280 | 640 | 320; readonly colorScheme: 'light' | 'dark' };

export const looks: readonly Look[] = [
  { width: 1280, colorScheme: 'light' },
  { width: 320, colorScheme: 'dark' },
  { width: 1280, colorScheme: 'dark' },
  { width: 320, colorScheme: 'light' },
];

const zoomed: readonly Look[] = [
  { width: 640, colorScheme: 'light' },
  { width: 640, colorScheme: 'dark' },
];

/**
 * A pairwise sample: two looks for each address, so that every pair of address and width, address
 * and scheme, width and scheme occurs; its further states get one look each, by turns.
 * `LOOKS=all` in the environment takes all four for all, and what 200 % of zoom leaves.
 */
export function looksFor(screen: Screen, all: readonly Screen[]): readonly Look[] {
  if (process.env['LOOKS'] === 'all') return [...looks, ...zoomed];
  const index = all.indexOf(screen);
  const address = addressOf(screen);
  if (all.findIndex((one) => addressOf(one) === address) < index) return [looks[index % 4] ?? looks[0]!];
  return index % 2 === 0 ? looks.slice(0, 2) : looks.slice(2);
}

const addressOf = ({ path }: Screen): string => path.split('?')[0] ?? path;

/** Changes how an open page is looked at. */
export async function lookAt(page: Page, { width, colorScheme }: Look): Promise<void> {
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme });
  // A button goes from one scheme to the other within a moment, and is not to be judged on its way.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
}

/** A built site, a browser, and a hosted payment page. */
export async function startBrowsing() {
  const hosted = await startHostedPage();
  const site = await startSite({ paymentOrigins: [hosted.url] });
  const browser = await startBrowser();
  return {
    site,
    browser,
    /** From now on orders and new cards lead to the hosted page, and from there back into the site. */
    sell() {
      hosted.leadsTo(`${site.url}/checkout/return`, CHECKOUT);
      site.world.billing.answer('startCheckout', () => ({
        status: 201,
        answer: { id: CHECKOUT, url: `${hosted.url}/pay/1`, readerId: newcomer.id },
      }));
      site.world.billing.answer('updateCard', () => ({
        status: 201,
        answer: { url: `${hosted.url}/pay/setup` },
      }));
    },
    async close() {
      await browser.close();
      site.close();
      hosted.close();
    },
  };
}

type Wishes = { readonly look?: Look; readonly javaScriptEnabled?: boolean; readonly locale?: string };

/** A new page of a browser that was never here. */
export async function newPage(
  browser: Browser,
  { look = { width: 1280, colorScheme: 'light' }, javaScriptEnabled = true, locale = 'en-US' }: Wishes = {},
): Promise<Page> {
  const { width, colorScheme } = look;
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme,
    javaScriptEnabled,
    locale,
  });
  return context.newPage();
}

/** Puts somebody's session into the browser, or takes it out. */
export async function become(page: Page, site: Site, who?: { readonly session: string }): Promise<void> {
  await page.context().clearCookies();
  if (who !== undefined)
    await page.context().addCookies([{ name: 'gatefold_session', value: who.session, url: site.url }]);
}

/** Brings a page into the state that a screen describes. */
export async function show(page: Page, site: Site, screen: Screen): Promise<void> {
  site.reset();
  screen.prepare?.(site);
  await become(page, site, screen.who);
  await page.goto(`${site.url}${screen.path}`, { waitUntil: 'load' });
  await screen.act?.(page);
}
