import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { importJWK, SignJWT, type JWK } from 'jose';
import type { State } from './state.ts';

/** Who may call a service by a token of their own. `dev` is for people and scripts, with the simulator only. */
export const signers = [
  'billing',
  'entitlement',
  'content',
  'identity',
  'mail',
  'site',
  'finance',
  'cli',
  'dev',
] as const;
export type Signer = (typeof signers)[number];

export type Secrets = {
  readonly privateJwks: Readonly<Record<Signer, JWK>>;
  readonly hmacKeys: string;
  readonly encryptionKeys: string;
  readonly authSecret: string;
  readonly webhookSecret: string;
  readonly stripeSecretKey: string;
};

const DAYS_OF_DEVELOPMENT_TOKEN = 365;

/** This stack's secrets, made once and kept in its folder for their owner's eyes only. */
export function secretsOf(state: State): Secrets {
  if (!state.has('secrets.json')) state.write('secrets.json', newSecrets());
  return state.read<Secrets>('secrets.json');
}

export function newSecrets(): Secrets {
  const random = (): string => randomBytes(32).toString('base64');
  return {
    privateJwks: Object.fromEntries(signers.map((name) => [name, newPrivateJwk(name)])) as Record<
      Signer,
      JWK
    >,
    hmacKeys: `1:${random()}`,
    encryptionKeys: `1:${random()}`,
    authSecret: random(),
    webhookSecret: `whsec_${randomBytes(24).toString('hex')}`,
    stripeSecretKey: `sk_sim_${randomBytes(18).toString('hex')}`,
  };
}

function newPrivateJwk(name: string): JWK {
  const jwk = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }) as JWK;
  return { ...jwk, kid: name, alg: 'EdDSA', use: 'sig' };
}

/** The public halves, which every service gets: a token's key id says who speaks. */
export const publicJwks = ({ privateJwks }: Secrets): { keys: JWK[] } => ({
  keys: signers.map((name) => {
    const { d: _private, ...publicJwk } = privateJwks[name];
    return publicJwk;
  }),
});

/** A token that opens every HTTP API of this stack for a year. */
export async function developmentToken({ privateJwks }: Secrets): Promise<string> {
  return new SignJWT({ typ: 'service' })
    .setProtectedHeader({ alg: 'EdDSA', kid: 'dev' })
    .setSubject('dev')
    .setIssuer('gatefold/dev')
    .setAudience('gatefold')
    .setIssuedAt()
    .setExpirationTime(`${DAYS_OF_DEVELOPMENT_TOKEN}d`)
    .sign(await importJWK(privateJwks.dev, 'EdDSA'));
}
