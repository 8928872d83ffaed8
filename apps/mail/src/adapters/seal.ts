import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** The newest key comes first; older ones are kept until nothing is sealed with them any more. */
export type EncryptionKeys = readonly { readonly version: string; readonly key: Buffer }[];

export type Seal = {
  /** `v1.<nonce>.<tag>.<text>`: the key's version, then AES-256-GCM. `about` must be the same to open it. */
  close(text: string, about: string): string;
  /** Throws when the key is gone, or when anything was changed. */
  open(sealed: string, about: string): string;
};

export function sealWith(keys: EncryptionKeys): Seal {
  const [newest] = keys;
  if (newest === undefined) throw new RangeError('at least one key is needed');

  return {
    close(text, about) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', newest.key, nonce).setAAD(Buffer.from(about));
      const hidden = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return [newest.version, ...[nonce, cipher.getAuthTag(), hidden].map(encoded)].join('.');
    },

    open(sealed, about) {
      const [version, ...parts] = sealed.split('.');
      const [nonce, tag, hidden] = parts.map((part) => Buffer.from(part, 'base64url'));
      const known = keys.find((candidate) => candidate.version === version);
      if (known === undefined || nonce === undefined || tag === undefined || hidden === undefined)
        throw new Error('sealed with a key that is not known');
      const decipher = createDecipheriv('aes-256-gcm', known.key, nonce, { authTagLength: 16 });
      decipher.setAAD(Buffer.from(about)).setAuthTag(tag);
      return decipher.update(hidden).toString('utf8') + decipher.final('utf8');
    },
  };
}

const encoded = (bytes: Buffer): string => bytes.toString('base64url');
