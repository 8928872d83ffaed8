import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ADDRESS, startMail, type Mail } from '../../test/harness.ts';
import { aNotice, READER, SITE } from '../../test/builders.ts';

let mail: Mail;
beforeEach(async () => void (mail = await startMail()));
afterEach(() => mail.close());

const link = {
  id: '0199a1b2-0000-7000-8000-0000000000b1',
  email: 'ben@meridian.example',
  url: `${SITE}/sign-in/confirm?token=a.b`,
};
const inTenMinutes = (): string => new Date(Date.now() + 10 * 60_000).toISOString();
const ask = (overrides: object = {}) =>
  mail.post('/v1/sign-in-mails', 'identity', { ...link, expiresAt: inTenMinutes(), ...overrides });

describe('a sign-in link', () => {
  test('is sent at once to the address that was typed', async () => {
    const { status, body } = await ask();
    await mail.service.rounds.round();

    expect([status, body]).toEqual([202, { accepted: true }]);
    expect(mail.smtp.caught).toMatchObject([{ kind: 'sign-in-link', to: 'ben@meridian.example' }]);
    expect(mail.smtp.caught[0]?.mail.text).toContain(link.url);
    expect(mail.smtp.caught[0]?.mail.text).toMatch(/within the next 10 minutes/);
  });

  test('is written as the browser speaks that asked for it', async () => {
    await ask({ locale: 'de-AT' });
    await mail.service.rounds.round();

    expect(mail.smtp.caught[0]?.mail.subject).toContain('Anmelden');
    expect(mail.smtp.caught[0]?.mail.html).toContain('<html lang="de-AT">');
  });

  test('is written in the name of the title that was asked for it, and of the main one for a title that is none', async () => {
    await ask({ title: 'signal' });
    await ask({ id: '0199a1b2-0000-7000-8000-0000000000b2', title: 'evil.example' });
    await mail.service.rounds.round();

    const froms = mail.smtp.caught.map(({ mail: sent }) => sent.from?.text);
    expect(froms.toSorted()).toEqual([
      '"The Meridian" <mail@meridian.example>',
      '"The Signal" <mail@meridian.example>',
    ]);
    const signal = mail.smtp.caught.find(({ mail: sent }) => sent.from?.text.includes('Signal'));
    expect(signal?.mail.text).not.toContain('Meridian');
    expect(signal?.mail.html).toContain('#00596b');
  });

  test('is sent once per id, however often it is asked for', async () => {
    await Promise.all([ask(), ask(), ask()]);
    await mail.service.rounds.round();
    await ask();
    await mail.service.rounds.round();

    expect(mail.smtp.caught).toHaveLength(1);
  });

  test('waits encrypted, and is forgotten once it is sent', async () => {
    await mail.smtp.stop();
    await ask();
    await mail.service.rounds.round();
    const { rows } = await mail.sql.query<{ row: string }>('SELECT m::text AS row FROM message m');
    expect(rows[0]?.row).toContain('v1.');
    expect(rows[0]?.row).not.toMatch(/ben@|confirm/);

    await mail.smtp.startAgain();
    await mail.retryNow();

    expect(mail.smtp.caught).toHaveLength(1);
    expect(await mail.rows()).toMatchObject([{ status: 'sent', sealed: null }]);
  });

  test('that no longer works is not sent', async () => {
    await ask({ expiresAt: new Date(Date.now() - 1).toISOString() });
    await mail.service.rounds.round();

    expect(mail.smtp.caught).toHaveLength(0);
    expect(await mail.rows()).toMatchObject([{ status: 'failed', reason: 'the link expired', sealed: null }]);
  });

  test('sealed with a key that is gone is given up, and holds no other mail up', async () => {
    await mail.smtp.stop();
    await ask();
    await mail.service.rounds.round();
    await mail.sql.query(`UPDATE message SET sealed = 'v0.a.b.c'`);
    await mail.smtp.startAgain();
    await ask({ id: '0199a1b2-0000-7000-8000-0000000000b2' });

    await mail.retryNow();

    expect(mail.smtp.caught).toHaveLength(1);
    expect((await mail.rows()).map(({ status }) => status)).toEqual(['failed', 'sent']);
  });

  test.each(['site', 'billing', 'dev'] as const)(
    'cannot be sent in the paper’s name by %s',
    async (caller) => {
      const { status } = await mail.post('/v1/sign-in-mails', caller, { ...link, expiresAt: inTenMinutes() });

      expect(status).toBe(403);
      expect(await mail.rows()).toEqual([]);
    },
  );

  test('needs a token, and everything it is made of', async () => {
    const anonymous = await mail.post('/v1/sign-in-mails', null, { ...link, expiresAt: inTenMinutes() });
    const incomplete = await ask({ url: 'nowhere' });

    expect([anonymous.status, incomplete.status]).toEqual([401, 400]);
  });
});

