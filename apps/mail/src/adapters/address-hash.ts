import { createHmac } from 'node:crypto';
import type { EncryptionKeys } from './seal.ts';

export type AddressHash = {
  /** With the newest key. */
  of(email: string): string;
  /** With every key that is kept, the newest first. */
  all(email: string): readonly string[];
};

/** Tells one address from another without keeping either: keyed, with the version of the key in front. */
export function addressHash(keys: EncryptionKeys): AddressHash {
  const all = (email: string): readonly string[] =>
    keys.map(({ version, key }) => {
      const hash = createHmac('sha256', key).update(`address/${version}/${email.trim().toLowerCase()}`);
      return `${version}.${hash.digest('base64url')}`;
    });
  return { all, of: (email) => all(email)[0]! };
}
