import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  provisionalReader,
  signIn,
  SIGNAL,
  startIdentity,
  tokenIn,
  type Identity,
} from '../../test/harness.ts';

let identity: Identity;
beforeAll(async () => void (identity = await startIdentity()));
afterAll(() => identity.close());

const ask = (path: string, body: object) => identity.post(path, 'site', body);
const dataOf = (body: unknown) =>
  (body as { data: { id: string; device: string | null; current: boolean }[] }).data;
const mailsTo = (email: string) => identity.mails.filter((mail) => mail.email === email);
const linkTo = (email: string) => tokenIn(mailsTo(email).at(-1)?.url ?? '');
const isOpen = async (sessionToken: string): Promise<boolean> =>
  (await ask('/v1/sessions/current', { sessionToken })).status === 200;

describe('a code in the mail', () => {
  const request = async (email: string) => {
    const { body } = await ask('/v1/sign-in-links', { email, returnTo: '/articles/one' });
    const mail = mailsTo(email).at(-1);
    return { attempt: (body as { attempt: string }).attempt, code: mail?.code ?? '', url: mail?.url ?? '' };
  };
  const wrong = (code: string): string => String((Number(code) + 1) % 100_000_000).padStart(8, '0');

  test('signs in where the link was asked for, and leads to the same place', async () => {
    const { attempt, code } = await request('code@example.org');

    const { status, body } = await ask('/v1/sign-in-codes', { attempt, code });

    expect([status, (body as { returnTo: string }).returnTo]).toEqual([201, '/articles/one']);
  });

  test('uses the link up, as the link does the code', async () => {
    const first = await request('both@example.org');
    await ask('/v1/sign-in-codes', first && { attempt: first.attempt, code: first.code });
    const byLink = await ask('/v1/sessions', { token: tokenIn(first.url) });
    const second = await request('both@example.org');
    await ask('/v1/sessions', { token: tokenIn(second.url) });
    const byCode = await ask('/v1/sign-in-codes', { attempt: second.attempt, code: second.code });

    expect([byLink.status, byCode.status]).toEqual([410, 410]);
  });

  test('is nothing without the browser that asked for it', async () => {
    const { code } = await request('elsewhere@example.org');
    const other = await request('another@example.org');

    expect((await ask('/v1/sign-in-codes', { attempt: other.attempt, code })).status).toBe(422);
  });

  test('is given up after five wrong tries, also when they come at once', async () => {
    const { attempt, code } = await request('guess@example.org');

    const answers = await Promise.all(
      Array.from({ length: 8 }, () => ask('/v1/sign-in-codes', { attempt, code: wrong(code) })),
    );
    const right = await ask('/v1/sign-in-codes', { attempt, code });

    expect(answers.filter(({ status }) => status === 422)).toHaveLength(5);
    expect(right.status).toBe(410);
  });

  test('is in the database in no form that opens anything', async () => {
    const { attempt, code, url } = await request('copy@example.org');
    const { rows } = await identity.sql.query<{ row: string }>('SELECT c::text AS row FROM sign_in_code c');
    const all = rows.map(({ row }) => row).join();

    for (const secret of [attempt, tokenIn(url), `,${code},`]) expect(all).not.toContain(secret);
  });

  test('is no longer good when its link is not', async () => {
    const { attempt, code } = await request('late@example.org');
    await identity.sql.query(`UPDATE sign_in_code SET expires_at = now() - interval '1 second'`);

    expect((await ask('/v1/sign-in-codes', { attempt, code })).status).toBe(410);
  });
});

