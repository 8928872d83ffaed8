import type { Page } from '@gatefold/test-kit/browser';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { become, looks, newPage, show, startBrowsing } from './browsing.ts';
import { account, ARTICLE, buying, screens, walls } from './screens.ts';
import { ada } from './world.ts';
import { visitor } from './site.ts';

let browsing: Awaited<ReturnType<typeof startBrowsing>>;
let page: Page;
beforeAll(async () => {
  browsing = await startBrowsing();
  page = await newPage(browsing.browser);
});
afterAll(() => browsing.close());
beforeEach(() => {
  browsing.site.reset();
  browsing.sell();
});

const go = (path: string) => page.goto(`${browsing.site.url}${path}`);

/** Presses what bears these names, one after the other, and counts the pages that were seen after each. */
async function walk(...names: readonly string[]): Promise<string[]> {
  const seen: string[] = [];
  for (const name of names) {
    await page.locator(`a:text-is("${name}"), button:text-is("${name}")`).first().click();
    seen.push(await page.title());
  }
  return seen;
}

describe('leaving', () => {
  test('takes two screens from the account: the effect, and done', async () => {
    await become(page, browsing.site, ada);
    await go('/account');

    expect(await walk('Cancel', 'Cancel the subscription')).toEqual([
      'Cancel your subscription · The Meridian',
      'Cancelled · The Meridian',
    ]);
    expect(await page.locator('main').textContent()).toContain('C-2026-00042');
  });

  test('takes fewer steps than joining, counted from the same article', async () => {
    await become(page, browsing.site);
    await go(ARTICLE);
    const joining = await walk('Subscribe now');
    await page.getByLabel('E-mail address').fill('new@example.com');
    await page.getByRole('checkbox').check();
    joining.push(...(await walk('Continue to payment', 'Pay')));

    await become(page, browsing.site, ada);
    await go(ARTICLE);
    const leaving = await walk('Cancel a subscription', 'Cancel the subscription');

    expect([joining.length, leaving.length]).toEqual([3, 2]);
  });

  test('needs no account: from the footer of any page by address and order number, in two steps', async () => {
    await become(page, browsing.site);
    await go(ARTICLE);
    await page.getByRole('link', { name: 'Cancel a subscription' }).click();
    await page.getByLabel('E-mail address').fill(ada.email);
    await page.getByLabel('Order number').fill('M-2026-7K4QX');
    await page.getByRole('button', { name: 'Go on' }).click();
    expect(await page.locator('main').textContent()).toContain('December 22, 2026');
    expect(browsing.site.world.calls('cancelByOrder')).toEqual([]);
    await page.getByRole('button', { name: 'Cancel the subscription' }).click();

    expect(await page.locator('main').textContent()).toContain('C-2026-00042');
    expect(browsing.site.world.calls('cancelByOrder')).toHaveLength(1);
  });

  test('asks nothing: no field, no reason, no other offer, and words that blame nobody', async () => {
    await become(page, browsing.site, ada);
    await go('/account/cancel');

    expect(await page.locator('main :is(input:not([type=hidden]), select, textarea, dialog)').count()).toBe(
      0,
    );
    expect(await page.locator('main .button').allTextContents()).toEqual([
      'Cancel the subscription',
      'Keep the subscription',
    ]);
    expect(await page.locator('main').textContent()).not.toMatch(
      /sorry|sad|miss|sure|lose|instead|discount|%/i,
    );
  });
});

describe.each(looks)('at $width px, $colorScheme, both answers weigh the same', (look) => {
  const pairs = account.filter(({ name }) =>
    ['the account', 'the account, cancelled', 'cancel', 'cancelled'].includes(name),
  );

  let own: Page;
  beforeAll(async () => void (own = await newPage(browsing.browser, { look })));
  afterAll(() => own.context().close());

  test.each(pairs)('$name', async (screen) => {
    await show(own, browsing.site, screen);
    const [first, second, ...others] = await own.locator('main .choices .button').evaluateAll(weights);

    expect(first).toBeDefined();
    expect(second).toEqual(first);
    // A grid gives what is left of a pixel to some of its columns.
    for (const { size, ...other } of others) {
      expect(other).toEqual({ ...first, size: undefined });
      expect(Math.abs((size[0] ?? 0) - (first?.size[0] ?? 0))).toBeLessThanOrEqual(1);
    }
  });
});

