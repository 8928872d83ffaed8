import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { Env } from './env.ts';

const key = JSON.stringify({ kty: 'OKP', crv: 'Ed25519', x: 'x', d: 'd' });
const usable = {
  DATABASE_URL: 'postgres://localhost/mail',
  EVENTS: 'postgres',
  EVENTS_DATABASE_URL: 'postgres://localhost/events',
  SERVICE_PRIVATE_JWK: key,
  SERVICE_JWKS: `{"keys":[${key}]}`,
  IDENTITY_URL: 'http://127.0.0.1:1',
  BILLING_URL: 'http://127.0.0.1:9',
  ENTITLEMENT_URL: 'http://127.0.0.1:8',
  SITE_URL: 'http://localhost:2/',
  SMTP_URL: 'smtp://127.0.0.1:3',
  MAIL_FROM: 'The Meridian <mail@meridian.example>',
  ENCRYPTION_KEYS: `v2:${randomBytes(32).toString('base64')},v1:${randomBytes(32).toString('base64')}`,
};

test('reads a usable environment', () => {
  expect(Env.parse(usable)).toMatchObject({
    PORT: 4004,
    MAIL_FROM: { name: 'The Meridian', address: 'mail@meridian.example' },
    ENCRYPTION_KEYS: [{ version: 'v2' }, { version: 'v1' }],
  });
});

test('a bare address may send as well', () => {
  const { MAIL_FROM } = Env.parse({ ...usable, MAIL_FROM: 'mail@meridian.example' });

  expect(MAIL_FROM.address).toBe('mail@meridian.example');
});

test('names every mistake at once, and never shows a value', () => {
  const broken = { ...usable, SMTP_URL: 'http://x', MAIL_FROM: 'nobody', ENCRYPTION_KEYS: 'v1:short' };
  const { error } = Env.safeParse(broken);

  expect(error?.issues.map(({ path }) => path[0])).toEqual(['SMTP_URL', 'MAIL_FROM', 'ENCRYPTION_KEYS']);
  expect(JSON.stringify(error?.issues.map(({ message }) => message))).not.toContain('short');
});

test('the event log that is chosen must be named', () => {
  expect(Env.safeParse({ ...usable, EVENTS: 'kafka' }).error?.issues[0]?.path).toEqual(['KAFKA_BROKERS']);
});
