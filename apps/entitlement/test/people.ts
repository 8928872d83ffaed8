import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';

/** Who speaks to the service in a test: services and readers with real keys, and a stranger who made his own. */
export async function createPeople() {
  const [service, readers, stranger] = await Promise.all(
    [0, 1, 2].map(() => generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })),
  );
  const serviceKeys = { keys: [await publicKey(service!.publicKey, 'content')] };
  const readerKeys = { keys: [await publicKey(readers!.publicKey, 'readers-1')] };
  const identity = createServer((_req, res) => res.end(JSON.stringify(readerKeys)));
  identity.listen(0, '127.0.0.1');
  await once(identity, 'listening');

  const service$ = (key: CryptoKey) =>
    token(key, { kid: 'content', iss: 'gatefold/content', sub: 'content', typ: 'service' });
  const reader$ = (readerId: string, claims: { role?: string; typ?: string } = {}) =>
    token(readers!.privateKey, {
      kid: 'readers-1',
      iss: 'gatefold/readers',
      sub: readerId,
      typ: claims.typ ?? 'reader',
      role: claims.role ?? 'reader',
    });

  return {
    serviceKeys,
    readerKeysUrl: new URL(`http://127.0.0.1:${(identity.address() as AddressInfo).port}/v1/jwks`),
    content: () => service$(service!.privateKey),
    impostor: () => service$(stranger!.privateKey),
    reader: reader$,
    close: () => new Promise<void>((resolve) => void identity.close(() => resolve())),
  };
}

export type People = Awaited<ReturnType<typeof createPeople>>;

const publicKey = async (key: CryptoKey, kid: string): Promise<JWK & { kty: string }> => {
  const { kty, ...jwk } = await exportJWK(key);
  return { ...jwk, kty: kty ?? 'OKP', kid, alg: 'EdDSA' };
};

type Claims = { kid: string; iss: string; sub: string; typ: string; role?: string };

const token = (key: CryptoKey, { kid, iss, sub, ...claims }: Claims): Promise<string> =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'EdDSA', kid })
    .setSubject(sub)
    .setIssuer(iss)
    .setAudience('gatefold')
    .setIssuedAt()
    .setExpirationTime('60s')
    .sign(key);