/** Runs in the page: everything that makes one button louder than another. */
function weights(buttons: Element[]) {
  return buttons.map((button) => {
    const style = getComputedStyle(button);
    const { width, height } = button.getBoundingClientRect();
    const inherited: number[] = [];
    for (let up: Element | null = button; up !== null; up = up.parentElement)
      inherited.push(Number(getComputedStyle(up).opacity));
    return {
      size: [Math.round(width), Math.round(height)],
      colours: [style.color, style.backgroundColor, style.borderColor],
      type: [style.fontFamily, style.fontSize, style.fontWeight, style.fontStyle, style.textDecorationLine],
      frame: [style.borderWidth, style.borderStyle, style.boxShadow],
      opacity: Math.min(...inherited),
    };
  });
}

describe('joining', () => {
  test.each([walls[0]!, buying[0]!])(
    '$name: all amounts with their days stand before the first thing that can be pressed',
    async (screen) => {
      await show(page, browsing.site, screen);
      const place = screen.path === ARTICLE ? '.wall' : 'main';
      const steps = await page.locator(`${place} .price-steps li`).allTextContents();
      const bottomOfSteps = await bottomOf(`${place} .price-steps`);
      const firstButton = await topOf(`${place} .button`);

      expect(steps).toHaveLength(3);
      expect(steps.map((step) => /\$\d+/.test(step) && /\d{4}/.test(step))).toEqual([true, true, true]);
      expect(bottomOfSteps).toBeLessThan(firstButton);
    },
  );

  test.each([320, 1280] as const)('at %s px all amounts are written in one size', async (width) => {
    const own = await newPage(browsing.browser, { look: { width, colorScheme: 'light' } });
    await show(own, browsing.site, buying[0]!);
    const sizes = await own
      .locator('.price-steps .amount')
      .evaluateAll((amounts) =>
        amounts.map((amount) => [getComputedStyle(amount).fontSize, getComputedStyle(amount).color].join()),
      );
    await own.context().close();

    expect(new Set(sizes).size).toBe(1);
  });

  test('is not taken for granted: without the tick nothing is ordered', async () => {
    await become(page, browsing.site);
    await go('/offer');
    await page.getByLabel('E-mail address').fill('new@example.com');
    await page.getByRole('button', { name: 'Continue to payment' }).click();

    expect(await page.locator('.field.check .error').count()).toBe(1);
    expect(browsing.site.world.calls('startCheckout')).toEqual([]);
  });
});

const boxOf = async (selector: string) => {
  const box = await page.locator(selector).first().boundingBox();
  if (box === null) throw new Error(`${selector} is not shown`);
  return box;
};
const topOf = async (selector: string): Promise<number> => (await boxOf(selector)).y;
const bottomOf = async (selector: string): Promise<number> => {
  const { y, height } = await boxOf(selector);
  return y + height;
};

const pressing =
  /hurry|last chance|only \d+ left|ends (soon|today|in)|expires in|don.t miss|(limited|short) time only|seconds? left|\d+:\d\d:\d\d/i;

describe('every page', () => {
  test.each(screens.filter(({ act }) => act === undefined))(
    'shows the way out at its foot, and presses nobody: $name',
    async ({ path, who, prepare }) => {
      prepare?.(browsing.site);
      const { document } = await visitor(browsing.site.url, who?.session ?? null).get(path);

      expect(
        document.querySelectorAll('footer a:is([href="/account/cancel"], [href="/cancel"])'),
      ).toHaveLength(1);
      expect(document.querySelectorAll('footer a[href="/withdraw"]')).toHaveLength(1);
      expect(document.querySelectorAll('[type=checkbox][checked], [autofocus]')).toEqual([]);
      // One’s own language and zone stand as they are; whatever else there is to choose is not chosen beforehand.
      expect(document.querySelectorAll(':not(.own) > [selected]')).toEqual([]);
      expect(document.querySelectorAll('meta[http-equiv], dialog, progress, meter, marquee')).toEqual([]);
      // What search engines are told is no text.
      for (const data of document.querySelectorAll('script')) data.remove();
      expect(document.querySelector('main')?.textContent).not.toMatch(pressing);
    },
  );

  test('that sells counts nothing down: what stands there stands there a second later', async () => {
    await Promise.all(
      [walls[0]!, buying[0]!].map(async ({ path }) => {
        const own = await newPage(browsing.browser);
        await own.goto(`${browsing.site.url}${path}`);
        const before = await own.locator('body').innerText();
        await own.waitForTimeout(1_100);

        expect(await own.locator('body').innerText()).toBe(before);
        await own.context().close();
      }),
    );
  });
});
