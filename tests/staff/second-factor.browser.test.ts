import { startBrowser, type Browser, type Page } from '@gatefold/test-kit/browser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFinance, type Finance } from '../../apps/finance/test/finance.ts';
import { appCode, startIdentity, tokenIn, type Identity } from '../../apps/identity/test/harness.ts';

const EMAIL = 'pia@meridian.example';

let identity: Identity;
let finance: Finance;
let browser: Browser;

beforeAll(async () => {
  identity = await startIdentity();
  finance = await startFinance(
    { serviceToken: () => identity.tokenOf('finance') },
    { identity: identity.url },
  );
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
  finance.close();
  await identity.close();
});

/** Types the address, and uses the link that comes; ends at the second factor. */
async function byMail(page: Page): Promise<void> {
  await page.context().clearCookies();
  await page.goto(`${finance.url}/staff`);
  await page.getByLabel('E-mail address').fill(EMAIL);
  await page.getByRole('button', { name: 'Mail me a link' }).click();
  await page.getByRole('heading', { name: 'Look into your mail' }).waitFor();
  await page.goto(`${finance.url}/sign-in/confirm?token=${tokenIn(identity.mails.at(-1)?.url ?? '')}`);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

const give = async (page: Page, label: RegExp, code: string, button: string) => {
  await page.getByLabel(label).fill(code);
  await page.getByRole('button', { name: button }).click();
};

test('one of the staff sets up an app, comes back with a code, mistypes one, and uses a backup code', async () => {
  await identity.post('/v1/accounts', 'dev', { email: EMAIL, role: 'admin' });
  const page = await (await browser.newContext()).newPage();

  await byMail(page);
  await page.getByRole('button', { name: 'Begin' }).click();
  const uri = await page.locator('input[name=address]').inputValue();
  await give(page, /six digits/, await appCode(uri, -1), 'Keep this app');
  const codes = await page.locator('.codes code').allTextContents();
  expect(codes).toHaveLength(10);
  await page.getByRole('link', { name: 'I have kept them' }).click();
  await page.getByRole('heading', { name: 'Staff', exact: true }).waitFor();
  expect(await page.locator('main').textContent()).toContain('set up an app');

  await byMail(page);
  await give(page, /^Code/, '000000', 'Go on');
  await page.getByText('This is not a code that counts now').waitFor();
  await give(page, /^Code/, await appCode(uri), 'Go on');
  await page.getByRole('heading', { name: 'Staff', exact: true }).waitFor();

  await byMail(page);
  await give(page, /^Code/, codes[0] ?? '', 'Go on');
  await page.getByRole('heading', { name: 'Staff', exact: true }).waitFor();
  expect(await page.locator('main').textContent()).toContain('used a backup code');
  await page.context().close();
});
