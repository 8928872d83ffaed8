import { createServer, type RequestListener } from 'node:http';
import { startBrowser, type Browser } from '@gatefold/test-kit/browser';
import { listen } from '@gatefold/web-kit/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startDirectory, type Directory } from '../../infra/staff-directory/directory.ts';
import { startFinance, type Finance } from '../../apps/finance/test/finance.ts';
import { startIdentity, type Identity } from '../../apps/identity/test/harness.ts';

let directory: Directory;
let identity: Identity;
let finance: Finance;
let browser: Browser;
let answers: RequestListener = (_req, res) => void res.writeHead(503).end();
const server = createServer((req, res) => answers(req, res));

beforeAll(async () => {
  const url = (await listen(server)).replace('127.0.0.1', 'localhost');
  const clientSecret = 'a-secret-of-this-test-only';
  directory = await startDirectory({
    ...{ port: 0, clientSecret, redirectUri: `${url}/sign-in/organisation/return` },
    people: () => [
      { id: 'pia', name: 'Pia', email: 'pia@meridian.example', groups: ['operators'], amr: ['mfa'] },
    ],
  });
  identity = await startIdentity({
    FINANCE_URL: url,
    STAFF_OIDC_ISSUER: directory.issuer,
    STAFF_OIDC_CLIENT_ID: 'gatefold',
    STAFF_OIDC_CLIENT_SECRET: clientSecret,
    STAFF_OIDC_NAME: 'Meridian staff',
    STAFF_OIDC_ROLES: 'group:operators=admin',
  });
  finance = await startFinance(
    { financeUrl: url, serviceToken: () => identity.tokenOf('finance') },
    { identity: identity.url },
  );
  answers = finance.http as RequestListener;
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
  finance.close();
  server.closeAllConnections();
  server.close();
  await identity.close();
  directory.close();
});

test('one of the staff presses two buttons, is where they wanted to be, and no code is asked for', async () => {
  const page = await (await browser.newContext()).newPage();
  const url = identity.env.FINANCE_URL;
  await page.goto(`${url}/staff`);
  await page.getByRole('link', { name: 'Sign in with Meridian staff' }).click();
  await page.getByRole('button', { name: 'Pia' }).click();

  await page.waitForURL(`${url}/staff`);
  expect(await page.locator('main').textContent()).toMatch(/pia@meridian\.example.*admin.*organisation/s);
  await page.context().close();
});
