import type { MachineClock } from '@gatefold/kernel';
import { importJWK, SignJWT, type JWK } from 'jose';

const LIFETIME_SECONDS = 60;
/** Renewed early, so that a token never ends on its way. */
const RENEW_BEFORE_SECONDS = 15;

export type ServiceTokens = { token(): Promise<string> };

/**
 * Tokens with which one service speaks to another: Ed25519, valid for 60 seconds, renewed in time.
 *
 * The key id is the service's name, and receivers know only the names that they were given.
 */
export function createServiceTokens(options: {
  service: string;
  privateJwk: JWK;
  clock: MachineClock;
}): ServiceTokens {
  const { service, privateJwk, clock } = options;
  const key = importJWK(privateJwk, 'EdDSA');
  let current: { token: string; expiresAt: number } | null = null;

  return {
    async token() {
      const now = Math.floor(clock.now().getTime() / 1000);
      if (current !== null && now < current.expiresAt - RENEW_BEFORE_SECONDS) return current.token;
      const expiresAt = now + LIFETIME_SECONDS;
      const token = await new SignJWT({ typ: 'service' })
        .setProtectedHeader({ alg: 'EdDSA', kid: service })
        .setSubject(service)
        .setIssuer(`gatefold/${service}`)
        .setAudience('gatefold')
        .setIssuedAt(now)
        .setExpirationTime(expiresAt)
        .sign(await key);
      current = { token, expiresAt };
      return token;
    },
  };
}
