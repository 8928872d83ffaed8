import { afterEach, beforeEach, expect, test } from 'vitest';
import { startIdentity, type Identity } from '../../test/harness.ts';

let identity: Identity;
beforeEach(async () => {
  identity = await startIdentity({ SIGN_IN_LIMIT_ADDRESS: '3', SIGN_IN_LIMIT_IP: '5' });
});
afterEach(() => identity.close());

const ask = async (email: string, ip: string) =>
  identity.api
    .post('/v1/sign-in-links')
    .set('authorization', `Bearer ${await identity.tokenOf('site')}`)
    .set('x-forwarded-for', ip)
    .send({ email });

const statuses = async (count: number, asks: (n: number) => ReturnType<typeof ask>): Promise<number[]> => {
  const all = [];
  for (let n = 1; n <= count; n += 1) all.push((await asks(n)).status);
  return all;
};

test('an address gets exactly as many links as the limit says, however it is spelled and from wherever', async () => {
  const spellings = ['ada@example.org', 'Ada@example.org', 'ADA@EXAMPLE.ORG', 'ada@example.org'];

  expect(await statuses(4, (n) => ask(spellings[n - 1] ?? '', `192.0.2.${n}`))).toEqual([202, 202, 202, 429]);
  expect(identity.mails).toHaveLength(3);
});

test('another address is not held up by it', async () => {
  await statuses(4, () => ask('ada@example.org', '192.0.2.1'));

  expect((await ask('ben@example.org', '192.0.2.2')).status).toBe(202);
});

test('a place on the network gets exactly as many links as the limit says, for whatever addresses', async () => {
  expect(await statuses(6, (n) => ask(`r${n}@example.org`, '192.0.2.7'))).toEqual([
    202, 202, 202, 202, 202, 429,
  ]);
});

test('who is held up is told for how long', async () => {
  await statuses(3, () => ask('ada@example.org', '192.0.2.1'));

  const { headers, body } = await ask('ada@example.org', '192.0.2.1');

  expect(body).toMatchObject({ code: 'too-many-requests' });
  expect(Number(headers['retry-after'])).toBeGreaterThan(14 * 60);
  expect(Number(headers['retry-after'])).toBeLessThanOrEqual(15 * 60);
});

test('a stranger cannot choose where on the network they seem to be', async () => {
  const claim = (n: number) =>
    identity.api
      .post('/v1/sign-in-links')
      .set('x-forwarded-for', `192.0.2.${n}`)
      .send({ email: `s${n}@example.org` });

  const all = [];
  for (let n = 1; n <= 6; n += 1) all.push((await claim(n)).status);
  expect(all).toEqual([202, 202, 202, 202, 202, 429]);
});

test('the counters keep no address', async () => {
  await ask('ada@example.org', '192.0.2.1');

  const { rows } = await identity.sql.query<{ key: string }>('SELECT key FROM rate_limit');

  expect(rows).toHaveLength(2);
  expect(JSON.stringify(rows)).not.toContain('ada@');
});

test('a mail service that is away is said, and the link can be asked for again', async () => {
  identity.mailServer.closeAllConnections();
  identity.mailServer.close();

  const { status, body } = await ask('ada@example.org', '192.0.2.1');

  expect([status, (body as { code: string }).code]).toEqual([503, 'temporarily-unavailable']);
});
