import { accessibilityFaults, startBrowser, type Browser, type Page } from '@gatefold/test-kit/browser';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { READER, SUBSCRIPTION } from './books.ts';
import { startFinance, type Finance } from './finance.ts';
import { nora } from './people.ts';
import { cancelNowQuote } from './refunds-data.ts';
import { endingRequest } from './requests-data.ts';

let finance: Finance;
let browser: Browser;
beforeAll(async () => {
  finance = await startFinance();
  browser = await startBrowser();
});
beforeEach(() => finance.reset());
afterAll(async () => {
  await browser.close();
  finance.close();
});

const looks = [
  { width: 1280, colorScheme: 'light' },
  { width: 320, colorScheme: 'dark' },
] as const;

const subscription = `/readers/${READER}/subscriptions/${SUBSCRIPTION}`;

/** No fault that axe can find, and nothing sticks out. */
async function checkLook(page: Page, width: number): Promise<void> {
  expect(await accessibilityFaults(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
}

describe.each(looks)('$width px wide and $colorScheme', ({ width, colorScheme }) => {
  async function pageAt(path: string): Promise<Page> {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
    await context.addCookies([{ name: 'gatefold_staff', value: nora.session, url: finance.url }]);
    const page = await context.newPage();
    await page.goto(`${finance.url}${path}`);
    return page;
  }

  test.each([
    { what: 'alone', amount: '5.50', button: 'Give back 5.50 USD' },
    { what: 'by two', amount: '50.00', button: 'Ask for 50.00 USD' },
  ])('what goes back $what is looked at before it is pressed', async ({ amount, button }) => {
    const page = await pageAt(`${subscription}/refund`);
    await page.getByLabel('Amount (none for all)').fill(amount);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: button }).waitFor();

    await checkLook(page, width);
    expect(finance.world.calls('refund')).toEqual([]);
    await page.context().close();
  });

  test('an end above the limit is asked for by keyboard alone, and waits for a second person', async () => {
    finance.world.billing.answer('quoteCancelNow', () => ({ answer: { ...cancelNowQuote, isAlone: false } }));
    const page = await pageAt(`${subscription}/cancel-now`);
    await checkLook(page, width);
    await page.getByLabel('Why it is to end').focus();
    await page.keyboard.press('Enter');
    await page.getByText('Please say why, in a few words.').waitFor();
    await checkLook(page, width);

    await page.getByLabel('Why it is to end').focus();
    await page.keyboard.type('They have moved');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('waits for a second person').waitFor();
    await checkLook(page, width);
    await page.getByRole('link', { name: 'See the request' }).click();
    await page.getByRole('heading', { name: 'End at once, with a refund: 88.70 USD' }).waitFor();

    expect(page.url()).toBe(`${finance.url}/requests/${endingRequest.id}`);
    await page.context().close();
  });
});
