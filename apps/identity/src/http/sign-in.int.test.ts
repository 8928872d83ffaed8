import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  FINANCE,
  forgedReaderToken,
  provisionalReader,
  readerToken,
  SIGNAL,
  signIn,
  SITE,
  startIdentity,
  tokenIn,
  type Identity,
} from '../../test/harness.ts';

let identity: Identity;
beforeAll(async () => void (identity = await startIdentity()));
afterAll(() => identity.close());

const linkFor = async (email: string, body: object = {}): Promise<string> => {
  await identity.post('/v1/sign-in-links', 'site', { email, ...body });
  return identity.mails.at(-1)?.url ?? '';
};
const redeem = (token: string) => identity.post('/v1/sessions', 'site', { token });

describe('a mailed link', () => {
  test('signs in, and brings the reader back to where they were', async () => {
    const url = await linkFor('one@example.org', { returnTo: '/articles/harbour-lights' });

    const { status, body } = await redeem(tokenIn(url));

    expect(status).toBe(201);
    expect(body).toMatchObject({ returnTo: '/articles/harbour-lights' });
  });

  test('leads to the pages of the app that asked for it', async () => {
    expect(await linkFor('two@example.org')).toMatch(new RegExp(`^${SITE}/sign-in/confirm\\?token=`));
    expect(await linkFor('two@example.org', { app: 'finance' })).toMatch(
      new RegExp(`^${FINANCE}/sign-in/confirm\\?token=`),
    );
  });

  test('leads to the title of the house at which it was asked for, and never to where none is', async () => {
    const leadsTo = async (title: string) => new URL(await linkFor('title@example.org', { title })).origin;

    expect(await leadsTo('signal')).toBe(SIGNAL);
    expect(identity.mails.at(-1)).toMatchObject({ title: 'signal' });
    for (const title of ['evil', 'https://evil.example', '//evil.example', '__proto__'])
      expect(await leadsTo(title)).toBe(SITE);
  });

  test('works once', async () => {
    const token = tokenIn(await linkFor('three@example.org'));
    await redeem(token);

    const { status, body } = await redeem(token);

    expect(status).toBe(410);
    expect(body).toMatchObject({ code: 'sign-in-link-invalid' });
  });

  test('works once even when it is used many times at the same moment', async () => {
    const token = tokenIn(await linkFor('four@example.org'));

    const answers = await Promise.all(Array.from({ length: 6 }, () => redeem(token)));

    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 410, 410, 410, 410, 410]);
  });

  test('that another process is using up in this very moment opens nothing here', async () => {
    const token = tokenIn(await linkFor('processes@example.org'));
    const other = await identity.sql.connect();
    await other.query('BEGIN');
    await other.query('DELETE FROM verification');
    const asked = redeem(token);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await other.query('COMMIT');
    other.release();

    expect((await asked).status).toBe(410);
  });

  test('works no longer once its time is over', async () => {
    const token = tokenIn(await linkFor('five@example.org'));
    await identity.sql.query(`UPDATE verification SET expires_at = now() - interval '1 second'`);

    expect((await redeem(token)).status).toBe(410);
  });

  test('that nobody used is forgotten with its address once its time is over', async () => {
    await linkFor('unused@example.org');
    await identity.sql.query(`UPDATE verification SET expires_at = now() - interval '1 second'`);
    await linkFor('fresh@example.org');

    await identity.world.signIns.forgetExpired();

    const { rows } = await identity.sql.query<{ value: string }>('SELECT value FROM verification');
    expect(rows.map(({ value }) => (JSON.parse(value) as { email: string }).email)).toEqual([
      'fresh@example.org',
    ]);
  });

  test('cannot be changed to lead elsewhere', async () => {
    const token = tokenIn(await linkFor('six@example.org', { returnTo: '/here' }));
    const [random] = token.split('.');

    const changed = `${random}.${Buffer.from('/elsewhere').toString('base64url')}`;

    expect((await redeem(changed)).status).toBe(410);
  });

  test('is not in the database: a copy of it signs nobody in', async () => {
    const token = tokenIn(await linkFor('seven@example.org'));

    const { rows } = await identity.sql.query<{ row: string }>(`SELECT v::text AS row FROM verification v`);

    expect(rows.some(({ row }) => row.includes(token) || row.includes(token.split('.')[0] ?? ''))).toBe(
      false,
    );
  });

  test('goes to nowhere outside the paper', async () => {
    for (const returnTo of ['//evil.example', 'https://evil.example', 'articles']) {
      const { status } = await identity.post('/v1/sign-in-links', 'site', {
        email: 'a@example.org',
        returnTo,
      });
      expect(status).toBe(400);
    }
  });
});