describe('the list of sessions', () => {
  const signInOn = async (email: string, device: string) => {
    await ask('/v1/sign-in-links', { email });
    const { body } = await ask('/v1/sessions', { token: linkTo(email), device });
    return (body as { sessionToken: string }).sessionToken;
  };

  test('names each by what it was opened with, and says which one asks', async () => {
    await signInOn('list@example.org', 'Safari on iOS');
    const sessionToken = await signInOn('list@example.org', 'Firefox on Linux');

    const { body } = await ask('/v1/sessions/current/list', { sessionToken });

    expect(dataOf(body).map(({ device, current }) => [device, current])).toEqual([
      ['Firefox on Linux', true],
      ['Safari on iOS', false],
    ]);
    expect(JSON.stringify(body)).not.toContain(sessionToken);
  });

  test('ends one of them, or all others, and never the one that asks', async () => {
    const email = 'revoke@example.org';
    const [phone, tablet, own] = [
      await signInOn(email, 'phone'),
      await signInOn(email, 'tablet'),
      await signInOn(email, 'own'),
    ];
    const { body } = await ask('/v1/sessions/current/list', { sessionToken: own });
    const idOf = (device: string) => dataOf(body).find((one) => one.device === device)?.id;

    await ask('/v1/sessions/current/end-others', { sessionToken: own, id: idOf('phone') });
    expect([await isOpen(phone), await isOpen(tablet)]).toEqual([false, true]);
    await ask('/v1/sessions/current/end-others', { sessionToken: own, id: idOf('own') });
    await ask('/v1/sessions/current/end-others', { sessionToken: own });

    expect([await isOpen(tablet), await isOpen(own)]).toEqual([false, true]);
  });

  test("never reaches another reader's session", async () => {
    const other = await signInOn('victim@example.org', 'other');
    const { body } = await ask('/v1/sessions/current/list', { sessionToken: other });
    const own = await signInOn('attacker@example.org', 'own');

    const answer = await ask('/v1/sessions/current/end-others', {
      sessionToken: own,
      id: dataOf(body)[0]?.id,
    });

    expect(answer.body).toEqual({ ended: 0 });
    expect(await isOpen(other)).toBe(true);
  });

  test.each(['list', 'export', 'end-others'])('%s: is closed to a session that has ended', async (what) => {
    const { sessionToken } = await signIn(identity, 'over@example.org');
    await ask('/v1/sessions/current/end', { sessionToken });

    expect((await ask(`/v1/sessions/current/${what}`, { sessionToken })).status).toBe(401);
  });
});

