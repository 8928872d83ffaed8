import { exportJWK, generateKeyPair } from 'jose';
import { expect, test } from 'vitest';
import { createPlaces, placeReader } from './places.ts';
import { createServiceTokens } from './service-tokens.ts';

const clock = { kind: 'machine' as const, now: () => new Date('2026-11-26T10:00:00Z') };
const later = { kind: 'machine' as const, now: () => new Date('2026-11-26T10:06:00Z') };
const pair = () => generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
const [site, other] = await Promise.all([pair(), pair()]);
const publicOf = async ({ publicKey }: typeof site, kid: string) => ({
  ...(await exportJWK(publicKey)),
  kid,
  kty: 'OKP',
  alg: 'EdDSA',
});
const serviceKeys = { keys: [await publicOf(site, 'site'), await publicOf(other, 'billing')] };
const reading = placeReader({ serviceKeys, service: 'site', clock });
const privateJwk = await exportJWK(site.privateKey);

test('the address that the site names is believed for five minutes', async () => {
  const place = await createPlaces({ service: 'site', privateJwk, clock })('192.0.2.17');
  expect(await reading(place)).toBe('192.0.2.17');
  expect(await placeReader({ serviceKeys, service: 'site', clock: later })(place)).toBeNull();
});

test('nobody else is believed, and no token for something else is a place', async () => {
  const stolen = await exportJWK(other.privateKey);
  const { token } = createServiceTokens({ service: 'site', privateJwk, clock });
  for (const place of [
    await createPlaces({ service: 'site', privateJwk: stolen, clock })('192.0.2.17'),
    await createPlaces({ service: 'billing', privateJwk: stolen, clock })('192.0.2.17'),
    await token(),
    'nonsense',
    '',
  ])
    expect(await reading(place)).toBeNull();
});