describe('who asks for a link', () => {
  test('cannot learn whether the address is known', async () => {
    await signIn(identity, 'known@example.org');
    const sent = identity.mails.length;

    const known = await identity.post('/v1/sign-in-links', 'site', { email: 'known@example.org' });
    const unknown = await identity.post('/v1/sign-in-links', 'site', { email: 'unknown@example.org' });

    expect(known.status).toBe(202);
    // The attempt is random each time.
    const shape = {
      sent: true,
      attempt: expect.stringMatching(/^[\w-]{43}$/) as string,
      expiresAt: expect.any(String) as string,
    };
    expect([unknown.body, known.body, unknown.status]).toEqual([shape, shape, known.status]);
    expect(identity.mails.length - sent).toBe(2);
  });

  test('may type the address with capitals: it is the same reader', async () => {
    const first = await signIn(identity, 'case@example.org');
    const second = await signIn(identity, 'Case@Example.ORG');

    expect(second.readerId).toBe(first.readerId);
  });

  test('is told plainly when an address is none', async () => {
    const { status, body } = await identity.post('/v1/sign-in-links', 'site', { email: 'nobody' });

    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'invalid-input' });
  });
});

describe('a session', () => {
  test('stands for a reader with the verified address and a token for five minutes', async () => {
    const { sessionToken, readerId } = await signIn(identity, 'session@example.org');

    const { body, headers } = await identity.post('/v1/sessions/current', 'site', { sessionToken });

    expect(body).toMatchObject({
      readerId,
      role: 'reader',
      provisional: false,
      email: 'session@example.org',
    });
    const lifetime = new Date((body as { tokenExpiresAt: string }).tokenExpiresAt).getTime() - Date.now();
    expect(lifetime).toBeGreaterThan(4 * 60_000);
    expect(lifetime).toBeLessThanOrEqual(5 * 60_000);
    expect(headers['cache-control']).toBe('no-store');
  });

  test('is over once the reader signs out, and signing out again does nothing', async () => {
    const { sessionToken } = await signIn(identity, 'out@example.org');
    const end = () => identity.post('/v1/sessions/current/end', 'site', { sessionToken });
    expect((await end()).status).toBe(200);
    expect((await end()).status).toBe(200);

    const { status, body } = await identity.post('/v1/sessions/current', 'site', { sessionToken });

    expect([status, (body as { code: string }).code]).toEqual([401, 'session-ended']);
  });

  test('is over after its term', async () => {
    const { sessionToken } = await signIn(identity, 'term@example.org');
    await identity.sql.query(`UPDATE session SET expires_at = now() WHERE token = $1`, [sessionToken]);

    expect((await identity.post('/v1/sessions/current', 'site', { sessionToken })).status).toBe(401);
  });

  test('of a provisional reader may read and nothing else, and shows no address', async () => {
    const readerId = await provisionalReader(identity, 'buyer@example.org');
    const opened = await identity.post(`/v1/provisional-readers/${readerId}/sessions`, 'site');
    const { sessionToken } = opened.body as { sessionToken: string };

    const { body } = await identity.post('/v1/sessions/current', 'site', { sessionToken });
    expect(body).toMatchObject({ readerId, provisional: true, email: null, role: 'reader' });

    const { status } = await identity.api
      .get('/v1/readers')
      .query({ email: 'buyer@example.org' })
      .set('authorization', `Bearer ${(body as { token: string }).token}`);
    expect(status).toBe(403);
  });

  test('of a provisional reader ends when the owner of the address signs in', async () => {
    const readerId = await provisionalReader(identity, 'taken@example.org');
    const opened = await identity.post(`/v1/provisional-readers/${readerId}/sessions`, 'site');
    const { sessionToken } = opened.body as { sessionToken: string };
    await signIn(identity, 'taken@example.org');

    expect((await identity.post('/v1/sessions/current', 'site', { sessionToken })).status).toBe(401);
  });
});

describe("a reader's token", () => {
  test('is checked with the published keys, which hold nothing private', async () => {
    const { body, headers } = await identity.get('/v1/jwks', null);

    expect(headers['cache-control']).toContain('public');
    expect((body as { keys: object[] }).keys).toHaveLength(1);
    expect((body as { keys: object[] }).keys[0]).toMatchObject({ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA' });
    expect(JSON.stringify(body)).not.toContain('"d"');
  });

  test('is refused when it is forged, also with the name of a real key', async () => {
    const { body } = await identity.get('/v1/jwks', null);
    const kid = (body as { keys: { kid: string }[] }).keys[0]?.kid ?? '';
    const forged = await forgedReaderToken(kid, { typ: 'reader', role: 'admin' });

    const answer = await identity.api.get('/v1/readers').set('authorization', `Bearer ${forged}`);

    expect([answer.status, (answer.body as { code: string }).code]).toEqual([401, 'token-invalid']);
  });

  test('is refused when a letter of it was changed', async () => {
    const { sessionToken } = await signIn(identity, 'letter@example.org');
    const token = await readerToken(identity, sessionToken);
    const [head, payload = '', signature] = token.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as object;
    const raised = Buffer.from(JSON.stringify({ ...claims, role: 'admin' })).toString('base64url');

    const answer = await identity.api
      .get('/v1/readers')
      .set('authorization', `Bearer ${head}.${raised}.${signature}`);

    expect(answer.status).toBe(401);
  });
});
