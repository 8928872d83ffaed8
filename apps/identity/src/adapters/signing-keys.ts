import type { MachineClock, NewId } from '@gatefold/kernel';
import { CompactEncrypt, compactDecrypt, exportJWK, generateKeyPair, type JWK } from 'jose';
import { createHash } from 'node:crypto';
import type { PrismaClient } from './prisma/generated/client.ts';

export type SigningKeys = {
  /** The key to sign with; made on the first start. */
  current(): Promise<{ id: string; privateJwk: JWK }>;
  /** All public keys that may still have signed a living token. */
  published(): Promise<JWK[]>;
};

type Deps = { db: PrismaClient; secret: string; clock: MachineClock; newId: NewId };

/**
 * Ed25519 keys in the database, the private part encrypted with AUTH_SECRET.
 *
 * Two processes that start at once agree on one key: an index lets only one key be in use.
 */
export function signingKeys({ db, secret, clock, newId }: Deps): SigningKeys {
  const wrapping = createHash('sha256').update(`gatefold/signing-keys/${secret}`).digest();

  const inUse = () => db.signingKey.findFirst({ where: { retiredAt: null } });

  const make = async (): Promise<void> => {
    const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    const plain = new TextEncoder().encode(JSON.stringify(await exportJWK(pair.privateKey)));
    const id = newId();
    const publicJwk = { ...(await exportJWK(pair.publicKey)), kid: id, alg: 'EdDSA', use: 'sig' };
    const privateJwe = await new CompactEncrypt(plain)
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .encrypt(wrapping);
    await db.signingKey.createMany({
      data: [{ id, publicJwk, privateJwe, createdAt: clock.now() }],
      skipDuplicates: true,
    });
  };

  return {
    async current() {
      let row = await inUse();
      if (row === null) {
        await make();
        row = await inUse();
      }
      if (row === null) throw new Error('no signing key could be made');
      const { plaintext } = await compactDecrypt(row.privateJwe, wrapping);
      return { id: row.id, privateJwk: JSON.parse(new TextDecoder().decode(plaintext)) as JWK };
    },

    async published() {
      const rows = await db.signingKey.findMany({ orderBy: { createdAt: 'desc' }, take: 5 });
      return rows.map(({ publicJwk }) => publicJwk as JWK);
    },
  };
}
