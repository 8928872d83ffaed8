import { describe, expect, test } from 'vitest';
import { Env } from './env.ts';

const key = JSON.stringify({ kty: 'OKP', crv: 'Ed25519', x: 'x', d: 'd' });
const usable = {
  DATABASE_URL: 'postgres://localhost/identity',
  EVENTS: 'postgres',
  EVENTS_DATABASE_URL: 'postgres://localhost/events',
  AUTH_SECRET: 'a'.repeat(32),
  SERVICE_PRIVATE_JWK: key,
  SERVICE_JWKS: `{"keys":[${key}]}`,
  MAIL_URL: 'http://127.0.0.1:1',
  SITE_URL: 'http://127.0.0.1:2',
  FINANCE_URL: 'http://127.0.0.1:3',
  IDENTITY_URL: 'http://127.0.0.1:4005',
  HMAC_KEYS: `v2:${'b'.repeat(32)},v1:${'c'.repeat(32)}`,
};

test('reads a usable environment, the newest key first', () => {
  expect(Env.parse(usable)).toMatchObject({
    PORT: 4005,
    SIGN_IN_LIMIT_ADDRESS: 5,
    HMAC_KEYS: [{ version: 'v2' }, { version: 'v1' }],
  });
});

test('names every mistake at once', () => {
  const broken = { ...usable, AUTH_SECRET: 'short', SERVICE_JWKS: 'not json', HMAC_KEYS: 'v1:short' };
  const paths = Env.safeParse(broken).error?.issues.map(({ path }) => path[0]);

  expect(paths).toEqual(['AUTH_SECRET', 'SERVICE_JWKS', 'HMAC_KEYS']);
});

test('the event log that is chosen must be named', () => {
  expect(Env.safeParse({ ...usable, EVENTS: 'kafka' }).error?.issues[0]?.path).toEqual(['KAFKA_BROKERS']);
});

describe('the organisation that staff sign in by', () => {
  const named = {
    STAFF_OIDC_ISSUER: 'https://login.example',
    STAFF_OIDC_CLIENT_ID: 'gatefold',
    STAFF_OIDC_CLIENT_SECRET: 'secret',
    STAFF_OIDC_ROLES: 'group:The Books=finance, domain:meridian.example=editor',
  };

  test('is named whole, with who has which role, and by itself counts what it saw as a second factor', () => {
    expect(Env.parse({ ...usable, ...named })).toMatchObject({
      STAFF_OIDC_ROLES: [
        { by: 'group', is: 'The Books', role: 'finance' },
        { by: 'domain', is: 'meridian.example', role: 'editor' },
      ],
      STAFF_OIDC_FACTORS: ['mfa', 'otp', 'hwk'],
    });
    expect(Env.parse({ ...usable, ...named, STAFF_OIDC_FACTORS: 'none' }).STAFF_OIDC_FACTORS).toBe('none');
  });

  test.each([
    ['without its secret', { STAFF_OIDC_CLIENT_SECRET: undefined }, 'STAFF_OIDC_ISSUER'],
    ['with a role for nobody', { STAFF_OIDC_ROLES: '' }, 'STAFF_OIDC_ROLES'],
    ['with a role that there is not', { STAFF_OIDC_ROLES: 'group:x=owner' }, 'STAFF_OIDC_ROLES'],
  ])('is refused %s', (_, change, path) => {
    expect(Env.safeParse({ ...usable, ...named, ...change }).error?.issues[0]?.path).toEqual([path]);
  });
});
