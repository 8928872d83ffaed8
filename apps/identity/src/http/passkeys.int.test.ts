import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aPasskey } from '../../test/authenticator.ts';
import { signIn, SIGNAL, SITE, startIdentity, type Identity } from '../../test/harness.ts';

let identity: Identity;
beforeAll(async () => void (identity = await startIdentity()));
afterAll(() => identity.close());

type AtTitle = { title?: string };
type Begun = { ceremony: string; options: { challenge: string; user?: { name: string } } };
const ask = (path: string, body: object = {}) => identity.post(path, 'site', body);
const begin = async (sessionToken: string, at: AtTitle = {}) =>
  (await ask('/v1/passkeys/begin', { sessionToken, ...at })).body as Begun;
const beginSignIn = async (at: AtTitle = {}) => (await ask('/v1/passkey-sign-ins/begin', at)).body as Begun;
const listOf = async (sessionToken: string) =>
  ((await ask('/v1/sessions/current/passkeys', { sessionToken })).body as { data: { id: string }[] }).data;

type Key = ReturnType<typeof aPasskey>;

/** A reader with a session and a passkey. */
async function reader(email: string) {
  const { sessionToken, readerId } = await signIn(identity, email);
  const key = aPasskey();
  const { ceremony, options } = await begin(sessionToken);
  const response = key.made(options.challenge, { origin: SITE });
  const { status } = await ask('/v1/passkeys', { sessionToken, ceremony, name: 'Mine', response });
  expect(status).toBe(201);
  return { email, sessionToken, readerId, key };
}

const signInBy = async (key: Key, how: Partial<Parameters<Key['used']>[1]> = {}) => {
  const { ceremony, options } = await beginSignIn();
  const response = key.used(options.challenge, { origin: SITE, ...how });
  return ask('/v1/passkey-sign-ins', { ceremony, response });
};

describe('signing in with a passkey', () => {
  test('opens a session of its account, named by the device', async () => {
    const { key, readerId } = await reader('ada@example.org');
    const { ceremony, options } = await beginSignIn();
    const response = key.used(options.challenge, { origin: SITE });
    const { status, body } = await ask('/v1/passkey-sign-ins', { ceremony, response, device: 'Phone' });
    const { sessionToken } = body as { sessionToken: string };

    expect(status).toBe(201);
    expect((await ask('/v1/sessions/current', { sessionToken })).body).toMatchObject({ readerId });
    expect((await ask('/v1/sessions/current/list', { sessionToken })).body).toMatchObject({
      data: [{ device: 'Phone', current: true }, { current: false }],
    });
  });

  test('names no account before, so that nobody learns who has one', async () => {
    const { options } = await beginSignIn();

    expect(options).not.toHaveProperty('allowCredentials');
    expect(options).toMatchObject({ userVerification: 'required', rpId: new URL(SITE).hostname });
  });

  test('works once for each try', async () => {
    const { key } = await reader('once@example.org');
    const { ceremony, options } = await beginSignIn();
    const signed = { ceremony, response: key.used(options.challenge, { origin: SITE }) };
    const answers = [await ask('/v1/passkey-sign-ins', signed), await ask('/v1/passkey-sign-ins', signed)];

    expect(answers.map(({ status }) => status)).toEqual([201, 422]);
  });

  test.each([
    ['another site', { origin: 'https://evil.example' }],
    ['another site that names ours', { origin: 'https://evil.example', rpId: 'meridian.example' }],
    ['a device that did not look who it is', { isUserVerified: false }],
  ])('is refused from %s', async (what, how) => {
    const { key } = await reader(`${what.replaceAll(' ', '-')}@example.org`);

    expect((await signInBy(key, how)).status).toBe(422);
  });

  test('is refused to an unknown key, to another key with a known name, and with the try of another', async () => {
    const { key } = await reader('known@example.org');
    const other = await beginSignIn();
    const mine = await beginSignIn();
    const response = key.used(mine.options.challenge, { origin: SITE });
    const forged = {
      ...response,
      response: aPasskey().used(mine.options.challenge, { origin: SITE }).response,
    };

    expect((await signInBy(aPasskey())).status).toBe(422);
    expect((await ask('/v1/passkey-sign-ins', { ceremony: mine.ceremony, response: forged })).status).toBe(
      422,
    );
    expect((await ask('/v1/passkey-sign-ins', { ceremony: other.ceremony, response })).status).toBe(422);
    expect((await ask('/v1/passkey-sign-ins', { ceremony: 'made-up=1', response })).status).toBe(422);
  });
});

