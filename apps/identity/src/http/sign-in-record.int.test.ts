import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { provisionalReader, signIn, startIdentity, tokenIn, type Identity } from '../../test/harness.ts';

let identity: Identity;
beforeAll(async () => void (identity = await startIdentity()));
afterAll(() => identity.close());

const signInsOf = async (readerId: string, query = '') => {
  const { status, body } = await identity.get(`/v1/readers/${readerId}/sign-ins${query}`, 'billing');
  expect(status).toBe(200);
  return body as { data: { at: string; device: string | null }[]; nextCursor: string | null };
};

describe('when a browser was let in', () => {
  test('stays on record when its session is over, with the device by which it was opened', async () => {
    const { readerId, sessionToken } = await signIn(identity, 'log@example.org');
    await identity.post('/v1/sessions/current/end', 'site', { sessionToken });
    await signIn(identity, 'log@example.org', 'Firefox on Linux');

    const { data, nextCursor } = await signInsOf(readerId);
    expect(data.map(({ device }) => device)).toEqual(['Firefox on Linux', null]);
    expect(Math.abs(Date.now() - Date.parse(data[0]!.at))).toBeLessThan(60_000);
    expect(nextCursor).toBeNull();
  });

  test('is that of a buyer too, whose address was confirmed later', async () => {
    const { readerId } = await signIn(identity, 'twice@example.org');
    const buyer = await provisionalReader(identity, 'twice@example.org');
    await identity.post(`/v1/provisional-readers/${buyer}/sessions`, 'site', {});
    expect((await signInsOf(buyer)).data).toHaveLength(1);
    await signIn(identity, 'twice@example.org');

    expect((await signInsOf(readerId)).data).toHaveLength(3);
  });

  test('comes in pages', async () => {
    const { readerId } = await signIn(identity, 'pages@example.org', 'a');
    await signIn(identity, 'pages@example.org', 'b');
    const first = await signInsOf(readerId, '?limit=1');
    const second = await signInsOf(readerId, `?limit=1&after=${first.nextCursor}`);

    expect([...first.data, ...second.data].map(({ device }) => device)).toEqual(['b', 'a']);
    expect(second.nextCursor).toBeNull();
  });

  test('is told to billing alone, and to its owner in what they take along', async () => {
    const { readerId, sessionToken } = await signIn(identity, 'own@example.org');
    const path = `/v1/readers/${readerId}/sign-ins`;
    for (const caller of ['site', 'finance', 'mail', 'entitlement'] as const)
      expect((await identity.get(path, caller)).status).toBe(403);
    expect((await identity.get(path, null)).status).toBe(401);

    const { body } = await identity.post('/v1/sessions/current/export', 'site', { sessionToken });
    expect((body as { signIns: object[] }).signIns).toHaveLength(1);
  });

  test('is forgotten with the account', async () => {
    const { readerId, sessionToken } = await signIn(identity, 'gone@example.org');
    await identity.post('/v1/erasures', 'site', { sessionToken });
    const token = tokenIn(identity.mails.at(-1)?.url ?? '');
    expect((await identity.post('/v1/erasures/confirm', 'site', { sessionToken, token })).status).toBe(200);

    expect((await signInsOf(readerId)).data).toEqual([]);
  });

  test('and when nobody can dispute anything with it any more', async () => {
    const { readerId } = await signIn(identity, 'old@example.org');
    await signIn(identity, 'old@example.org');
    await identity.sql.query(
      "UPDATE sign_in SET at = now() - interval '546 days' WHERE id = (SELECT min(id) FROM sign_in WHERE reader_id = $1)",
      [readerId],
    );
    await identity.world.signIns.forgetExpired();

    expect((await signInsOf(readerId)).data).toHaveLength(1);
  });
});
