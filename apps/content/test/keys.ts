import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import { listen } from './listen.ts';

type Signer = { readonly key: CryptoKey; readonly privateJwk: JWK; readonly publicJwk: JWK };

type ReaderToken = {
  readonly readerId: string;
  readonly role?: string;
  readonly provisional?: boolean;
  readonly secondsToLive?: number;
  /** Another key than the one that is published: a forgery. */
  readonly by?: Signer;
};

/** The keys that content trusts: those of services, and identity's, published where identity publishes them. */
export async function startKeys() {
  const identity = await aSigner('readers-1');
  const services = await Promise.all(
    ['billing', 'content', 'dev', 'site'].map(async (name) => [name, await aSigner(name)] as const),
  );
  const serviceKeys = new Map(services);
  const server = await listen((_req, res) => {
    res.setHeader('content-type', 'application/json');
    res.end(JSON.stringify({ keys: [identity.publicJwk] }));
  });

  return {
    ...server,
    serviceKeys,
    async readerToken({
      readerId,
      role = 'reader',
      provisional = false,
      secondsToLive = 60,
      by,
    }: ReaderToken) {
      const signer = by ?? identity;
      return signed(
        signer,
        { kid: 'readers-1', iss: 'gatefold/readers', sub: readerId, secondsToLive },
        {
          typ: provisional ? 'provisional' : 'reader',
          role,
        },
      );
    },
    async serviceToken(name: string, by = serviceKeys.get(name)) {
      if (by === undefined) throw new Error(`no service ${name}`);
      return signed(
        by,
        { kid: name, iss: `gatefold/${name}`, sub: name, secondsToLive: 60 },
        { typ: 'service' },
      );
    },
  };
}

export async function aSigner(kid: string): Promise<Signer> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  return {
    key: privateKey,
    privateJwk: await exportJWK(privateKey),
    publicJwk: { ...(await exportJWK(publicKey)), kid, alg: 'EdDSA' },
  };
}

type Claims = { kid: string; iss: string; sub: string; secondsToLive: number };

function signed(
  { key }: Signer,
  { kid, iss, sub, secondsToLive }: Claims,
  claims: Record<string, string>,
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'EdDSA', kid })
    .setSubject(sub)
    .setIssuer(iss)
    .setAudience('gatefold')
    .setIssuedAt(now - 120)
    .setExpirationTime(now + secondsToLive)
    .sign(key);
}
