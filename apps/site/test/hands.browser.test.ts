import type { Page } from '@gatefold/test-kit/browser';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { become, newPage, startBrowsing } from './browsing.ts';
import { CANARY } from './paper.ts';
import { ARTICLE } from './screens.ts';
import { ada } from './world.ts';

let browsing: Awaited<ReturnType<typeof startBrowsing>>;
beforeAll(async () => {
  browsing = await startBrowsing();
});
afterAll(() => browsing.close());
beforeEach(() => {
  browsing.site.reset();
  browsing.sell();
});

const at = (page: Page): string => new URL(page.url()).pathname;

describe('with the keyboard alone', () => {
  test('an article is bought from its wall and read, and one always sees where one is', async () => {
    const page = await newPage(browsing.browser);
    await page.goto(`${browsing.site.url}${ARTICLE}`);
    await follow(page, 'Subscribe now');
    expect(at(page)).toBe('/offer');
    await tabTo(page, 'E-mail address');
    await page.keyboard.type('new@example.com');
    await tabTo(page, /charges my card/);
    await page.keyboard.press('Space');
    await follow(page, 'Continue to payment');
    expect(at(page)).toBe('/pay/1');
    await page.keyboard.press('Tab');
    await leaveBy(page, 'Enter');

    expect(at(page)).toBe(ARTICLE);
    expect(await page.content()).toContain(CANARY);
    await page.context().close();
  });

  test('a subscription is cancelled from an article, and taken back', async () => {
    const page = await newPage(browsing.browser);
    await become(page, browsing.site, ada);
    await page.goto(`${browsing.site.url}${ARTICLE}`);
    await follow(page, 'Cancel a subscription');
    expect(at(page)).toBe('/account/cancel');
    await follow(page, 'Cancel the subscription');
    expect(await page.locator('h1').textContent()).toBe('Your subscription is cancelled');
    await follow(page, 'I have changed my mind: keep it');

    expect(at(page)).toBe('/account');
    expect(browsing.site.world.calls('undoCancel')).toHaveLength(1);
    await page.context().close();
  });

  test.each(['/', ARTICLE, '/offer', '/account'])('%s: the first key leads to its content', async (path) => {
    const page = await newPage(browsing.browser);
    await become(page, browsing.site, ada);
    await page.goto(`${browsing.site.url}${path}`);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    // Once the address has it, the browser still has to take the place from which the next key goes on.
    await expect.poll(() => page.evaluate(() => document.querySelector(':target')?.id)).toBe('content');
    await page.keyboard.press('Tab');

    expect(await page.evaluate(() => document.activeElement?.closest('main')?.id)).toBe('content');
    await page.context().close();
  });
});

describe('a wall', () => {
  test('lies over nothing: the page is scrolled past it to its foot', async () => {
    const page = await newPage(browsing.browser);
    await page.setViewportSize({ width: 320, height: 480 });
    await page.goto(`${browsing.site.url}${ARTICLE}`);
    expect(await page.locator('.wall').count()).toBe(1);
    await page.mouse.move(160, 240);
    await page.mouse.wheel(0, 100_000);

    const below = () => page.evaluate(() => document.documentElement.scrollHeight - innerHeight - scrollY);
    await expect.poll(below).toBeLessThan(2);
    await page.context().close();
  });
});

describe('without JavaScript', () => {
  const without = { javaScriptEnabled: false } as const;

  test('an article is bought and read', async () => {
    const page = await newPage(browsing.browser, without);
    await page.goto(`${browsing.site.url}${ARTICLE}`);
    await page.getByRole('link', { name: 'Subscribe now' }).click();
    await page.getByRole('button', { name: 'Continue to payment' }).click();
    expect(await page.locator('.field .error').allTextContents()).toEqual([
      'Please give an e-mail address, such as name@example.com.',
      'Please confirm this before you go on.',
    ]);
    await page.getByLabel('E-mail address').fill('new@example.com');
    await page.getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Continue to payment' }).click();
    await page.getByRole('button', { name: 'Pay' }).click();

    expect(at(page)).toBe(ARTICLE);
    expect(await page.content()).toContain(CANARY);
    await page.context().close();
  });

  test('a subscription is cancelled and taken back, a card changed, and one signs in and out', async () => {
    const page = await newPage(browsing.browser, without);
    await page.goto(`${browsing.site.url}/account`);
    await page.getByLabel('E-mail address').fill(ada.email);
    await page.getByRole('button', { name: 'Mail me a link' }).click();
    expect(at(page)).toBe('/sign-in/sent');
    await page.goto(`${browsing.site.url}/sign-in/confirm?token=good`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(at(page)).toBe('/account');

    await page.getByRole('button', { name: 'Change card' }).click();
    expect(at(page)).toBe('/pay/setup');
    await page.goto(`${browsing.site.url}/account`);

    await page.getByRole('link', { name: 'Cancel', exact: true }).click();
    await page.getByRole('button', { name: 'Cancel the subscription' }).click();
    await page.getByRole('link', { name: 'To your account' }).click();
    await page.getByRole('button', { name: 'Keep the subscription' }).click();
    expect(browsing.site.world.calls('undoCancel')).toHaveLength(1);

    await page.getByRole('button', { name: 'Sign out' }).click();
    expect(await page.getByRole('link', { name: 'Subscribe' }).count()).toBe(1);
    await page.context().close();
  });

  test('the archive is searched', async () => {
    const page = await newPage(browsing.browser, without);
    await page.goto(`${browsing.site.url}/search`);
    await page.getByLabel('Search everything').fill('sand');
    await page.getByRole('button', { name: 'Search' }).click();

    expect(await page.getByRole('status').textContent()).toMatch(/pieces? for “sand”/);
    await page.context().close();
  });
});

const MOST_TABS = 80;

/** Goes on from element to element until one bears that name, and sees at each that it is marked and in sight. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
    await page.keyboard.press('Tab');
    const focus = await page.evaluate(focused);
    expect(focus.isMarked, `focus on ${focus.name} is not seen`).toBe(true);
    expect(focus.isInSight, `${focus.name} has the focus and is out of sight`).toBe(true);
    if (typeof name === 'string' ? focus.name === name : name.test(focus.name)) return;
  }
  throw new Error(`no ${String(name)} within ${MOST_TABS} tabs`);
}

/** Runs in the page. */
function focused() {
  const element = document.activeElement as HTMLElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  const { top, bottom, width } = element.getBoundingClientRect();
  const label = (element as HTMLInputElement).labels?.[0];
  return {
    name: (label ?? element).textContent.trim(),
    isMarked: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2,
    isInSight: width > 1 && bottom > 0 && top < innerHeight,
  };
}

/** Tabs to a link or button and goes where it leads. */
async function follow(page: Page, name: string): Promise<void> {
  await tabTo(page, name);
  await leaveBy(page, 'Enter');
}

const leaveBy = (page: Page, key: string) =>
  Promise.all([page.waitForEvent('load'), page.keyboard.press(key)]);
