import { MINUTE, SECOND, type MachineClock } from '@gatefold/kernel';
import { importJWK, SignJWT, type JSONWebKeySet } from 'jose';
import type { ReaderTokens } from '../usecases/ports.ts';
import type { SigningKeys } from './signing-keys.ts';

const LIFETIME = 5 * MINUTE;

/**
 * Tokens in a reader's name: five minutes, signed, so that services check them without asking.
 *
 * Short, since a token cannot be called back: a session that ends leaves its last token alive for
 * that long.
 */
export function readerTokens({
  keys,
  clock,
}: {
  keys: SigningKeys;
  clock: MachineClock;
}): ReaderTokens & { jwks(): Promise<JSONWebKeySet> } {
  let signer: Promise<{ id: string; key: Awaited<ReturnType<typeof importJWK>> }> | null = null;
  const current = () => {
    signer ??= keys
      .current()
      .then(async ({ id, privateJwk }) => ({ id, key: await importJWK(privateJwk, 'EdDSA') }));
    // A database that was away must not leave a rejected promise behind for good.
    signer.catch(() => (signer = null));
    return signer;
  };

  const signed = async (subject: string, claims: Record<string, string>) => {
    const { id, key } = await current();
    const issuedAt = Math.floor(clock.now().getTime() / SECOND);
    const expiresAt = issuedAt + LIFETIME / SECOND;
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'EdDSA', kid: id })
      .setSubject(subject)
      .setIssuer('gatefold/readers')
      .setAudience('gatefold')
      .setIssuedAt(issuedAt)
      .setExpirationTime(expiresAt)
      .sign(key);
    return { token, expiresAt: new Date(expiresAt * SECOND) };
  };

  return {
    issue: ({ readerId, role, provisional }) =>
      signed(readerId, { typ: provisional ? 'provisional' : 'reader', role }),

    issueFor: ({ readerId, purpose, subject }) => signed(readerId, { typ: 'action', purpose, subject }),

    async jwks() {
      await current();
      return { keys: await keys.published() };
    },
  };
}