describe('a new address', () => {
  const begin = async (from: string, to: string) => {
    const { sessionToken, readerId } = await signIn(identity, from);
    const { status } = await ask('/v1/email-changes', { sessionToken, email: to });
    return { sessionToken, readerId, status, old: linkTo(from), new: linkTo(to) };
  };
  const confirm = (token: string) => ask('/v1/email-changes/confirm', { token, title: 'signal' });

  test.each([
    ['old first', ['old', 'new']],
    ['new first', ['new', 'old']],
  ] as const)('takes both addresses to say so: %s', async (name, order) => {
    const [from, to] = [`from-${name.slice(0, 3)}@example.org`, `to-${name.slice(0, 3)}@example.org`];
    const change = await begin(from, to);

    const first = await confirm(change[order[0]]);
    const between = await ask('/v1/sessions/current', { sessionToken: change.sessionToken });
    const second = await confirm(change[order[1]]);
    const after = await signIn(identity, to);

    expect([first.body, second.body]).toEqual([{ state: 'one-left' }, { state: 'changed' }]);
    expect(between.body).toMatchObject({ email: from });
    expect(after.readerId).toBe(change.readerId);
    expect(mailsTo(from).at(-1)).toMatchObject({
      ...{ about: 'email-changed', title: 'signal', url: `${SIGNAL}/account` },
    });
  });

  test('is changed once when both links are used at the same moment', async () => {
    const change = await begin('at-once@example.org', 'at-once-new@example.org');

    const answers = await Promise.all([confirm(change.old), confirm(change.new)]);

    expect(answers.map(({ body }) => (body as { state: string }).state).toSorted()).toEqual([
      'changed',
      'one-left',
    ]);
  });

  test('is answered in the same way whether or not it has an account', async () => {
    await signIn(identity, 'has-one@example.org');

    const known = await begin('curious@example.org', 'has-one@example.org');
    const unknown = await begin('curious@example.org', 'has-none@example.org');

    expect([known.status, unknown.status]).toEqual([202, 202]);
    expect(mailsTo('has-one@example.org').at(-1)?.about).toBe('email-change-new');
  });

  test('that has an account of its own is refused once its owner has confirmed, and nothing is changed', async () => {
    await signIn(identity, 'taken@example.org');
    const change = await begin('wants@example.org', 'taken@example.org');
    await confirm(change.old);

    const { status, body } = await confirm(change.new);

    expect([status, body]).toMatchObject([409, { code: 'address-has-account' }]);
    expect((await signIn(identity, 'wants@example.org')).readerId).toBe(change.readerId);
  });

  test('brings along what was bought with it', async () => {
    const bought = await provisionalReader(identity, 'bought-new@example.org');
    const change = await begin('bought-old@example.org', 'bought-new@example.org');
    await confirm(change.old);
    await confirm(change.new);

    const events = (await identity.outbox()).filter(({ subject }) => subject === bought);

    expect(events.at(-1)).toMatchObject({ type: 'reader.merged', data: { mergedInto: change.readerId } });
  });

  test('no link works twice, nor after a newer wish, nor after a day', async () => {
    const first = await begin('twice@example.org', 'twice-a@example.org');
    await confirm(first.old);
    const again = await confirm(first.old);
    const second = await begin('twice@example.org', 'twice-b@example.org');
    const older = await confirm(first.new);
    await identity.sql.query(`UPDATE action_link SET expires_at = now() - interval '1 second'`);
    const late = await confirm(second.new);

    expect([again.status, older.status, late.status]).toEqual([410, 410, 410]);
  });

  test('opens no link that was mailed to the old one for signing in', async () => {
    const change = await begin('stale@example.org', 'stale-new@example.org');
    await ask('/v1/sign-in-links', { email: 'stale@example.org' });
    const stale = linkTo('stale@example.org');
    await confirm(change.old);
    await confirm(change.new);

    expect((await ask('/v1/sessions', { token: stale })).status).toBe(410);
  });
});

