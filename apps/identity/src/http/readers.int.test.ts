import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  enrol,
  provisionalReader,
  readerToken,
  SIGNAL,
  signIn,
  signInAsStaff,
  SITE,
  startIdentity,
  tokenIn,
  type Identity,
  type ServiceName,
} from '../../test/harness.ts';

let identity: Identity;
beforeAll(async () => void (identity = await startIdentity()));
afterAll(() => identity.close());

const eventsOf = async (...readers: string[]) =>
  (await identity.outbox())
    .filter(({ subject }) => readers.includes(subject))
    .map(({ type, subject, sequence }) => ({ type, subject, sequence }));

const confirmationLink = async (readerId: string, title?: string): Promise<string> => {
  const { body } = await identity.post(`/v1/readers/${readerId}/sign-in-links`, 'mail', {
    returnTo: '/articles/harbour-lights',
    title,
  });
  return (body as { url: string }).url;
};

const redeem = async (url: string) => {
  const { body } = await identity.post('/v1/sessions', 'site', { token: tokenIn(url) });
  return body as { readerId: string; sessionToken: string };
};

describe('who buys before signing in', () => {
  test('becomes the account under the id that they bought with', async () => {
    const readerId = await provisionalReader(identity, 'buyer@example.org');

    const signedIn = await redeem(await confirmationLink(readerId));

    expect(signedIn.readerId).toBe(readerId);
    expect(await eventsOf(readerId)).toEqual([
      { type: 'reader.provisional', subject: readerId, sequence: 1 },
      { type: 'reader.verified', subject: readerId, sequence: 2 },
    ]);
  });

  test('is led by the mail that confirms to the title at which they bought', async () => {
    const readerId = await provisionalReader(identity, 'bought-there@example.org');

    const origins = [await confirmationLink(readerId), await confirmationLink(readerId, 'signal')].map(
      (url) => new URL(url).origin,
    );

    expect(origins).toEqual([SITE, SIGNAL]);
  });

  test('gets a new id each time, so that nobody learns whether the address is known', async () => {
    const first = await provisionalReader(identity, 'again@example.org');
    const second = await provisionalReader(identity, 'again@example.org');

    expect(first).not.toBe(second);
  });

  test('who has an account already is merged into it once they prove the address', async () => {
    const { readerId: account } = await signIn(identity, 'subscriber@example.org');
    const second = await provisionalReader(identity, 'subscriber@example.org');

    const signedIn = await redeem(await confirmationLink(second));

    expect(signedIn.readerId).toBe(account);
    expect(await eventsOf(second)).toEqual([
      { type: 'reader.provisional', subject: second, sequence: 1 },
      { type: 'reader.merged', subject: second, sequence: 2 },
    ]);
    expect((await identity.outbox()).at(-1)?.data).toEqual({
      readerId: second,
      state: 'merged',
      mergedInto: account,
    });
  });

  test('is not merged by whoever only typed the address', async () => {
    const { readerId: account } = await signIn(identity, 'victim@example.org');
    const typed = await provisionalReader(identity, 'victim@example.org');

    expect(await eventsOf(typed)).toEqual([{ type: 'reader.provisional', subject: typed, sequence: 1 }]);
    expect(await eventsOf(account)).toHaveLength(1);
  });

  test('whose purchase was confirmed goes before a later visitor with the same address', async () => {
    const bought = await provisionalReader(identity, 'order@example.org');
    const link = await confirmationLink(bought);
    const typedLater = await provisionalReader(identity, 'order@example.org');

    expect((await redeem(link)).readerId).toBe(bought);
    expect((await eventsOf(typedLater)).at(-1)?.type).toBe('reader.merged');
  });

  test('with two links used at the same moment gets one account', async () => {
    const first = await provisionalReader(identity, 'twice@example.org');
    const second = await provisionalReader(identity, 'twice@example.org');
    const links = [await confirmationLink(first), await confirmationLink(second)];

    const [one, two] = await Promise.all(links.map(redeem));

    expect(one?.readerId).toBe(two?.readerId);
    const types = (await eventsOf(first, second)).map(({ type }) => type).toSorted();
    expect(types).toEqual(['reader.merged', 'reader.provisional', 'reader.provisional', 'reader.verified']);
  });

  test('with five links of a new address used at once is one reader, verified once', async () => {
    const sent = identity.mails.length;
    for (let i = 0; i < 5; i += 1)
      await identity.post('/v1/sign-in-links', 'site', { email: 'new@example.org' });
    const urls = identity.mails.slice(sent).map(({ url }) => url);

    const readers = new Set((await Promise.all(urls.map(redeem))).map(({ readerId }) => readerId));

    expect(readers.size).toBe(1);
    expect(await eventsOf(...readers)).toHaveLength(1);
  });

  test('is merged into an account once, though two of its links are used at the same moment', async () => {
    const { readerId: account } = await signIn(identity, 'merge-once@example.org');
    const typed = await provisionalReader(identity, 'merge-once@example.org');
    const links = [await confirmationLink(typed), await confirmationLink(typed)];

    const signedIn = await Promise.all(links.map(redeem));

    expect(signedIn.map(({ readerId }) => readerId)).toEqual([account, account]);
    expect((await eventsOf(typed)).map(({ type }) => type)).toEqual(['reader.provisional', 'reader.merged']);
  });

  test('cannot open a provisional session once the address is verified', async () => {
    const readerId = await provisionalReader(identity, 'verified@example.org');
    await redeem(await confirmationLink(readerId));

    const { status, body } = await identity.post(`/v1/provisional-readers/${readerId}/sessions`, 'site');

    expect([status, (body as { code: string }).code]).toEqual([409, 'reader-already-verified']);
  });

  test('is nobody when the id is unknown', async () => {
    const unknown = '0199a1b2-0000-7000-8000-00000000dead';

    const opened = await identity.post(`/v1/provisional-readers/${unknown}/sessions`, 'site');
    const contact = await identity.get(`/v1/readers/${unknown}/contact`, 'mail');

    expect([opened.status, contact.status]).toEqual([404, 404]);
  });
});

