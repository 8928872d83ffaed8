import { createHash } from 'node:crypto';
import { eventually } from '@gatefold/test-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { provisionalReader, signIn, startIdentity, tokenIn, type Identity } from '../../test/harness.ts';

let identity: Identity;
beforeAll(async () => void (identity = await startIdentity()));
afterAll(() => identity.close());

type Answer = { data: string[]; cursor: string; isComplete: boolean };

const ask = (path: string, body: object) => identity.post(path, 'site', body);
const told = async (since: string | null): Promise<Answer> => {
  const query = since === null ? '' : `?since=${since}`;
  return (await identity.get(`/v1/sessions/ended${query}`, 'site')).body as Answer;
};
const now = async (): Promise<string> => (await told(null)).cursor;
/** A cursor from which nothing is told yet: work elsewhere in the server may hold older news back for a while. */
async function quietNow(): Promise<string> {
  let cursor = '';
  await eventually(async () => {
    cursor = await now();
    return (await told(cursor)).data.length === 0;
  });
  return cursor;
}
const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');
const linkTo = (email: string) =>
  tokenIn(identity.mails.filter((mail) => mail.email === email).at(-1)?.url ?? '');

/** What is told of after `act`, from before it on. */
async function toldOf(act: () => Promise<unknown>): Promise<string[]> {
  const before = await quietNow();
  await act();
  return (await told(before)).data;
}

describe('what changes a session is told to those who keep sessions', () => {
  test('signing out', async () => {
    const { sessionToken } = await signIn(identity, 'out@example.org');
    const hashes = await toldOf(() => ask('/v1/sessions/current/end', { sessionToken }));
    expect(hashes).toEqual([hashOf(sessionToken)]);
  });

  test('being signed out from another device', async () => {
    const phone = await signIn(identity, 'two@example.org');
    const own = await signIn(identity, 'two@example.org');
    const hashes = await toldOf(() =>
      ask('/v1/sessions/current/end-others', { sessionToken: own.sessionToken }),
    );
    expect(hashes).toContain(hashOf(phone.sessionToken));
  });

  test('a new address', async () => {
    const { sessionToken } = await signIn(identity, 'old@example.org');
    await ask('/v1/email-changes', { sessionToken, email: 'new@example.org' });
    await ask('/v1/email-changes/confirm', { token: linkTo('old@example.org') });
    const hashes = await toldOf(() => ask('/v1/email-changes/confirm', { token: linkTo('new@example.org') }));
    expect(hashes).toContain(hashOf(sessionToken));
  });

  test('deleting the account', async () => {
    const { sessionToken } = await signIn(identity, 'gone@example.org');
    await ask('/v1/erasures', { sessionToken });
    const token = linkTo('gone@example.org');
    const hashes = await toldOf(() => ask('/v1/erasures/confirm', { sessionToken, token }));
    expect(hashes).toContain(hashOf(sessionToken));
  });

  test('a role that is given or taken away', async () => {
    const { sessionToken } = await signIn(identity, 'staff@example.org');
    for (const role of ['finance', 'reader']) {
      const hashes = await toldOf(() =>
        identity.post('/v1/accounts', 'dev', { email: 'staff@example.org', role }),
      );
      expect(hashes).toEqual([hashOf(sessionToken)]);
    }
  });

  test('proving the address that somebody bought with', async () => {
    const readerId = await provisionalReader(identity, 'bought@example.org');
    const { body } = await identity.post(`/v1/provisional-readers/${readerId}/sessions`, 'site');
    const { sessionToken } = body as { sessionToken: string };
    const hashes = await toldOf(() => signIn(identity, 'bought@example.org'));
    expect(hashes).toContain(hashOf(sessionToken));
  });
});

describe('news of sessions', () => {
  test('of one who asks for the first time are not complete', async () => {
    expect(await told(null)).toMatchObject({ data: [], isComplete: false });
  });

  test('are none where nothing has changed, and none of who signs in again', async () => {
    await signIn(identity, 'quiet@example.org');
    const before = await quietNow();
    await signIn(identity, 'quiet@example.org');
    expect(await told(before)).toMatchObject({ data: [], isComplete: true });
  });

  test('leave out none that was begun before an answer and saved after it', async () => {
    const slow = await signIn(identity, 'slow@example.org');
    const fast = await signIn(identity, 'fast@example.org');
    const before = await quietNow();
    const tx = await identity.sql.connect();
    await tx.query('BEGIN');
    await tx.query('DELETE FROM session WHERE token = $1', [slow.sessionToken]);
    await ask('/v1/sessions/current/end', { sessionToken: fast.sessionToken });
    const between = await told(before);
    await tx.query('COMMIT');
    tx.release();

    expect(between.data).toEqual([hashOf(fast.sessionToken)]);
    expect((await told(between.cursor)).data).toContain(hashOf(slow.sessionToken));
  });

  test('after a restore are not complete: nobody knows what was lost', async () => {
    const [epoch, xact] = (await now()).split('.');
    expect((await told(`${Number(epoch) + 1}.${xact}`)).isComplete).toBe(false);
    expect((await told(`${epoch}.${Number(xact) + 1_000_000}`)).isComplete).toBe(false);
  });

  test('hold no token, and are kept for an hour', async () => {
    const { sessionToken } = await signIn(identity, 'hash@example.org');
    const before = await now();
    await ask('/v1/sessions/current/end', { sessionToken });
    expect(JSON.stringify(await told(before))).not.toContain(sessionToken);

    await identity.sql.query(`UPDATE session_change SET changed_at = now() - interval '61 minutes'`);
    await identity.world.signIns.forgetExpired();
    const { rows } = await identity.sql.query('SELECT 1 FROM session_change');
    expect(rows).toEqual([]);
  });

  test('are for site and finance alone', async () => {
    expect((await identity.get('/v1/sessions/ended', 'mail')).status).toBe(403);
    expect((await identity.get('/v1/sessions/ended', null)).status).toBe(401);
  });
});
