import {
  accessibilityFaults,
  keepPicture,
  startBrowser,
  type Browser,
  type Page,
} from '@gatefold/test-kit/browser';
import { anId } from '@gatefold/test-kit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { lookAt, looks, newPage } from './browsing.ts';
import { startHostedPage } from './hosted-page.ts';
import { denied } from './paper.ts';
import { ARTICLE } from './screens.ts';
import { startSite, type Site } from './site.ts';
import { giftsOfBoth, plansOfBoth, quoteOfBoth, soldByBoth } from './two-papers.ts';
import { ada, aSubscription, CHECKOUT, newcomer } from './world.ts';

let site: Site;
let browser: Browser;
let hosted: Awaited<ReturnType<typeof startHostedPage>>;
/** Browsers find whatever ends in `.localhost` by themselves. */
let signal: string;

beforeAll(async () => {
  hosted = await startHostedPage();
  const signalAt = (url: string) => (signal = url.replace('localhost', 'signal.localhost'));
  site = await startSite({ paymentOrigins: [hosted.url], signalAt });
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
  site.close();
  hosted.close();
});
beforeEach(() => {
  site.reset();
  const { billing } = site.world;
  billing.answer('listOffers', soldByBoth);
  billing.answer('listPlans', plansOfBoth);
  billing.answer('quotePlanChange', () => ({ answer: quoteOfBoth }));
  billing.answer('startCheckout', () => ({
    status: 201,
    answer: { id: CHECKOUT, url: `${hosted.url}/pay/1`, readerId: newcomer.id },
  }));
  hosted.leadsTo(`${signal}/checkout/return`, CHECKOUT);
});

const becomeAda = (page: Page) =>
  page.context().addCookies([{ name: 'gatefold_session', value: ada.session, url: signal }]);
const walls = (page: Page) => page.locator('.wall').count();

describe('a reader of the second paper', () => {
  test('meets its wall, buys both there, reads on there, and signs in at the first for itself', async () => {
    const page = await newPage(browser);
    await page.goto(`${signal}${ARTICLE}`);
    await page.click('.wall a:has-text("The Meridian and The Signal")');
    await page.fill('[name=email]', newcomer.email);
    await page.check('[name=consent]');
    await page.click('button:has-text("Continue to payment")');
    await page.click('button:has-text("Pay")');
    await page.waitForURL(`${signal}${ARTICLE}**`);

    expect(await walls(page)).toBe(0);
    expect(site.world.calls('startCheckout').map(({ body }) => body)).toMatchObject([
      { offer: 'both', publication: 'signal' },
    ]);
    await page.goto(`${site.url}${ARTICLE}`);
    expect(await walls(page)).toBe(1);
    await page.context().close();
  });

  test('who has the first alone changes to both from the wall, and reads on where it was', async () => {
    const page = await newPage(browser);
    await becomeAda(page);
    site.world.content.answer('readArticle', () => ({ answer: denied('wrong-plan') }));
    await page.goto(`${signal}${ARTICLE}`);
    await page.click('.wall a');
    expect(await page.locator('main').innerText()).toContain('You pay today\n$7');
    // From here on content knows of it.
    site.reset();
    site.world.billing.answer('changePlan', () => ({ answer: aSubscription({ alsoReads: ['signal'] }) }));
    await page.click('button:has-text("Change to this plan")');
    await page.waitForURL(`${signal}${ARTICLE}**`);

    expect(await walls(page)).toBe(0);
    await page.context().close();
  });
});

describe('who subscribes already and asks for an offer', () => {
  test.each([
    { language: 'en', title: 'the first', says: 'You subscribe already', leads: 'your account' },
    { language: 'de', title: 'the second', says: 'Sie haben schon ein Abo', leads: 'Ihr Konto' },
  ])('is told first on its page, at $title in $language', async ({ language, title, says, leads }) => {
    site.world.holds(aSubscription({ publication: title === 'the first' ? 'meridian' : 'signal' }));
    const at = title === 'the first' ? site.url : signal;
    const context = await browser.newContext({ locale: language });
    await context.addCookies([{ name: 'gatefold_session', value: ada.session, url: at }]);
    const page = await context.newPage();
    for (const look of looks) {
      await lookAt(page, look);
      await page.goto(`${at}/offer`);

      const main = await page.locator('main').innerText();
      expect(main.indexOf(says)).toBeGreaterThan(0);
      expect(main.indexOf(says)).toBeLessThan(
        main.indexOf(await page.locator('main h2').first().innerText()),
      );
      expect(await accessibilityFaults(page)).toEqual([]);
      await keepPicture(page, `held-${language}-${look.width}-${look.colorScheme}`);
    }
    await page.keyboard.press('Tab');
    await page.getByRole('main').getByRole('link', { name: leads }).press('Enter');
    await page.waitForURL(`${at}/account`);
    await context.close();
  });

  test('is not told so of the other paper, once it has ended, of what was given, or while billing cannot say', async () => {
    const page = await newPage(browser);
    await becomeAda(page);
    const told = async () => {
      await page.goto(`${signal}/offer`);
      return (await page.locator('main').innerText()).includes('You subscribe already');
    };

    site.world.holds(aSubscription({ publication: 'signal' }));
    expect(await told()).toBe(true);
    site.world.holds(aSubscription({ publication: 'meridian' }));
    expect(await told()).toBe(false);
    site.world.holds(aSubscription({ publication: 'signal', phase: 'ended' }));
    expect(await told()).toBe(false);
    site.world.holds(aSubscription({ publication: 'signal', card: null, nextCharge: null }));
    expect(await told()).toBe(false);
    site.world.billing.answer('readersSubscriptions', () => ({ status: 500, answer: {} }));
    expect(await told()).toBe(false);
    await page.context().close();
  });
});

describe('each page that a house of two papers has more', () => {
  const held = [aSubscription(), aSubscription({ id: anId(51), publication: 'signal' })];
  const toWrongPlan = () =>
    site.world.content.answer('readArticle', () => ({ answer: denied('wrong-plan') }));
  const holds = (some: typeof held) =>
    site.world.billing.answer('readersSubscriptions', () => ({ answer: { data: some, nextCursor: null } }));

  test.each([
    { name: 'front page', path: '/' },
    { name: 'wall beside both', path: ARTICLE },
    { name: 'offer of both', path: '/offer?plan=both' },
    { name: 'seats that are not sold', path: '/teams' },
    { name: 'gifts that are not sold', path: '/give' },
    {
      name: 'gifts of its own',
      path: '/give',
      prepare: () => site.world.billing.answer('giftOffers', giftsOfBoth),
    },
    { name: 'passkeys of both', path: '/account/passkeys', isAda: true },
    { name: 'wall of another plan', path: ARTICLE, isAda: true, prepare: toWrongPlan },
    { name: 'quote', path: '/account/plan?returnTo=%2F', isAda: true },
    { name: 'account with each', path: '/account', isAda: true, prepare: () => holds(held) },
    { name: 'account without it', path: '/account', isAda: true, prepare: () => holds(held.slice(0, 1)) },
  ])('$name: nothing that axe can find, and nothing sticks out', async (screen) => {
    const page = await newPage(browser);
    screen.prepare?.();
    if (screen.isAda === true) await becomeAda(page);
    await page.goto(`${signal}${screen.path}`);
    for (const look of looks) {
      await lookAt(page, look);
      await keepPicture(page, `signal ${screen.name} ${look.width} ${look.colorScheme}`);
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(look.width);
    }
    await page.context().close();
  });
});
