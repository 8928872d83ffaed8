import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  appCode,
  enrol,
  readerToken,
  signIn,
  signInAsStaff,
  startIdentity,
  tokenIn,
  type Identity,
} from '../../test/harness.ts';

let identity: Identity;
beforeAll(async () => void (identity = await startIdentity()));
afterAll(() => identity.close());

let made = 0;
const anAddress = () => `staff-${++made}@example.org`;

const standing = async (sessionToken: string) => {
  const { status, body } = await identity.post('/v1/sessions/current', 'finance', { sessionToken });
  const { role, secondFactor } = body as { role?: string; secondFactor?: string };
  return status === 200 ? [role, secondFactor] : status;
};
const ask = async (what: string, command: object) => {
  const answer = await identity.post(`/v1/second-factors${what}`, 'finance', command);
  const { status, headers } = answer;
  const body = answer.body as { code?: string };
  return { status, headers, body, code: body.code };
};
const pass = (sessionToken: string, code: string) => ask('/pass', { sessionToken, code });

/** One who is enrolled, in a new browser where only the mailed link has been used. */
async function returning(role = 'finance') {
  const email = anAddress();
  const first = await signInAsStaff(identity, email, role);
  const { sessionToken } = await signIn(identity, email);
  return { ...first, email, first: first.sessionToken, sessionToken };
}

describe('a role behind a second factor', () => {
  test('a mailed link alone opens a reader’s session, whatever the role; the app’s code opens another', async () => {
    const email = anAddress();
    await identity.post('/v1/accounts', 'dev', { email, role: 'admin' });
    const { sessionToken } = await signIn(identity, email);
    expect(await standing(sessionToken)).toEqual(['reader', 'unset']);
    expect(decodeJwt(await readerToken(identity, sessionToken))['role']).toBe('reader');

    const opened = await enrol(identity, sessionToken);

    expect(await standing(opened.sessionToken)).toEqual(['admin', 'passed']);
    expect(decodeJwt(await readerToken(identity, opened.sessionToken))['role']).toBe('admin');
    expect(await standing(sessionToken)).toBe(401);
    expect(opened.backupCodes).toHaveLength(10);
    expect(identity.mails.at(-1)).toMatchObject({ about: 'second-factor-added', email });
  });

  test('who comes again shows a code, and the session that asked has ended', async () => {
    const { sessionToken, uri } = await returning();
    expect(await standing(sessionToken)).toEqual(['reader', 'due']);

    const { status, body } = await pass(sessionToken, await appCode(uri));

    expect(status).toBe(201);
    expect(await standing((body as { sessionToken: string }).sessionToken)).toEqual(['finance', 'passed']);
    expect(await standing(sessionToken)).toBe(401);
  });

  test('half a day later the session is a reader’s again, and asks for a code, not for a mail', async () => {
    const { first } = await returning();
    await identity.sql.query(
      `UPDATE session SET second_factor_at = second_factor_at - interval '12 hours' WHERE token = $1`,
      [first],
    );

    expect(await standing(first)).toEqual(['reader', 'due']);
  });

  test('who gets a role keeps no session in which it counts unasked', async () => {
    const email = anAddress();
    const { sessionToken } = await signIn(identity, email);
    expect(await standing(sessionToken)).toEqual(['reader', 'none']);

    await identity.post('/v1/accounts', 'dev', { email, role: 'finance' });

    expect(await standing(sessionToken)).toEqual(['reader', 'unset']);
  });

  test('a reader has nothing to set up, and learns nothing', async () => {
    const { sessionToken } = await signIn(identity, anAddress());

    expect((await ask('/begin', { sessionToken })).code).toBe('second-factor-kept');
    expect((await pass(sessionToken, '123456')).code).toBe('second-factor-kept');
  });

  test('the database holds neither the app’s secret nor a backup code', async () => {
    const { uri, backupCodes } = await returning();
    const { rows } = await identity.sql.query('SELECT * FROM two_factor');
    const kept = JSON.stringify(rows);

    for (const secret of [new URL(uri).searchParams.get('secret') ?? '', ...backupCodes])
      expect(kept).not.toContain(secret);
  });
});

describe('setting up', () => {
  test('a wrong first code keeps nothing, and the next one may be right', async () => {
    const email = anAddress();
    await identity.post('/v1/accounts', 'dev', { email, role: 'finance' });
    const { sessionToken } = await signIn(identity, email);
    const { body } = await ask('/begin', { sessionToken });
    const { uri } = body as { uri: string };

    expect((await ask('', { sessionToken, code: await appCode(uri, 500) })).code).toBe('second-factor-wrong');
    expect(await standing(sessionToken)).toEqual(['reader', 'unset']);
    expect((await ask('', { sessionToken, code: await appCode(uri) })).status).toBe(201);
  });

  test('nobody sets up a second app over the first, with one factor or with two', async () => {
    const { sessionToken, first } = await returning();

    expect((await ask('/begin', { sessionToken })).code).toBe('second-factor-due');
    expect((await ask('/begin', { sessionToken: first })).code).toBe('second-factor-kept');
  });

  test('a session of the day before yesterday sets nothing up', async () => {
    const email = anAddress();
    await identity.post('/v1/accounts', 'dev', { email, role: 'finance' });
    const { sessionToken } = await signIn(identity, email);
    await identity.sql.query(
      `UPDATE session SET created_at = created_at - interval '2 days' WHERE token = $1`,
      [sessionToken],
    );

    expect((await ask('/begin', { sessionToken })).code).toBe('session-not-fresh');
  });

  test('a mailbox alone adds no passkey to an account that has an app', async () => {
    const { sessionToken, first } = await returning();
    const begin = (token: string) => identity.post('/v1/passkeys/begin', 'site', { sessionToken: token });

    expect((await begin(sessionToken)).body).toMatchObject({ code: 'second-factor-due' });
    expect((await begin(first)).status).toBe(200);
  });
});