describe('a code', () => {
  test('stands beside the link, for those who read their mail elsewhere', async () => {
    await ask({ code: '12345678' });
    await mail.service.rounds.round();

    expect(mail.smtp.caught[0]?.mail.text).toContain('Code: 1234 5678');
  });
});

describe('a mail about an account', () => {
  const about = ['email-change-old', 'email-change-new', 'email-changed', 'erasure', 'erased'] as const;
  const send = (caller: 'identity' | 'site', matter: string) =>
    mail.post('/v1/account-mails', caller, { ...link, about: matter, expiresAt: inTenMinutes() });

  test.each(about)('%s: goes to the address that is named, once, and is forgotten', async (matter) => {
    const { status } = await send('identity', matter);
    await send('identity', matter);
    await mail.service.rounds.round();

    expect(status).toBe(202);
    expect(mail.smtp.caught).toMatchObject([{ kind: matter, to: 'ben@meridian.example' }]);
    expect(mail.smtp.caught[0]?.mail.text).toContain(link.url);
    expect(await mail.rows()).toMatchObject([{ status: 'sent', sealed: null }]);
  });

  test('is taken from identity alone, and of known matters only', async () => {
    expect([(await send('site', 'erasure')).status, (await send('identity', 'prize')).status]).toEqual([
      403, 400,
    ]);
  });
});

describe('the list of mails', () => {
  const list = (query: string) => mail.get(`/v1/messages?readerId=${READER}${query}`, 'finance');

  test('shows what was sent to a reader, newest first, page by page', async () => {
    const ids = [1, 2, 3].map((n) => `0199a1b2-0000-7000-8000-00000000000${n}`);
    await mail.announce(...ids.map((noticeId, n) => aNotice({ noticeId, causeKey: `page/${n}` })));
    await mail.tick('2026-03-01T12:00:00.000Z');

    const first = (await list('&limit=2')).body as { data: { id: string }[]; nextCursor: string };
    const second = (await list(`&limit=2&after=${first.nextCursor}`)).body as typeof first;

    expect(first.data.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
    expect(second.data.map(({ id }) => id)).toEqual([ids[0]]);
    expect(second.nextCursor).toBeNull();
    expect(first.data[0]).toMatchObject({
      kind: 'receipt',
      status: 'sent',
      sentAt: '2026-03-01T12:00:00.000Z',
    });
  });

  test('of a reader to whom nothing was sent is empty', async () => {
    expect((await list('')).body).toEqual({ data: [], nextCursor: null });
  });

  test('is for staff: a stranger does not see it', async () => {
    expect((await mail.get(`/v1/messages?readerId=${READER}`, null)).status).toBe(401);
  });
});

describe('a seat in a group', () => {
  const invitation = {
    id: '0199a1b2-0000-7000-8000-0000000000c1',
    email: 'ben@meridian.example',
    group: 'The City Library',
    invitation: 'a.b.c',
  };
  const taken = { id: '0199a1b2-0000-7000-8000-0000000000c2', readerId: READER, group: 'The City Library' };

  test('is offered to whoever is invited, once, and told to whoever pays', async () => {
    await mail.post('/v1/seat-invitations', 'entitlement', invitation);
    await mail.post('/v1/seat-invitations', 'entitlement', invitation);
    await mail.post('/v1/seat-news', 'entitlement', taken);
    await mail.service.rounds.round();

    // They leave together, in any order.
    const caught = mail.smtp.caught.toSorted((one, other) => one.kind.localeCompare(other.kind));
    expect(caught.map(({ kind, to }) => [kind, to])).toEqual([
      ['seat-invitation', 'ben@meridian.example'],
      ['seat-taken', ADDRESS],
    ]);
    expect(caught[0]?.mail.text).toContain(`${SITE}/seats/accept?invitation=a.b.c`);
    expect((await mail.rows()).map(({ sealed }) => sealed)).toEqual([null, null]);
  });

  test('is spoken of in the name of the title to which it belongs', async () => {
    await mail.post('/v1/seat-invitations', 'entitlement', { ...invitation, title: 'signal' });
    await mail.post('/v1/seat-news', 'entitlement', { ...taken, title: 'signal' });
    await mail.service.rounds.round();

    const sent = mail.smtp.caught.map(({ mail: one }) => one);
    expect(new Set(sent.map(({ from }) => from?.text))).toEqual(
      new Set(['"The Signal" <mail@meridian.example>']),
    );
    for (const { text } of sent) expect(text).toMatch(/https:\/\/signal\.example\/(seats|account)/);
  });

  test('is nobody’s to offer but entitlement’s', async () => {
    const { status } = await mail.post('/v1/seat-invitations', 'billing', invitation);
    const { status: news } = await mail.post('/v1/seat-news', 'site', taken);
    expect([status, news]).toEqual([403, 403]);
  });
});
