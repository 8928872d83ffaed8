import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Request } from 'express';
import { exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { bearerAuthentication, type Authenticate, type Caller } from './caller.ts';
import { createServiceTokens } from './service-tokens.ts';

const now = new Date('2026-03-01T12:00:00Z');
const clock = { kind: 'machine', now: () => now } as const;
type Keys = { publicJwk: JWK; privateJwk: JWK; sign(claims: Claims): Promise<string> };
type Claims = {
  issuer: string;
  subject: string;
  typ: string;
  role?: string;
  kid: string;
  ends?: number;
  audience?: string;
};

async function keys(): Promise<Keys> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  return {
    publicJwk: await exportJWK(publicKey),
    privateJwk: await exportJWK(privateKey),
    sign: ({ issuer, subject, typ, role, kid, ends = 60, audience = 'gatefold' }) =>
      new SignJWT({ typ, ...(role === undefined ? {} : { role }) })
        .setProtectedHeader({ alg: 'EdDSA', kid })
        .setIssuer(issuer)
        .setSubject(subject)
        .setAudience(audience)
        .setExpirationTime(now.getTime() / 1000 + ends)
        .sign(privateKey),
  };
}

describe('who sends a request', () => {
  let server: Server;
  let authenticate: Authenticate;
  let readers: Keys;
  let billing: Keys;
  let mail: Keys;
  let siteBefore: Keys;
  let siteNow: Keys;

  beforeAll(async () => {
    [readers, billing, mail] = await Promise.all([keys(), keys(), keys()]);
    [siteBefore, siteNow] = await Promise.all([keys(), keys()]);
    const jwks = JSON.stringify({ keys: [{ ...readers.publicJwk, kid: 'r1', alg: 'EdDSA' }] });
    server = createServer((_req, res) => res.setHeader('content-type', 'application/json').end(jwks));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    authenticate = bearerAuthentication({
      serviceKeys: {
        keys: [
          { ...billing.publicJwk, kid: 'billing', alg: 'EdDSA' },
          { ...mail.publicJwk, kid: 'mail', alg: 'EdDSA' },
          { ...siteNow.publicJwk, kid: 'site', alg: 'EdDSA' },
          { ...siteBefore.publicJwk, kid: 'site', alg: 'EdDSA' },
        ],
      },
      readerKeysUrl: new URL(`http://127.0.0.1:${port}/v1/jwks`),
      clock,
    });
  });
  afterAll(() => server.close());

  const ask = (authorization?: string): Promise<Caller> =>
    authenticate({ get: () => authorization } as unknown as Request);
  const reader = {
    issuer: 'gatefold/readers',
    subject: 'reader-1',
    typ: 'reader',
    role: 'reader',
    kid: 'r1',
  };

  test('nobody in particular, without a token', async () => {
    expect(await ask()).toEqual({ kind: 'anonymous' });
  });

  test('a service by its own short token', async () => {
    const tokens = createServiceTokens({ service: 'billing', privateJwk: billing.privateJwk, clock });

    expect(await ask(`Bearer ${await tokens.token()}`)).toEqual({ kind: 'service', name: 'billing' });
  });

  describe('a service whose key is being replaced', () => {
    const tokenOf = ({ privateJwk }: Keys) =>
      createServiceTokens({ service: 'site', privateJwk, clock }).token();

    test('is known by the old key and by the new one, and by no third', async () => {
      expect(await ask(`Bearer ${await tokenOf(siteBefore)}`)).toEqual({ kind: 'service', name: 'site' });
      expect(await ask(`Bearer ${await tokenOf(siteNow)}`)).toEqual({ kind: 'service', name: 'site' });
      await expect(ask(`Bearer ${await tokenOf(mail)}`)).rejects.toMatchObject({ code: 'token-invalid' });
    });

    test('is refused like any other when its token is over', async () => {
      const over = await siteNow.sign({
        issuer: 'gatefold/site',
        subject: 'site',
        typ: 'service',
        kid: 'site',
        ends: -1,
      });

      await expect(ask(`Bearer ${over}`)).rejects.toMatchObject({ code: 'token-invalid' });
    });
  });

  test('a reader, and a provisional one as such', async () => {
    const provisional = await readers.sign({ ...reader, typ: 'provisional' });

    expect(await ask(`Bearer ${await readers.sign(reader)}`)).toMatchObject({
      kind: 'reader',
      provisional: false,
    });
    expect(await ask(`Bearer ${provisional}`)).toMatchObject({ kind: 'reader', provisional: true });
  });

  const service = { issuer: 'gatefold/mail', subject: 'mail', typ: 'service', kid: 'mail' };
  test.each([
    { name: 'a token that is over', token: () => readers.sign({ ...reader, ends: -1 }) },
    { name: 'a token for somebody else', token: () => readers.sign({ ...reader, audience: 'other' }) },
    { name: 'a role that does not exist', token: () => readers.sign({ ...reader, role: 'owner' }) },
    { name: 'a reader token signed by a service', token: () => billing.sign({ ...reader, kid: 'billing' }) },
    { name: 'a service that speaks for another', token: () => mail.sign({ ...service, subject: 'billing' }) },
    {
      name: 'a key id that another key signed',
      token: () => mail.sign({ ...service, kid: 'billing', subject: 'billing' }),
    },
    {
      name: 'a service token that calls itself a reader',
      token: () => mail.sign({ ...service, typ: 'reader' }),
    },
    { name: 'no token at all', token: () => Promise.resolve('hello') },
    {
      name: 'an unsigned token',
      token: () => {
        const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
        return Promise.resolve(`${part({ alg: 'none' })}.${part({ iss: 'gatefold/readers', sub: 'x' })}.`);
      },
    },
  ])('$name is refused, not taken for nobody', async ({ token }) => {
    await expect(ask(`Bearer ${await token()}`)).rejects.toMatchObject({ code: 'token-invalid' });
  });
});