describe('codes', () => {
  test('the app’s code is taken once, also by two browsers at the same moment', async () => {
    const { email, uri, sessionToken } = await returning();
    const other = await signIn(identity, email);
    const code = await appCode(uri);

    const answers = await Promise.all([pass(sessionToken, code), pass(other.sessionToken, code)]);

    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
    const third = await signIn(identity, email);
    expect((await pass(third.sessionToken, code)).code).toBe('second-factor-wrong');
  });

  test('a backup code is taken once, is told by mail, and leaves nine', async () => {
    const { email, backupCodes, sessionToken } = await returning();
    const [code = ''] = backupCodes;

    expect((await pass(sessionToken, ` ${code} `)).body).toMatchObject({ backupCodesLeft: 9 });
    expect(identity.mails.at(-1)).toMatchObject({ about: 'backup-code-used', email });
    const again = await signIn(identity, email);
    expect((await pass(again.sessionToken, code)).code).toBe('second-factor-wrong');
  });

  test('new backup codes make the old ones worthless, and need both factors', async () => {
    const { first, email, sessionToken, backupCodes } = await returning();
    expect((await ask('/backup-codes', { sessionToken })).code).toBe('second-factor-due');

    const { body } = await ask('/backup-codes', { sessionToken: first });

    expect((await pass(sessionToken, backupCodes[0] ?? '')).code).toBe('second-factor-wrong');
    const { sessionToken: next } = await signIn(identity, email);
    const [renewed = ''] = (body as { backupCodes: string[] }).backupCodes;
    expect((await pass(next, renewed)).status).toBe(201);
  });

  test('an account has so many tries, from all browsers together, and a right code does not count afterwards', async () => {
    const { email, uri, sessionToken } = await returning();
    const { sessionToken: other } = await signIn(identity, email);
    // Setting up was the first of five.
    for (const token of [sessionToken, other, sessionToken, other])
      expect((await pass(token, '000000')).code).toBe('second-factor-wrong');

    const refused = await pass(sessionToken, await appCode(uri));

    expect([refused.code, Number(refused.headers['retry-after']) > 60]).toEqual(['too-many-requests', true]);
  });

  test('the app of somebody else counts for nothing', async () => {
    const { sessionToken } = await returning();
    const { uri, backupCodes } = await returning();

    expect((await pass(sessionToken, await appCode(uri))).code).toBe('second-factor-wrong');
    expect((await pass(sessionToken, backupCodes[0] ?? '')).code).toBe('second-factor-wrong');
  });
});

describe('a lost device', () => {
  const reset = async (id: string, token: string) =>
    identity.api.post(`/v1/accounts/${id}/second-factor/reset`).set('authorization', `Bearer ${token}`);

  test('an administrator resets it: everything is signed out, told, on record, and set up anew', async () => {
    const admin = await returning('admin');
    const lost = await returning();
    const adminToken = await readerToken(identity, admin.first);

    expect((await reset(lost.readerId, adminToken)).status).toBe(200);

    expect(identity.mails.at(-1)).toMatchObject({ about: 'second-factor-reset', email: lost.email });
    expect([await standing(lost.first), await standing(lost.sessionToken)]).toEqual([401, 401]);
    const { sessionToken } = await signIn(identity, lost.email);
    expect(await standing(sessionToken)).toEqual(['reader', 'unset']);
    const log = await identity.get('/v1/accounts/log', 'dev');
    const acts = (log.body as { data: { accountId: string; by: string; what: string }[] }).data;
    expect(acts.filter(({ accountId }) => accountId === lost.readerId)).toMatchObject([
      { what: 'second-factor-reset', by: admin.readerId },
      { what: 'second-factor-added', by: lost.readerId },
      { what: 'role-given', by: 'dev', role: 'finance' },
    ]);
    expect((await enrol(identity, sessionToken)).backupCodes).toHaveLength(10);
  });

  test('nobody else resets it: not the finance desk, not its owner, not an administrator with one factor', async () => {
    const lost = await returning();
    const oneFactor = await returning('admin');
    const tokens = await Promise.all(
      [lost.first, lost.sessionToken, oneFactor.sessionToken].map((one) => readerToken(identity, one)),
    );

    for (const token of tokens) expect((await reset(lost.readerId, token)).status).toBe(403);
    expect(await standing(lost.first)).toEqual(['finance', 'passed']);
  });

  test('the list names who has a role and what they sign in with, and no reader', async () => {
    const { email } = await returning('editor');
    await signIn(identity, anAddress());
    const { body } = await identity.get('/v1/accounts', 'dev');
    const { data } = body as { data: { email: string; role: string }[] };

    expect(data.find((one) => one.email === email)).toMatchObject({
      ...{ role: 'editor', hasApp: true },
      ...{ passkeys: 0, hasProvider: false },
    });
    expect(data.filter(({ role }) => role === 'reader')).toEqual([]);
  });
});

test('asking for a link tells nobody who has a role: same answer, same mail', async () => {
  const { email } = await returning('admin');
  const letters = [];
  for (const address of [email, anAddress()]) {
    const { status, body } = await identity.post('/v1/sign-in-links', 'finance', {
      email: address,
      app: 'finance',
    });
    const { id: _id, email: _email, url, expiresAt: _e, code: _c, ...rest } = identity.mails.at(-1) ?? {};
    letters.push({ status, keys: Object.keys(body as object), rest, long: tokenIn(url ?? '').length });
  }

  expect(letters[0]).toEqual(letters[1]);
});
