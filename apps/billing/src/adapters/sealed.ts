import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  hkdfSync,
  randomFillSync,
  type KeyObject,
} from 'node:crypto';

/** The newest key comes first; older ones are kept for as long as something is sealed with them. */
export type EncryptionKeys = readonly { readonly version: string; readonly key: Buffer }[];

type Owned = { readonly text: Buffer; readonly owner: string };

export type Sealer = {
  readonly version: string;
  seal(text: Buffer, owner: string): Buffer;
  /** Each as `seal` would, in one piece, with the length of each. */
  sealAll(texts: readonly Owned[]): { readonly sealed: Buffer; readonly lengths: readonly number[] };
  /** Null when the key is gone, or the bytes were tampered with. */
  open(sealed: Buffer, version: string, owner: string): Buffer | null;
};

const NONCE = 12;
const TAG = 16;
const MOST_KEYS = 4_096;

/**
 * AES-256-GCM with a key of each owner's own, derived from ours.
 *
 * `owner` is bound in, so that a row moved to somebody else does not open.
 */
export function sealer(keys: EncryptionKeys): Sealer {
  const [newest] = keys;
  if (newest === undefined) throw new RangeError('at least one key is needed');
  const known = keys.map(({ version, key }) => ({ version, keyOf: keysUnder(createSecretKey(key)) }));
  const [own] = known;
  const nonces = createNonces();

  const piecesOf = (text: Buffer, owner: string): Buffer[] => {
    const nonce = nonces();
    const cipher = createCipheriv('aes-256-gcm', own!.keyOf(owner), nonce);
    // A stream cipher: nothing is left for the end.
    const body = cipher.update(text);
    cipher.final();
    return [nonce, cipher.getAuthTag(), body];
  };

  return {
    version: newest.version,

    seal: (text, owner) => Buffer.concat(piecesOf(text, owner)),

    sealAll: (texts) => ({
      sealed: Buffer.concat(texts.flatMap(({ text, owner }) => piecesOf(text, owner))),
      lengths: texts.map(({ text }) => NONCE + TAG + text.length),
    }),

    open(sealed, version, owner) {
      const under = known.find((candidate) => candidate.version === version);
      if (under === undefined) return null;
      const decipher = createDecipheriv('aes-256-gcm', under.keyOf(owner), sealed.subarray(0, NONCE));
      decipher.setAuthTag(sealed.subarray(NONCE, NONCE + TAG));
      try {
        return Buffer.concat([decipher.update(sealed.subarray(NONCE + TAG)), decipher.final()]);
      } catch {
        return null;
      }
    },
  };
}

/** One owner's news comes several at a time: the last few thousand keys are not derived again. */
function keysUnder(key: KeyObject): (owner: string) => KeyObject {
  const derived = new Map<string, KeyObject>();
  return (owner) => {
    const known = derived.get(owner);
    if (known !== undefined) return known;
    if (derived.size === MOST_KEYS) derived.clear();
    // As a key object: a cipher takes far longer to look at bytes.
    const own = createSecretKey(Buffer.from(hkdfSync('sha256', key, owner, 'gatefold/billing/inbox', 32)));
    derived.set(owner, own);
    return own;
  };
}

/** Fresh random bytes, drawn many at a time: the system is asked for them once in so many. */
function createNonces(): () => Buffer {
  const drawn = Buffer.alloc(NONCE * 256);
  let at = drawn.length;
  return () => {
    if (at === drawn.length) {
      randomFillSync(drawn);
      at = 0;
    }
    at += NONCE;
    return Buffer.from(drawn.subarray(at - NONCE, at));
  };
}
