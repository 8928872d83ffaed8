import { expect, it } from 'vitest';
import { Env } from './env.ts';

const jwk = JSON.stringify({ kty: 'OKP', crv: 'Ed25519', x: 'abc', d: 'def' });
const good = {
  DATABASE_URL: 'postgres://localhost/content',
  EVENTS: 'postgres',
  EVENTS_DATABASE_URL: 'postgres://localhost/events',
  ENTITLEMENT_URL: 'http://localhost:4002',
  IDENTITY_URL: 'http://localhost:4005',
  SERVICE_PRIVATE_JWK: jwk,
  SERVICE_JWKS: JSON.stringify({ keys: [JSON.parse(jwk)] }),
  HMAC_KEYS: `2:${Buffer.alloc(32, 2).toString('base64')},1:${Buffer.alloc(32, 1).toString('base64')}`,
};

it('accepts a complete environment, with the first epoch', () => {
  expect(Env.parse(good).EVENTS_EPOCH).toBe(1);
});

it('signs with the newest key', () => {
  expect(Env.parse(good).HMAC_KEYS).toEqual(Buffer.alloc(32, 2));
});

it('tells all mistakes at once', () => {
  const { ENTITLEMENT_URL: _, ...rest } = good;
  const { error } = Env.safeParse({ ...rest, HMAC_KEYS: 'short', SERVICE_JWKS: '{' });
  expect(error?.issues.map(({ path }) => path[0]).sort()).toEqual([
    'ENTITLEMENT_URL',
    'HMAC_KEYS',
    'SERVICE_JWKS',
  ]);
});

it('wants brokers when the events go to Kafka', () => {
  expect(Env.safeParse({ ...good, EVENTS: 'kafka' }).error?.issues[0]?.path).toEqual(['KAFKA_BROKERS']);
});
