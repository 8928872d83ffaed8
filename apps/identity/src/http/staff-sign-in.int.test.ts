import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { choose } from '../../../../infra/staff-directory/choose.ts';
import { startDirectory, type Directory } from '../../../../infra/staff-directory/directory.ts';
import type { Employee } from '../../../../infra/staff-directory/employee.ts';
import { FINANCE, signIn, signInAsStaff, startIdentity, type Identity } from '../../test/harness.ts';

const nora: Employee = {
  id: 'emp-1',
  name: 'Nora',
  email: 'Nora@meridian.example',
  groups: ['everyone', 'books'],
  amr: ['pwd', 'otp', 'mfa'],
};

let people: Employee[] = [];
let directory: Directory;
let identity: Identity;

const clientSecret = 'a-secret-of-this-test-only';
const settings = (issuer: string) => ({
  STAFF_OIDC_ISSUER: issuer,
  STAFF_OIDC_CLIENT_ID: 'gatefold',
  STAFF_OIDC_CLIENT_SECRET: clientSecret,
  STAFF_OIDC_NAME: 'Meridian staff',
  STAFF_OIDC_ROLES: 'group:operators=admin,group:books=finance,domain:meridian.example=editor',
});

beforeAll(async () => {
  directory = await startDirectory({
    ...{ port: 0, clientSecret, redirectUri: `${FINANCE}/sign-in/organisation/return` },
    people: () => people,
  });
  identity = await startIdentity(settings(directory.issuer));
});
afterAll(async () => {
  await identity.close();
  directory.close();
});
beforeEach(() => void (people = [nora]));
afterEach(async () => void (await identity.sql.query('TRUNCATE account, reader CASCADE')));

type Begun = { url: string; ceremony: string };
type Opened = { sessionToken: string; readerId: string };

const begin = async (at = identity) => (await at.post('/v1/staff-sign-ins/begin', 'finance')).body as Begun;

/** What a browser brings back that began and chose somebody. */
async function returned(person = nora.id) {
  const { url, ceremony } = await begin();
  const back = await choose(url, person);
  const of = (name: string) => back.searchParams.get(name) ?? '';
  return { ceremony, code: of('code'), state: of('state'), issuer: of('iss') };
}
const finish = async (body: object) => {
  const { status, body: answer } = await identity.post('/v1/staff-sign-ins', 'finance', body);
  return { status, ...(answer as Opened & { code?: string }) };
};
const standing = async (sessionToken: string) => {
  const { body } = await identity.post('/v1/sessions/current', 'finance', { sessionToken });
  const { role, secondFactor, email } = body as Record<string, unknown>;
  return [email, role, secondFactor];
};
const roleOf = async (email: string) =>
  (await identity.sql.query<{ role: string }>('SELECT role FROM account WHERE email = $1', [email])).rows[0]
    ?.role;

describe('signing in by the organisation', () => {
  test('opens a session with the role of the group, for whom it has seen a second factor, and says who did it', async () => {
    const { status, sessionToken, readerId } = await finish(await returned());

    expect(status).toBe(201);
    expect(await standing(sessionToken)).toEqual(['nora@meridian.example', 'finance', 'passed']);
    const { body } = await identity.get('/v1/accounts/log', 'dev');
    expect((body as { data: object[] }).data[0]).toMatchObject({
      ...{ accountId: readerId, what: 'role-given', role: 'finance', by: 'organisation' },
    });
  });

  test('keeps nothing of the organisation but whom it means', async () => {
    await finish(await returned());

    const { rows } = await identity.sql.query(
      'SELECT login_id, access_token, refresh_token, id_token FROM login',
    );
    expect(rows).toEqual([{ login_id: nora.id, access_token: null, refresh_token: null, id_token: null }]);
  });

  test('asks for our second factor where the organisation has seen one only', async () => {
    people = [{ ...nora, amr: ['pwd'] }];
    const { sessionToken } = await finish(await returned());

    expect(await standing(sessionToken)).toEqual(['nora@meridian.example', 'reader', 'unset']);
  });

  test('finds the account that an administrator made, and one that was only a reader’s', async () => {
    const made = await signInAsStaff(identity, 'nora@meridian.example', 'finance');
    expect((await finish(await returned())).readerId).toBe(made.readerId);

    people = [{ ...nora, id: 'emp-2', email: 'ada@meridian.example' }];
    const reader = await signIn(identity, 'ada@meridian.example');
    expect((await finish(await returned('emp-2'))).readerId).toBe(reader.readerId);
  });

  test('knows its people by what never changes, also under a new address', async () => {
    const first = await finish(await returned());
    people = [{ ...nora, email: 'nora.married@meridian.example' }];
    const second = await finish(await returned());

    expect(second.readerId).toBe(first.readerId);
    expect(await roleOf('nora.married@meridian.example')).toBeUndefined();
  });

  test('changes a role when the groups change, and takes it from who has left', async () => {
    await finish(await returned());
    people = [{ ...nora, groups: ['operators'] }];
    const raised = await finish(await returned());
    expect(await standing(raised.sessionToken)).toEqual(['nora@meridian.example', 'admin', 'passed']);

    people = [{ ...nora, groups: [], email: 'nora@elsewhere.example' }];
    expect((await finish(await returned())).code).toBe('staff-not-known');
    expect(await standing(raised.sessionToken)).toEqual(['nora@meridian.example', 'reader', 'none']);
  });
});

describe('who is not let in', () => {
  test.each([
    ['of no group and no domain of ours', { groups: ['everyone'], email: 'nora@elsewhere.example' }],
    ['whose address nobody verified', { groups: [], emailVerified: false }],
  ])('one %s: nothing is made of them', async (_, change) => {
    people = [{ ...nora, ...change }];
    expect((await finish(await returned())).code).toBe('staff-not-known');
    expect((await identity.sql.query('SELECT 1 FROM account')).rowCount).toBe(0);
  });

  test('nobody by a code of another browser, a second time, with another state, or from another issuer', async () => {
    const mine = await returned();
    const other = await begin();
    for (const wrong of [
      { ...mine, ceremony: other.ceremony },
      { ...mine, state: 'x'.repeat(32) },
      { ...mine, issuer: 'https://evil.example' },
      { ...mine, code: 'made-up' },
    ])
      expect((await finish(wrong)).code).toBe('staff-sign-in-refused');

    const good = await returned();
    expect((await finish(good)).status).toBe(201);
    expect((await finish(good)).code).toBe('staff-sign-in-refused');
    expect((await identity.sql.query('SELECT 1 FROM session')).rowCount).toBe(1);
  });

  test('nobody but finance may begin or finish, or ask how', async () => {
    for (const service of ['site', 'dev', null] as const) {
      const denied = service === null ? 401 : 403;
      expect((await identity.post('/v1/staff-sign-ins/begin', service)).status).toBe(denied);
      expect((await identity.get('/v1/staff-sign-ins/provider', service)).status).toBe(denied);
    }
  });
});

test('without an organisation there is no such sign-in; while it is away, mailed links go on', async () => {
  const alone = await startIdentity();
  const away = await startIdentity(settings('http://localhost:1'));
  try {
    expect((await alone.get('/v1/staff-sign-ins/provider', 'finance')).body).toEqual({ provider: null });
    expect((await alone.post('/v1/staff-sign-ins/begin', 'finance')).status).toBe(404);
    expect((await away.post('/v1/staff-sign-ins/begin', 'finance')).status).toBe(503);
    expect((await signIn(away, 'nora@meridian.example')).sessionToken).toBeTruthy();
  } finally {
    await Promise.all([alone.close(), away.close()]);
  }
});