describe('how a reader is written to', () => {
  const contactOf = async (readerId: string) => {
    const { body } = await identity.get(`/v1/readers/${readerId}/contact`, 'mail');
    return body as { locale: string; zone: string };
  };
  const open = async (email: string, locale?: string) => {
    await identity.post('/v1/sign-in-links', 'site', { email, locale });
    const token = tokenIn(identity.mails.at(-1)?.url ?? '');
    const { body } = await identity.post('/v1/sessions', 'site', { token, locale });
    return body as { sessionToken: string; readerId: string };
  };
  const usual = { locale: 'en-US', zone: 'America/New_York' };

  test('is as the browser spoke that bought, and then as the one that signed in', async () => {
    const { body } = await identity.post('/v1/provisional-readers', 'billing', {
      email: 'speaks@example.org',
      locale: 'de-AT',
    });
    const { readerId } = body as { readerId: string };
    expect(await contactOf(readerId)).toMatchObject({ ...usual, locale: 'de-AT' });
    await open('speaks@example.org');
    expect(await contactOf(readerId)).toMatchObject({ locale: 'de-AT' });
    await open('speaks@example.org', 'en-GB');

    expect(await contactOf(readerId)).toMatchObject({ ...usual, locale: 'en-GB' });
  });

  test('is as the account says, whatever browser signs in', async () => {
    const { sessionToken, readerId } = await open('chooses@example.org', 'en-GB');
    const habits = { locale: 'de-CH', zone: 'Europe/Zurich' };
    await identity.post('/v1/sessions/current/habits', 'site', { sessionToken, ...habits });
    await identity.post('/v1/sessions/current/habits', 'site', { sessionToken, locale: 'de-DE' });
    await open('chooses@example.org', 'en-US');

    expect(await contactOf(readerId)).toMatchObject({ ...habits, locale: 'de-DE' });
    const session = await identity.post('/v1/sessions/current', 'site', { sessionToken });
    expect(session.body).toMatchObject({ ...habits, locale: 'de-DE' });
  });

  test('is told with a session only where it was chosen', async () => {
    const { sessionToken } = await open('says-nothing@example.org', 'de-DE');
    const { body } = await identity.post('/v1/sessions/current', 'site', { sessionToken });

    expect(body).not.toHaveProperty('locale');
    expect(body).not.toHaveProperty('zone');
  });

  test('is gone with the account', async () => {
    const { sessionToken, readerId } = await open('forgotten@example.org', 'de-DE');
    await identity.post('/v1/sessions/current/habits', 'site', { sessionToken, zone: 'Europe/Berlin' });
    await identity.post('/v1/erasures', 'site', { sessionToken });
    const token = tokenIn(identity.mails.at(-1)?.url ?? '');
    await identity.post('/v1/erasures/confirm', 'site', { sessionToken, token });

    const { rows } = await identity.sql.query(
      'SELECT locale, zone, spoken_locale AS spoken FROM reader WHERE id = $1',
      [readerId],
    );
    expect(rows).toEqual([{ locale: null, zone: null, spoken: null }]);
  });

  test('goes along with each mail about signing in and about the account', async () => {
    const { sessionToken } = await open('written-to@example.org', 'de-AT');
    expect(identity.mails.at(-1)).toMatchObject({ locale: 'de-AT' });
    await identity.post('/v1/email-changes', 'site', { sessionToken, email: 'moved-to@example.org' });

    expect(identity.mails.slice(-2)).toMatchObject([{ locale: 'de-AT' }, { locale: 'de-AT' }]);
  });

  test.each(['deutsch', 'de_DE', 'de-DE-DE', ''])('is not “%s”', async (locale) => {
    const { sessionToken } = await open('picky@example.org');
    const { status } = await identity.post('/v1/sessions/current/habits', 'site', { sessionToken, locale });

    expect(status).toBe(400);
  });
});