describe('deleting an account', () => {
  const begin = async (email: string) => {
    const { sessionToken, readerId } = await signIn(identity, email);
    await ask('/v1/erasures', { sessionToken });
    return { sessionToken, readerId, token: linkTo(email) };
  };

  test('takes the session and the mailed link, and leaves nothing but the id', async () => {
    const { sessionToken, readerId, token } = await begin('gone@example.org');

    const { status } = await ask('/v1/erasures/confirm', { sessionToken, token, title: 'signal' });

    expect(status).toBe(200);
    expect(await isOpen(sessionToken)).toBe(false);
    const tables = ['account', 'reader', 'session', 'verification', 'action_link', 'sign_in_code'];
    for (const table of tables) {
      const { rows } = await identity.sql.query<{ row: string }>(`SELECT t::text AS row FROM ${table} t`);
      expect(
        rows.filter(({ row }) => row.includes('gone@')),
        table,
      ).toEqual([]);
    }
    expect((await identity.get(`/v1/readers/${readerId}/contact`, 'mail')).status).toBe(404);
    expect(mailsTo('gone@example.org').at(-1)).toMatchObject({
      ...{ about: 'erased', title: 'signal', url: `${SIGNAL}/` },
    });
  });

  test('is announced, for what had become part of it as well', async () => {
    const merged = await provisionalReader(identity, 'told@example.org');
    await signIn(identity, 'told@example.org');
    const second = await provisionalReader(identity, 'told@example.org');
    const { sessionToken, readerId, token } = await begin('told@example.org');
    await ask('/v1/erasures/confirm', { sessionToken, token });

    const ours = [readerId, merged, second];
    const erased = (await identity.outbox()).filter(
      ({ type, subject }) => type === 'reader.erased' && ours.includes(subject),
    );

    expect(new Set(erased.map(({ subject }) => subject))).toEqual(new Set(ours));
    expect(erased.map(({ data }) => data)).toContainEqual({ readerId, state: 'erased', mergedInto: null });
  });

  test('is said again when everything is announced again', async () => {
    const { sessionToken, readerId, token } = await begin('again@example.org');
    await ask('/v1/erasures/confirm', { sessionToken, token });
    await identity.world.readers.announceAll();

    const last = (await identity.outbox()).filter(({ subject }) => subject === readerId).at(-1);

    expect(last?.type).toBe('reader.erased');
  });

  test('takes no link of another account, of another purpose, or a second time', async () => {
    const mine = await begin('mine@example.org');
    const theirs = await begin('theirs@example.org');
    await ask('/v1/email-changes', { sessionToken: mine.sessionToken, email: 'new-mine@example.org' });
    const confirm = (token: string) =>
      ask('/v1/erasures/confirm', { sessionToken: mine.sessionToken, token });

    const foreign = await confirm(theirs.token);
    const other = await confirm(linkTo('new-mine@example.org'));
    const asChange = await ask('/v1/email-changes/confirm', { token: mine.token });

    expect([foreign.status, other.status, asChange.status]).toEqual([410, 410, 410]);
    expect(await isOpen(mine.sessionToken)).toBe(true);
    expect((await confirm(mine.token)).status).toBe(200);
    expect(
      (await ask('/v1/erasures/confirm', { ...theirs, token: mine.token, readerId: undefined })).status,
    ).toBe(410);
  });

  test('leaves the address free: who comes again is somebody new', async () => {
    const { sessionToken, readerId, token } = await begin('back@example.org');
    await ask('/v1/erasures/confirm', { sessionToken, token });

    expect((await signIn(identity, 'back@example.org')).readerId).not.toBe(readerId);
  });
});

describe('what identity keeps of an account', () => {
  test('is given out to its owner, whole', async () => {
    const merged = await provisionalReader(identity, 'export@example.org');
    const { sessionToken, readerId } = await signIn(identity, 'export@example.org');

    const { body } = await ask('/v1/sessions/current/export', { sessionToken });

    expect(body).toMatchObject({ readerId, email: 'export@example.org', role: 'reader' });
    expect([...(body as { merged: string[] }).merged, readerId]).toContain(merged);
    expect((body as { sessions: object[] }).sessions).toHaveLength(1);
  });
});

describe('an account is in the hands of the site alone', () => {
  test.each([
    '/v1/sessions/current/list',
    '/v1/sessions/current/export',
    '/v1/sessions/current/end-others',
    '/v1/email-changes',
    '/v1/email-changes/confirm',
    '/v1/erasures',
    '/v1/erasures/confirm',
  ])('%s', async (path) => {
    const { sessionToken } = await signIn(identity, 'doors@example.org');
    const statuses = await Promise.all(
      ([null, 'billing', 'finance', 'mail', 'cli'] as const).map(
        async (caller) =>
          (await identity.post(path, caller, { sessionToken, token: 'x', email: 'a@b.org' })).status,
      ),
    );

    expect(statuses).toEqual([401, 403, 403, 403, 403]);
  });
});

describe('mails about an account', () => {
  test('are limited for each account', async () => {
    const strict = await startIdentity({ SIGN_IN_LIMIT_ADDRESS: '3' });
    const { sessionToken } = await signIn(strict, 'many@example.org');
    const statuses: number[] = [];
    for (let n = 0; n < 4; n += 1)
      statuses.push((await strict.post('/v1/erasures', 'site', { sessionToken })).status);
    await strict.close();

    expect(statuses).toEqual([202, 202, 202, 429]);
  });
});
