import {
  accessibilityFaults,
  keepPicture,
  startBrowser,
  type Browser,
  type Page,
} from '@gatefold/test-kit/browser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PAYMENT, READER, SUBSCRIPTION } from './books.ts';
import { openCase, settledCase } from './cases-data.ts';
import { startFinance, type Finance } from './finance.ts';
import { aGift, waitingGift } from './gifts-data.ts';
import { aSchool } from './institutions-data.ts';
import { aRun, catalogueFile } from './offers-data.ts';
import {
  creditRequest,
  endingRequest,
  giftRequest,
  impossibleRequest,
  missingRequest,
} from './requests-data.ts';
import { aRise } from './rises-data.ts';
import { aDelivery, anEndpoint } from './webhooks-data.ts';
import { ada, dora, nora, pia, udo } from './people.ts';

let finance: Finance;
let browser: Browser;
beforeAll(async () => {
  finance = await startFinance();
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
  finance.close();
});

type Look = { readonly width: number; readonly colorScheme: 'light' | 'dark' };

const looks: readonly Look[] = [
  { width: 1280, colorScheme: 'light' },
  { width: 1280, colorScheme: 'dark' },
  { width: 320, colorScheme: 'light' },
  // 640 px are what is left of 1280 when everything is twice as large.
  ...(process.env['LOOKS'] === 'all'
    ? ([
        { width: 320, colorScheme: 'dark' },
        { width: 640, colorScheme: 'light' },
        { width: 640, colorScheme: 'dark' },
      ] as const)
    : []),
];

async function pageOf({ width, colorScheme }: Look, session: string | null = nora.session): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
  if (session !== null)
    await context.addCookies([{ name: 'gatefold_staff', value: session, url: finance.url }]);
  return context.newPage();
}

const pages = [
  { path: '/events?from=2026-11-24&readerId=' + READER, who: nora },
  { path: '/events?from=x&to=2026-11-01&type=y&readerId=z', who: nora },
  { path: `/events/${PAYMENT.id}`, who: nora },
  { path: `/readers/${READER}?after=at-110`, who: nora },
  { path: `/readers/${READER}/subscriptions/${SUBSCRIPTION}/comp`, who: nora },
  { path: `/readers/${READER}/subscriptions/${SUBSCRIPTION}/credit`, who: nora },
  { path: '/search?q=in_1Q1', who: nora },
  { path: '/search?q=in_nobodys', who: nora },
  { path: '/search?not=address', who: nora },
  { path: `/readers/${READER}/subscriptions/${SUBSCRIPTION}/refund`, who: nora },
  { path: `/readers/${READER}/subscriptions/${SUBSCRIPTION}/cancel-now`, who: nora },
  { path: '/events', who: ada },
  ...['revenue?from=2026-10', 'revenue?from=x', 'mrr', 'cohorts', 'leaving', 'forecast'].map((report) => ({
    path: `/reports/${report}`,
    who: nora,
  })),
  { path: '/exports', who: nora },
  { path: '/periods', who: nora },
  { path: '/periods/2026-10', who: nora },
  { path: '/price-rises', who: nora },
  { path: `/price-rises/${aRise.id}`, who: nora },
  { path: `/price-rises/${aRise.id}?state=waiting`, who: nora },
  { path: '/requests', who: nora },
  { path: '/requests?state=approved', who: nora },
  { path: `/requests/${giftRequest.id}`, who: nora },
  { path: `/requests/${creditRequest.id}`, who: nora },
  { path: `/requests/${missingRequest.id}`, who: nora },
  { path: `/requests/${endingRequest.id}`, who: nora },
  { path: `/requests/${impossibleRequest.id}`, who: nora },
  { path: '/reconciliation', who: nora },
  { path: '/audit', who: nora },
  { path: '/cases', who: nora },
  { path: '/cases?state=closed&kind=refund-failed', who: nora },
  { path: `/cases/${openCase.id}`, who: nora },
  { path: `/cases/${settledCase.id}`, who: nora },
  { path: '/gifts', who: nora },
  { path: '/gifts?state=open', who: nora },
  { path: `/gifts/${aGift.id}`, who: nora },
  { path: `/gifts/${waitingGift.id}`, who: nora },
  { path: '/webhooks', who: nora },
  { path: `/webhooks/${anEndpoint.id}`, who: nora },
  { path: `/webhooks/deliveries/${aDelivery.id}`, who: nora },
  { path: '/offers', who: nora },
  { path: '/offers/plan', who: nora },
  { path: '/imports', who: nora },
  { path: `/imports/${aRun.id}`, who: nora },
  { path: '/institutions', who: nora },
  { path: `/institutions/${aSchool.id}`, who: nora },
  { path: '/playground', who: nora },
  { path: `/playground?reader=${READER}&article=the-harbour&at=2026-10-01T12:00`, who: nora },
  { path: '/playground?reader=x&at=y', who: nora },
  { path: '/latency', who: nora },
  { path: '/sign-in', who: null },
  { path: '/sign-in/code', who: dora },
  { path: '/sign-in/set-up', who: udo },
  { path: '/security', who: nora },
  { path: '/staff', who: pia },
  { path: `/staff?reset=${nora.id}`, who: pia },
];