describe('where to write to a reader', () => {
  test('is the typed address until it is verified, then the account’s, with language and zone', async () => {
    const readerId = await provisionalReader(identity, 'write@example.org');
    const before = await identity.get(`/v1/readers/${readerId}/contact`, 'mail');
    await redeem(await confirmationLink(readerId));
    const after = await identity.get(`/v1/readers/${readerId}/contact`, 'mail');

    const contact = { readerId, email: 'write@example.org', locale: 'en-US', zone: 'America/New_York' };
    expect(before.body).toEqual({ ...contact, verified: false });
    expect(after.body).toEqual({ ...contact, verified: true });
  });

  test('of a merged reader is the account’s address', async () => {
    const { readerId: account } = await signIn(identity, 'merged@example.org');
    const typed = await provisionalReader(identity, 'merged@example.org');
    await redeem(await confirmationLink(typed));

    const { body } = await identity.get(`/v1/readers/${typed}/contact`, 'mail');

    expect(body).toMatchObject({ readerId: typed, email: 'merged@example.org', verified: true });
    expect(account).not.toBe(typed);
  });
});

describe('staff', () => {
  const account = (email: string, role: string, as: ServiceName = 'dev') =>
    identity.post('/v1/accounts', as, { email, role });

  test('get an account with a role, and keep it with their first sign-in', async () => {
    const { status, body } = await account('Nora@Example.org', 'finance');
    const { sessionToken: byMail, readerId } = await signIn(identity, 'nora@example.org');
    const { sessionToken } = await enrol(identity, byMail);
    const session = await identity.post('/v1/sessions/current', 'finance', { sessionToken });

    expect(status).toBe(201);
    expect(readerId).toBe((body as { readerId: string }).readerId);
    expect(session.body).toMatchObject({ readerId, role: 'finance', email: 'nora@example.org' });
  });

  test('who use two links at once for their first sign-in are verified once', async () => {
    const { body } = await account('pia@example.org', 'admin');
    const sent = identity.mails.length;
    for (let i = 0; i < 2; i += 1)
      await identity.post('/v1/sign-in-links', 'finance', { email: 'pia@example.org' });

    await Promise.all(identity.mails.slice(sent).map(({ url }) => redeem(url)));

    const types = (await eventsOf((body as { readerId: string }).readerId)).map(({ type }) => type);
    expect(types).toEqual(['reader.provisional', 'reader.verified']);
  });

  test('are made once: a repeat answers the same, another role replaces the first', async () => {
    const first = await account('otto@example.org', 'editor');
    const repeat = await account('otto@example.org', 'editor');
    const raised = await account('otto@example.org', 'admin');

    expect(repeat.body).toEqual(first.body);
    expect(raised.body).toEqual({ ...(first.body as object), role: 'admin' });
  });

  test.each([
    { role: 'reader', finds: 403, makes: 403 },
    { role: 'editor', finds: 403, makes: 403 },
    { role: 'finance', finds: 200, makes: 403 },
    { role: 'admin', finds: 200, makes: 201 },
  ])('with the role $role: finds readers $finds, makes accounts $makes', async ({ role, finds, makes }) => {
    const email = `${role}-role@example.org`;
    const { sessionToken } =
      role === 'reader' ? await signIn(identity, email) : await signInAsStaff(identity, email, role);
    const bearer = `Bearer ${await readerToken(identity, sessionToken)}`;

    const found = await identity.api.get('/v1/readers').query({ email }).set('authorization', bearer);
    const made = await identity.api
      .post('/v1/accounts')
      .send({ email: `by-${role}@example.org`, role: 'reader' })
      .set('authorization', bearer);

    expect([found.status, made.status]).toEqual([finds, makes]);
  });

  test('find a reader by address or id, verified or not', async () => {
    const readerId = await provisionalReader(identity, 'find@example.org');

    const byAddress = await identity.get('/v1/readers?email=Find@Example.org', 'dev');
    const byId = await identity.get(`/v1/readers?id=${readerId}`, 'dev');

    const found = { readerId, email: 'find@example.org', role: 'reader', verified: false };
    expect(byAddress.body).toEqual({ data: [found], nextCursor: null });
    expect(byId.body).toEqual({ data: [found], nextCursor: null });
  });
});

