import { createPrivateKey, createPublicKey, sign, verify, type JsonWebKey } from 'node:crypto';
import type { MachineClock } from '@gatefold/kernel';
import { z } from 'zod';
import { BELIEVED, RENEWED_AFTER, type Pass } from '../domain/pass.ts';
import type { Passes } from '../usecases/ports.ts';

/** Claims of a pass; a JSON Web Token, so that any language can verify it. */
const Claims = z.object({
  iss: z.literal('gatefold/content'),
  aud: z.literal('gatefold/pass'),
  sub: z.uuid(),
  kind: z.enum(['grant', 'courtesy']),
  pub: z.string(),
  ftr: z.array(z.string()).nullable(),
  src: z.string(),
  ver: z.int().nonnegative(),
  until: z.iso.datetime(),
  iat: z.int(),
});

const HEADER = { alg: 'EdDSA', kid: 'content', typ: 'JWT' };
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (text: string): unknown => JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));

/** Passes under this service's own key. A new key ends all that the old one signed. */
export function ed25519Passes(privateJwk: JsonWebKey, clock: MachineClock): Passes {
  const privateKey = createPrivateKey({ key: privateJwk, format: 'jwk' });
  const publicKey = createPublicKey(privateKey);
  const seconds = (): number => Math.floor(clock.now().getTime() / 1_000);

  return {
    issue(pass) {
      const signed = `${encode(HEADER)}.${encode(claimsOf(pass, seconds()))}`;
      return `${signed}.${sign(null, Buffer.from(signed), privateKey).toString('base64url')}`;
    },

    read(token) {
      const [head = '', body = '', signature = ''] = token.split('.');
      const isOurs =
        head === encode(HEADER) &&
        /^[\w-]{86}$/.test(signature) &&
        verify(null, Buffer.from(`${head}.${body}`), publicKey, Buffer.from(signature, 'base64url'));
      const claims = isOurs ? Claims.parse(decode(body)) : null;
      if (claims === null) return null;
      const age = (seconds() - claims.iat) * 1_000;
      if (age < -60_000 || age >= BELIEVED[claims.kind]) return null;
      return { pass: passOf(claims), isYoung: age < RENEWED_AFTER };
    },
  };
}

function claimsOf(pass: Pass, now: number): z.input<typeof Claims> & { exp: number } {
  const { kind, readerId, publication, features, source, version, until } = pass;
  return {
    iss: 'gatefold/content',
    aud: 'gatefold/pass',
    sub: readerId,
    kind,
    pub: publication,
    ftr: features === null ? null : [...features],
    src: source,
    ver: version,
    until: until.toISOString(),
    iat: now,
    exp: now + BELIEVED[kind] / 1_000,
  };
}

const passOf = ({ kind, sub, pub, ftr, src, ver, until }: z.output<typeof Claims>): Pass => ({
  kind,
  readerId: sub,
  publication: pub,
  features: ftr,
  source: src,
  version: ver,
  until: new Date(until),
});