describe.each(looks)('$width px wide and $colorScheme', (look) => {
  test.each(pages)('$path has no fault that axe can find, and nothing sticks out', async ({ path, who }) => {
    const page = await pageOf(look, who?.session ?? null);
    await page.goto(`${finance.url}${path}`);
    // All of it, also what is folded away.
    await page.evaluate(() => document.querySelectorAll('details').forEach((part) => (part.open = true)));

    await keepPicture(page, `finance ${path} ${look.width} ${look.colorScheme}`);
    expect(await page.evaluate(() => getComputedStyle(document.body).fontSize)).toBe('14px');
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(look.width);
    await page.context().close();
  });
});

describe('in a browser', () => {
  const look = { width: 1280, colorScheme: 'light' } as const;

  test('the first key leads past the frame to the content', async () => {
    const page = await pageOf(look);
    await page.goto(`${finance.url}/events`);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');

    expect(await page.evaluate(() => document.activeElement?.id)).toBe('content');
    await page.context().close();
  });

  test('the places behind one word are opened and left by keyboard, and it says where one is', async () => {
    const page = await pageOf({ width: 320, colorScheme: 'dark' });
    await page.goto(`${finance.url}/imports`);
    const more = page.locator('nav summary');
    expect(await more.textContent()).toBe('More: Imports');
    await more.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Webhooks' }).focus();
    await page.keyboard.press('Enter');

    await page.waitForURL('**/webhooks');
    expect(await page.getByRole('link', { name: 'Exports' }).isVisible()).toBe(false);
    await page.context().close();
  });

  test('any id is found from any page by keyboard, and an address of a person is not sent anywhere', async () => {
    const page = await pageOf({ width: 320, colorScheme: 'dark' });
    await page.goto(`${finance.url}/periods`);
    await page.getByLabel('Any id or number').focus();
    await page.keyboard.type('ada@example.com');
    await page.keyboard.press('Enter');
    expect(page.url()).toBe(`${finance.url}/periods`);
    await page.getByLabel('Any id or number').fill('evt_1');
    await page.keyboard.press('Enter');

    await page.waitForURL(`**/events/${PAYMENT.id}`);
    await page.context().close();
  });

  test('a credit is looked at and given by keyboard alone, on a small dark screen', async () => {
    const page = await pageOf({ width: 320, colorScheme: 'dark' });
    await page.goto(`${finance.url}/readers/${READER}/subscriptions/${SUBSCRIPTION}/credit`);
    await page.getByLabel('Amount in USD').focus();
    await page.keyboard.type('5.50');
    await page.keyboard.press('Tab');
    await page.keyboard.type('A wrong bill');
    await page.keyboard.press('Enter');
    const give = page.getByRole('button', { name: 'Give 5.50 USD' });
    await give.waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await give.focus();
    await page.keyboard.press('Enter');

    await page.getByText('A credit of 5.50 USD is given').waitFor();
    await page.context().close();
  });

  test('a request is found from any page and decided on by keyboard alone, on a small dark screen', async () => {
    const page = await pageOf({ width: 320, colorScheme: 'dark' });
    await page.goto(`${finance.url}/periods`);
    await page.getByRole('link', { name: 'Requests 1 waiting' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Refund of a gift' }).focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('Your reason').focus();
    await page.keyboard.press('Enter');
    await page.getByText('Please say why, in a few words.').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByLabel('Your reason').focus();
    await page.keyboard.type('Bought twice, I looked');
    finance.world.billing.answer('getRequest', () => ({
      answer: { ...giftRequest, state: 'approved', outcome: 'on-its-way' },
    }));
    await page.keyboard.press('Enter');

    await page.getByText('approved: on its way').waitFor();
    expect(finance.world.calls('decideOnRequest').map(({ body }) => body)).toEqual([
      { verdict: 'approved', note: 'Bought twice, I looked' },
    ]);
    finance.reset();
    await page.context().close();
  });

  test('a file is pasted and compared, and the difference sticks out of no screen', async () => {
    const page = await pageOf({ width: 320, colorScheme: 'dark' });
    await page.goto(`${finance.url}/offers/plan`);
    await page.getByLabel('The file with all offers').fill(catalogueFile);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Compared with what is on sale' }).waitFor();

    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    await page.context().close();
  });

  test('filters, older pages, the Back key and a reload keep the place', async () => {
    const page = await pageOf(look);
    const firstRow = () => page.locator('tbody tr').first().textContent();
    await page.goto(`${finance.url}/events`);
    await page.getByLabel('Reader id').fill(READER);
    await page.getByRole('button', { name: 'Show' }).click();
    const newest = await firstRow();
    await page.getByRole('link', { name: 'Older' }).click();
    const older = await firstRow();
    await page.reload();
    expect(await firstRow()).toBe(older);
    await page.goBack();

    expect(older).not.toBe(newest);
    expect(await firstRow()).toBe(newest);
    expect(await page.getByLabel('Reader id').inputValue()).toBe(READER);
    await page.context().close();
  });

  test('the head of the list stays in sight', async () => {
    const page = await pageOf(look);
    await page.goto(`${finance.url}/events`);
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));

    await expect.poll(async () => (await page.locator('thead th').first().boundingBox())?.y).toBe(0);
    await page.context().close();
  });

  test('no request leaves for another host, and the policy has nothing to refuse', async () => {
    const page = await pageOf(look);
    const hosts = new Set<string>();
    const complaints: string[] = [];
    page.on('request', (request) => hosts.add(new URL(request.url()).host));
    page.on('console', (message) => complaints.push(message.text()));
    await page.goto(`${finance.url}/events`);
    await page.goto(`${finance.url}/events/${PAYMENT.id}`);

    expect([...hosts]).toEqual([new URL(finance.url).host]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
