import { describe, expect, test } from 'vitest';
import { Env } from './env.ts';

const jwk = { kty: 'OKP', crv: 'Ed25519', x: 'abc' };
const good = {
  DATABASE_URL: 'postgresql://localhost/entitlement',
  EVENTS: 'kafka',
  KAFKA_BROKERS: 'localhost:4033,localhost:4034',
  SERVICE_PRIVATE_JWK: JSON.stringify({ ...jwk, d: 'def' }),
  SERVICE_JWKS: JSON.stringify({ keys: [jwk] }),
  IDENTITY_URL: 'http://localhost:4005',
  BILLING_URL: 'http://localhost:4001',
  MAIL_URL: 'http://localhost:4004',
};

describe('the environment', () => {
  test('is read with its defaults', () => {
    expect(Env.parse(good)).toMatchObject({
      PORT: 4002,
      HOST: '127.0.0.1',
      EVENTS_EPOCH: 1,
      HEARTBEAT_SECONDS: 5,
      KAFKA_BROKERS: ['localhost:4033', 'localhost:4034'],
    });
  });

  test('names all mistakes at once', () => {
    const { error } = Env.safeParse({
      ...good,
      DATABASE_URL: 'mysql://x',
      EVENTS: 'rabbit',
      SERVICE_JWKS: '{',
    });

    expect(error?.issues.map(({ path }) => path.join('.'))).toEqual([
      'DATABASE_URL',
      'EVENTS',
      'SERVICE_JWKS',
    ]);
  });

  test.each([
    { what: 'brokers', env: { ...good, KAFKA_BROKERS: '' }, path: 'KAFKA_BROKERS' },
    { what: 'the database of the log', env: { ...good, EVENTS: 'postgres' }, path: 'EVENTS_DATABASE_URL' },
  ])('asks for $what of the log that was chosen', ({ env, path }) => {
    expect(Env.safeParse(env).error?.issues).toMatchObject([{ path: [path] }]);
  });
});
