import { createServer, type RequestListener } from 'node:http';
import { startBrowser, type Browser, type Page } from '@gatefold/test-kit/browser';
import { listen } from '@gatefold/web-kit/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signIn, startIdentity, type Identity } from '../../apps/identity/test/harness.ts';
import { startSite, type Site } from '../../apps/site/test/site.ts';

const EMAIL = 'ada@example.org';

let identity: Identity;
let site: Site;
let browser: Browser;
let url: string;
/** Browsers find whatever ends in `.localhost` by themselves. */
let signal: string;
let answers: RequestListener = (_req, res) => void res.writeHead(503).end();
const server = createServer((req, res) => answers(req, res));

beforeAll(async () => {
  url = (await listen(server)).replace('127.0.0.1', 'localhost');
  signal = url.replace('localhost', 'signal.localhost');
  const titles = [
    { key: 'meridian', name: 'The Meridian', url },
    { key: 'signal', name: 'The Signal', url: signal },
  ];
  identity = await startIdentity({ SITE_URL: url, TITLES: JSON.stringify(titles) });
  site = await startSite({
    siteUrl: url,
    signalAt: () => signal,
    identityUrl: identity.url,
    serviceToken: () => identity.tokenOf('site'),
  });
  answers = site.http as RequestListener;
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
  site.close();
  server.closeAllConnections();
  server.close();
  await identity.close();
});

/**
 * A browser on a device that holds passkeys, as Chromium's own protocol gives it one. Such a device
 * takes what is offered at once, so a browser that shall wait for the button must not offer.
 */
async function pageWithAuthenticator({ offers = true } = {}) {
  const context = await browser.newContext();
  if (!offers) await context.addInitScript('delete PublicKeyCredential.isConditionalMediationAvailable');
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('WebAuthn.enable', { enableUI: false });
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    page,
    verifies: (isUserVerified: boolean) =>
      cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
    holds: async () => (await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length,
  };
}

const open = async (page: Page, value: string, at = url) => {
  await page.context().clearCookies();
  await page.context().addCookies([{ name: 'gatefold_session', value, url: at }]);
};
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

describe('a passkey, in a real browser', () => {
  test('is made in the account, told by mail, named, used to sign in, and gone when it is removed', async () => {
    const { page, holds } = await pageWithAuthenticator({ offers: false });
    await open(page, (await signIn(identity, EMAIL)).sessionToken);
    await page.goto(`${url}/account/passkeys`);
    await page.getByLabel('Name', { exact: true }).fill('This laptop');
    await button(page, 'Add a passkey on this device').click();
    await page.getByText('This passkey is kept.').waitFor();
    expect(await holds()).toBe(1);
    expect(identity.mails.at(-1)).toMatchObject({ about: 'passkey-added', email: EMAIL });

    await page.getByLabel('Another name for This laptop').fill('Old laptop');
    await button(page, 'Rename').click();
    await page.getByText('The passkey has its new name.').waitFor();

    await page.context().clearCookies();
    await page.goto(`${url}/sign-in?returnTo=/account/passkeys`);
    await button(page, 'Sign in with a passkey').click();
    await page.waitForURL(`${url}/account/passkeys`);
    expect(await page.locator('main').textContent()).toMatch(/Old laptop.*Last used/);

    await button(page, 'Remove Old laptop').click();
    await page.getByText('The passkey is removed.').waitFor();
    await page.context().clearCookies();
    await page.goto(`${url}/sign-in`);
    await button(page, 'Sign in with a passkey').click();
    await page.getByText('This passkey did not sign you in').waitFor();
    await page.context().close();
  });

  test('is offered where an address is typed, and signs in without a button', async () => {
    const { page } = await pageWithAuthenticator();
    const { sessionToken, readerId } = await signIn(identity, 'bea@example.org');
    await open(page, sessionToken);
    await page.goto(`${url}/account/passkeys`);
    await page.getByLabel('Name', { exact: true }).fill('Telephone');
    await button(page, 'Add a passkey on this device').click();
    await page.getByText('This passkey is kept.').waitFor();
    await page.context().clearCookies();
    await page.goto(`${url}/sign-in?returnTo=/account/passkeys`);
    await page.waitForURL(`${url}/account/passkeys`);

    const { rows } = await identity.sql.query<{ device: string | null }>(
      'SELECT user_agent AS device FROM session WHERE account_id = $1 ORDER BY created_at',
      [readerId],
    );
    expect(rows).toHaveLength(2);
    expect(rows[1]?.device).toMatch(/ on Linux$/);
    await page.context().close();
  });

  test('of each paper signs in at that paper and at no other', async () => {
    const { page, holds } = await pageWithAuthenticator({ offers: false });
    const { sessionToken } = await signIn(identity, 'dee@example.org');
    const made = async (at: string, name: string) => {
      await open(page, sessionToken, at);
      await page.goto(`${at}/account/passkeys`);
      await page.getByLabel('Name', { exact: true }).fill(name);
      await button(page, 'Add a passkey on this device').click();
      await page.getByText('This passkey is kept.').waitFor();
      await page.context().clearCookies();
    };
    const pressAt = async (at: string) => {
      await page.goto(`${at}/sign-in?returnTo=/account/passkeys`);
      await button(page, 'Sign in with a passkey').click();
    };
    await made(url, 'Of the main paper');
    await pressAt(signal);
    await page.getByText('No passkey of this site was used.').waitFor();

    await made(signal, 'Of the second');
    expect(identity.mails.at(-1)).toMatchObject({ title: 'signal', url: `${signal}/account/passkeys` });
    expect(await holds()).toBe(2);
    await pressAt(signal);
    await page.waitForURL(`${signal}/account/passkeys`);
    const main = await page.locator('main').textContent();
    expect(main).toMatch(/Of the second.*Last used.*Works at The Signal\./);
    expect(main).toMatch(/Of the main paper.*Not used yet.*Works at The Meridian\./);
    await page.context().close();
  });

  test('is not made with a session of the day before yesterday, nor by a device that does not look who it is', async () => {
    const { page, verifies, holds } = await pageWithAuthenticator();
    const { sessionToken, readerId } = await signIn(identity, 'cal@example.org');
    await open(page, sessionToken);
    await verifies(false);
    await page.goto(`${url}/account/passkeys`);
    await page.getByLabel('Name', { exact: true }).fill('Key');
    await button(page, 'Add a passkey on this device').click();
    await page.getByText('No passkey was made.').waitFor();
    await verifies(true);
    await identity.sql.query(
      `UPDATE session SET created_at = created_at - interval '2 days' WHERE token = $1`,
      [sessionToken],
    );
    await button(page, 'Add a passkey on this device').click();
    await page.getByText('No passkey was made.').waitFor();

    expect(await holds()).toBe(0);
    expect(
      (await identity.sql.query('SELECT 1 FROM passkey WHERE account_id = $1', [readerId])).rowCount,
    ).toBe(0);
    await page.context().close();
  });
});