describe('a passkey of another title', () => {
  const signal = { title: 'signal' };
  const signInAt = async (key: Key, at: AtTitle, origin: string) => {
    const { ceremony, options } = await beginSignIn(at);
    return ask('/v1/passkey-sign-ins', {
      ceremony,
      response: key.used(options.challenge, { origin }),
      ...at,
    });
  };

  test('is made and used there, told in its name, and listed as its own', async () => {
    const { sessionToken } = await reader('both@example.org');
    const key = aPasskey();
    const { ceremony, options } = await begin(sessionToken, signal);
    const response = key.made(options.challenge, { origin: SIGNAL });
    await ask('/v1/passkeys', { sessionToken, ceremony, name: 'Other', response, ...signal });

    expect(identity.mails.at(-1)).toMatchObject({ ...signal, url: `${SIGNAL}/account/passkeys` });
    expect(await listOf(sessionToken)).toMatchObject([signal, { title: 'meridian' }]);
    expect((await beginSignIn(signal)).options).toMatchObject({ rpId: new URL(SIGNAL).hostname });
    expect((await signInAt(key, signal, SIGNAL)).status).toBe(201);
  });

  test('signs for the host that it is bound to, whatever title is claimed', async () => {
    const { key } = await reader('main-only@example.org');

    const statuses = [
      await signInAt(key, signal, SITE),
      await signInAt(key, {}, SIGNAL),
      await signInAt(key, { title: 'evil.example' }, 'https://evil.example'),
      await signInAt(key, {}, SITE),
    ].map(({ status }) => status);

    expect(statuses).toEqual([422, 422, 422, 201]);
  });

  test('cannot be made with what was begun at another', async () => {
    const { sessionToken } = await signIn(identity, 'crossed@example.org');
    const { ceremony, options } = await begin(sessionToken);
    const made = aPasskey().made(options.challenge, { origin: SITE });
    const body = { sessionToken, ceremony, name: 'Crossed', response: made, ...signal };

    expect((await ask('/v1/passkeys', body)).status).toBe(422);
    expect(await listOf(sessionToken)).toEqual([]);
  });
});

describe('the passkeys of an account', () => {
  test('are told to its address, without anything that opens it', async () => {
    const { email } = await reader('told@example.org');

    expect(identity.mails.at(-1)).toMatchObject({
      about: 'passkey-added',
      email,
      url: `${SITE}/account/passkeys`,
    });
  });

  test('cannot be added with what another account began', async () => {
    const mallory = await reader('mallory@example.org');
    const victim = await reader('victim@example.org');
    const { ceremony, options } = await begin(mallory.sessionToken);
    const response = aPasskey().made(options.challenge, { origin: SITE });
    const { sessionToken } = victim;

    expect((await ask('/v1/passkeys', { sessionToken, ceremony, name: 'x', response })).status).toBe(422);
    expect(
      [await listOf(mallory.sessionToken), await listOf(sessionToken)].map(({ length }) => length),
    ).toEqual([1, 1]);
  });

  test('cannot be begun or added with a session that is older than a day', async () => {
    const { sessionToken } = await signIn(identity, 'old@example.org');
    const { ceremony, options } = await begin(sessionToken);
    await identity.sql.query(`UPDATE session SET created_at = now() - interval '25 hours' WHERE token = $1`, [
      sessionToken,
    ]);
    const response = aPasskey().made(options.challenge, { origin: SITE });

    expect((await ask('/v1/passkeys/begin', { sessionToken })).status).toBe(403);
    expect((await ask('/v1/passkeys', { sessionToken, ceremony, name: 'x', response })).status).toBe(403);
  });

  test('of others are neither seen, renamed nor removed', async () => {
    const ada = await reader('owner@example.org');
    const bob = await reader('stranger@example.org');
    const [key] = await listOf(ada.sessionToken);
    const { sessionToken } = bob;
    const renamed = await ask(`/v1/passkeys/${key?.id}/rename`, { sessionToken, name: 'Taken' });
    await ask(`/v1/passkeys/${key?.id}/remove`, { sessionToken });

    expect(renamed.status).toBe(404);
    expect(await listOf(ada.sessionToken)).toMatchObject([{ id: key?.id, name: 'Mine' }]);
    expect((await signInBy(ada.key)).status).toBe(201);
  });

  test('are worth nothing once they are removed, or once their account is deleted', async () => {
    const gone = await reader('gone@example.org');
    const [key] = await listOf(gone.sessionToken);
    await ask(`/v1/passkeys/${key?.id}/remove`, { sessionToken: gone.sessionToken });
    const deleted = await reader('deleted@example.org');
    await begin(deleted.sessionToken);
    await ask('/v1/erasures', { sessionToken: deleted.sessionToken });
    const token = new URL(identity.mails.at(-1)?.url ?? '').searchParams.get('token');
    await ask('/v1/erasures/confirm', { sessionToken: deleted.sessionToken, token });

    expect((await signInBy(gone.key)).status).toBe(422);
    expect((await signInBy(deleted.key)).status).toBe(422);
    const { rows } = await identity.sql.query('SELECT 1 FROM verification WHERE value LIKE $1', [
      `%${deleted.email}%`,
    ]);
    expect(rows).toEqual([]);
  });

  test('are nothing for a browser whose address nobody has verified', async () => {
    const { body } = await identity.post('/v1/provisional-readers', 'billing', { email: 'new@example.org' });
    const { readerId } = body as { readerId: string };
    const opened = await identity.post(`/v1/provisional-readers/${readerId}/sessions`, 'site');
    const { sessionToken } = opened.body as { sessionToken: string };

    expect((await ask('/v1/passkeys/begin', { sessionToken })).status).toBe(401);
  });
});

describe('begun tries', () => {
  test('are limited for each place, apart from tries of codes', async () => {
    const strict = await startIdentity({ SIGN_IN_LIMIT_IP: '1' });
    const from = async () => {
      const call = strict.api.post('/v1/passkey-sign-ins/begin').set('x-forwarded-for', '192.0.2.7').send({});
      return (await call.set('authorization', `Bearer ${await strict.tokenOf('site')}`)).status;
    };
    const statuses: number[] = [];
    for (let n = 0; n < 11; n += 1) statuses.push(await from());
    await strict.close();

    expect(statuses.filter((status) => status === 200)).toHaveLength(10);
    expect(statuses.at(-1)).toBe(429);
  });
});