describe('while identity is away', () => {
  const HOUR = 3_600_000;
  let server: Server;
  let published: Keys[] | null = null;
  let ask: (token: string) => Promise<Caller>;
  const reader = {
    issuer: 'gatefold/readers',
    subject: 'reader-1',
    typ: 'reader',
    role: 'reader',
    kid: 'r1',
  };

  beforeAll(async () => {
    server = createServer((_req, res) => {
      if (published === null) return void res.destroy();
      const keys = published.map(({ publicJwk }) => ({ ...publicJwk, kid: 'r1', alg: 'EdDSA' }));
      res.setHeader('content-type', 'application/json').end(JSON.stringify({ keys }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => server.close());
  afterEach(() => vi.useRealTimers());

  const begin = async (): Promise<Keys> => {
    vi.useFakeTimers({ toFake: ['Date', 'performance'] });
    const readerKeysUrl = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/jwks`);
    const authenticate = bearerAuthentication({ serviceKeys: { keys: [] }, readerKeysUrl, clock });
    ask = (token) => authenticate({ get: () => `Bearer ${token}` } as unknown as Request);
    const first = await keys();
    published = [first];
    expect(await ask(await first.sign(reader))).toMatchObject({ kind: 'reader' });
    return first;
  };
  /** Long enough for an answer over the loopback. */
  const aMoment = () => new Promise((resolve) => setTimeout(resolve, 50));

  test('whoever is signed in stays it for a day by the keys that were heard last, and no longer', async () => {
    const token = await (await begin()).sign(reader);
    published = null;
    for (const hours of [1, 10, 12.9]) {
      vi.advanceTimersByTime(hours * HOUR);
      expect(await ask(token)).toMatchObject({ kind: 'reader' });
      await aMoment();
    }
    vi.advanceTimersByTime(0.2 * HOUR);

    await expect(ask(token)).rejects.toMatchObject({ code: 'token-invalid' });
  });

  test('and a key that identity has taken back is good for minutes only while identity answers', async () => {
    const token = await (await begin()).sign(reader);
    published = [await keys()];
    vi.advanceTimersByTime(HOUR / 5);
    await ask(token);
    await aMoment();

    await expect(ask(token)).rejects.toMatchObject({ code: 'token-invalid' });
  });
});
