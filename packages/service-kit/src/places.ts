import type { MachineClock } from '@gatefold/kernel';
import { createLocalJWKSet, importJWK, jwtVerify, SignJWT, type JSONWebKeySet, type JWK } from 'jose';

const LIFETIME_SECONDS = 300;

type Options = { readonly service: string; readonly privateJwk: JWK; readonly clock: MachineClock };

/** Says for five minutes from which network address somebody reads, signed by the service that sees the connection. */
export function createPlaces({ service, privateJwk, clock }: Options): (address: string) => Promise<string> {
  const key = importJWK(privateJwk, 'EdDSA');
  return async (address) => {
    const now = Math.floor(clock.now().getTime() / 1000);
    return new SignJWT({ typ: 'place', address })
      .setProtectedHeader({ alg: 'EdDSA', kid: service })
      .setSubject(service)
      .setIssuer(`gatefold/${service}`)
      .setAudience('gatefold')
      .setIssuedAt(now)
      .setExpirationTime(now + LIFETIME_SECONDS)
      .sign(await key);
  };
}

type Reading = {
  readonly serviceKeys: JSONWebKeySet;
  /** The one service that is believed: it sits behind the proxy and knows whom to trust there. */
  readonly service: string;
  readonly clock: MachineClock;
};

/** The address that a place names; null for one that is forged, over, or somebody else's. */
export function placeReader({ serviceKeys, service, clock }: Reading) {
  const keys = createLocalJWKSet({ keys: serviceKeys.keys.filter(({ kid }) => kid === service) });
  return async (place: string): Promise<string | null> => {
    const checks = {
      audience: 'gatefold',
      issuer: `gatefold/${service}`,
      algorithms: ['EdDSA'],
      currentDate: clock.now(),
    };
    const verified = await jwtVerify(place, keys, checks).catch(() => null);
    const { typ, address } = verified?.payload ?? {};
    return typ === 'place' && typeof address === 'string' ? address : null;
  };
}