describe('services', () => {
  const id = '0199a1b2-0000-7000-8000-000000000001';
  const doors: { door: string; may: ServiceName[]; ask: (as: ServiceName) => Promise<{ status: number }> }[] =
    [
      {
        door: 'a session',
        may: ['site', 'finance'],
        ask: (as) => identity.post('/v1/sessions/current', as, { sessionToken: 'x' }),
      },
      {
        door: 'the end of a session',
        may: ['site', 'finance'],
        ask: (as) => identity.post('/v1/sessions/current/end', as, { sessionToken: 'x' }),
      },
      {
        door: 'a provisional reader',
        may: ['billing'],
        ask: (as) => identity.post('/v1/provisional-readers', as, { email: 'door@example.org' }),
      },
      {
        door: 'a provisional session',
        may: ['site', 'finance'],
        ask: (as) => identity.post(`/v1/provisional-readers/${id}/sessions`, as),
      },
      {
        door: 'an address',
        may: ['mail', 'dev'],
        ask: (as) => identity.get(`/v1/readers/${id}/contact`, as),
      },
      {
        door: 'a link for a mail',
        may: ['mail'],
        ask: (as) => identity.post(`/v1/readers/${id}/sign-in-links`, as, { returnTo: '/' }),
      },
      {
        door: 'an account',
        may: ['cli', 'dev'],
        ask: (as) => identity.post('/v1/accounts', as, { email: 'door@example.org', role: 'reader' }),
      },
      { door: 'announcements', may: ['cli', 'dev'], ask: (as) => identity.post('/v1/announcements', as) },
    ];
  const all: ServiceName[] = ['billing', 'entitlement', 'mail', 'site', 'finance', 'cli', 'dev'];

  test.each(doors)('get $door only where they need it', async ({ may, ask }) => {
    const refused = [];
    for (const name of all) if ((await ask(name)).status === 403) refused.push(name);

    expect(refused).toEqual(all.filter((name) => !may.includes(name)));
  });

  test('that do not say who they are get nothing', async () => {
    const answers = [
      await identity.post('/v1/sessions/current', null, { sessionToken: 'x' }),
      await identity.post('/v1/provisional-readers', null, { email: 'a@example.org' }),
      await identity.get(`/v1/readers/${id}/contact`, null),
      await identity.post('/v1/accounts', null, { email: 'a@example.org', role: 'admin' }),
      await identity.post('/v1/announcements', null),
    ];

    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
  });
});

describe('announcements', () => {
  test('say every present state again, each with the next sequence of its reader', async () => {
    const account = (await signIn(identity, 'announced@example.org')).readerId;
    const merged = await provisionalReader(identity, 'announced@example.org');
    await redeem(await confirmationLink(merged));
    const typed = await provisionalReader(identity, 'typed@example.org');
    const { rows } = await identity.sql.query<{ readers: number }>(
      'SELECT count(*)::int AS readers FROM reader',
    );
    const before = (await identity.outbox()).length;

    const { status, body } = await identity.post('/v1/announcements', 'dev');

    expect([status, body]).toEqual([202, { announced: rows[0]?.readers }]);
    const said = (await identity.outbox()).slice(before);
    expect(said).toHaveLength(rows[0]?.readers ?? 0);
    expect(said.filter(({ subject }) => [account, merged, typed].includes(subject))).toMatchObject([
      { type: 'reader.verified', subject: account, sequence: 2 },
      { type: 'reader.merged', subject: merged, sequence: 3, data: { mergedInto: account } },
      { type: 'reader.provisional', subject: typed, sequence: 2 },
    ]);
  });

  test('never hold an address', async () => {
    expect(JSON.stringify(await identity.outbox())).not.toMatch(/@|example/);
  });

  test('of one reader are in order, without a gap', async () => {
    const sequences = new Map<string, number[]>();
    for (const { subject, sequence, key } of await identity.outbox()) {
      expect(key).toBe(subject);
      sequences.set(subject, [...(sequences.get(subject) ?? []), sequence]);
    }

    for (const list of sequences.values()) expect(list).toEqual(list.map((_, index) => index + 1));
  });
});
