import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeJwt } from 'jose';
import {
  provisionalReader,
  signIn,
  SIGNAL,
  SITE,
  startIdentity,
  tokenIn,
  type Identity,
} from '../../test/harness.ts';

const SUBJECT = '0199a1b2-0000-7000-8000-00000000000a';

let identity: Identity;
beforeAll(async () => void (identity = await startIdentity()));
afterAll(() => identity.close());

const ask = (path: string, body: object) => identity.post(path, 'site', body);
const linksFor = async (readerId: string, purposes: readonly string[] = ['cancel']) => {
  const { body } = await identity.post(`/v1/readers/${readerId}/mailed-links`, 'mail', {
    subject: SUBJECT,
    purposes,
  });
  return (body as { links: Record<string, string> }).links;
};
const linkFor = async (readerId: string) => tokenIn((await linksFor(readerId))['cancel'] ?? '');
const open = (token: string) => ask('/v1/mailed-links/open', { token });

describe('a link of a mail', () => {
  test('is short, names its purpose, and holds no address', async () => {
    const { readerId } = await signIn(identity, 'ada@example.org');
    const links = await linksFor(readerId, ['card', 'cancel', 'receipt']);

    expect(Object.keys(links)).toEqual(['card', 'cancel', 'receipt']);
    for (const [purpose, url] of Object.entries(links)) {
      expect(url.startsWith(`${SITE}/by-mail/${purpose}?token=v1.`)).toBe(true);
      expect(url.length).toBeLessThan(SITE.length + 120);
      expect(Buffer.from(url, 'latin1').toString()).not.toContain('ada');
    }
  });

  test('leads to the title that the mail is about', async () => {
    const { readerId } = await signIn(identity, 'title@example.org');
    const { body } = await identity.post(`/v1/readers/${readerId}/mailed-links`, 'mail', {
      ...{ subject: SUBJECT, purposes: ['cancel'], title: 'signal' },
    });

    expect((body as { links: { cancel: string } }).links.cancel).toMatch(`${SIGNAL}/by-mail/cancel?token=`);
  });

  test('opens to what it is for, with a token that is good for that alone and for five minutes', async () => {
    const { readerId } = await signIn(identity, 'bea@example.org');
    const { status, body } = await open(await linkFor(readerId));
    const opened = body as { token: string; tokenExpiresAt: string };

    expect(status).toBe(200);
    expect(body).toMatchObject({ purpose: 'cancel', subject: SUBJECT, readerId, email: 'bea@example.org' });
    expect(decodeJwt(opened.token)).toMatchObject({ typ: 'action', sub: readerId, subject: SUBJECT });
    expect(Date.parse(opened.tokenExpiresAt) - Date.now()).toBeLessThan(301_000);
    expect(
      (await identity.api.get('/v1/readers').set('authorization', `Bearer ${opened.token}`)).status,
    ).toBe(401);
  });

  test('may be opened by scanners, and still be used after', async () => {
    const { readerId } = await signIn(identity, 'cal@example.org');
    const token = await linkFor(readerId);

    expect([await open(token), await open(token)].map(({ status }) => status)).toEqual([200, 200]);
  });

  test('that somebody has changed in any place is none', async () => {
    const { readerId } = await signIn(identity, 'dan@example.org');
    const token = await linkFor(readerId);
    const statuses = new Set<number>();
    for (let place = 0; place < token.length; place += 1) {
      const other = token[place] === 'A' ? 'B' : 'A';
      const changed = `${token.slice(0, place)}${other}${token.slice(place + 1)}`;
      statuses.add((await open(changed)).status);
    }
    for (const none of ['', '.', 'v1..', `${token}.x`.slice(0, 200), token.replace('v1', 'v0')])
      statuses.add((await open(none)).status);

    expect([...statuses]).toEqual([410]);
  });

  test('is nothing to whoever is not mail or the site', async () => {
    const { readerId } = await signIn(identity, 'eve@example.org');
    const token = await linkFor(readerId);
    const made = await identity.post(`/v1/readers/${readerId}/mailed-links`, 'site', {
      subject: SUBJECT,
      purposes: ['cancel'],
    });

    expect(made.status).toBe(403);
    expect((await identity.post('/v1/mailed-links/open', 'finance', { token })).status).toBe(403);
    expect((await identity.post('/v1/mailed-links/open', null, { token })).status).toBe(401);
  });
});

describe('links are called back', () => {
  test('when their owner signs out everywhere else, and new ones work', async () => {
    const { readerId, sessionToken } = await signIn(identity, 'fay@example.org');
    const before = await linkFor(readerId);
    await ask('/v1/sessions/current/end-others', { sessionToken });

    expect((await open(before)).status).toBe(410);
    // Links know the second in which they were made, and not more.
    await identity.sql.query(`UPDATE reader SET links_from = links_from - interval '1 second'`);
    expect((await open(await linkFor(readerId))).status).toBe(200);
  });

  test('when the account gets another address: the old mailbox is its owner’s no more', async () => {
    const { readerId, sessionToken } = await signIn(identity, 'old@example.org');
    const before = await linkFor(readerId);
    await ask('/v1/email-changes', { sessionToken, email: 'new@example.org' });
    for (const mail of identity.mails.slice(-2))
      await ask('/v1/email-changes/confirm', { token: tokenIn(mail.url) });

    expect((await open(before)).status).toBe(410);
  });

  test('when the account is deleted', async () => {
    const { readerId, sessionToken } = await signIn(identity, 'gone@example.org');
    const before = await linkFor(readerId);
    await ask('/v1/erasures', { sessionToken });
    await ask('/v1/erasures/confirm', { sessionToken, token: tokenIn(identity.mails.at(-1)?.url ?? '') });

    expect((await open(before)).status).toBe(410);
  });
});

test('a link that was mailed before the address was verified leads to the account that it became part of', async () => {
  const { readerId: account } = await signIn(identity, 'both@example.org');
  const provisional = await provisionalReader(identity, 'both@example.org');
  const token = await linkFor(provisional);
  await signIn(identity, 'both@example.org');

  expect((await open(token)).body).toMatchObject({ readerId: account });
});
