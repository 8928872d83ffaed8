import { createHash } from 'node:crypto';
import type { Settings } from './settings.ts';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** How long the part after the prefix is, where Stripe's own is not 24. */
const lengths: Readonly<Record<string, number>> = { cus: 14, prod: 14, whsec: 32, x: 25, req: 14 };

/** Room for 916 million ids in the order in which they were given. */
const ORDER = 5;

/** So many characters come out of one number of 32 bits. */
const FROM_ONE = 5;
const LONGEST = 35;

/**
 * Ids that look like Stripe's and come out the same for the same seed and the same calls.
 *
 * The count of ids given is kept with the state, so that a restart never gives one twice.
 */
export function createIds(settings: Settings, seed: string) {
  let count = settings.get<number>('ids') ?? 0;
  let root = settings.get<string>('seed') ?? seed;
  let keys = new Map<string, readonly number[]>();

  const keysOf = (prefix: string): readonly number[] => {
    const known = keys.get(prefix);
    if (known !== undefined) return known;
    const made = numbersFrom(`${root}:${prefix}`);
    keys.set(prefix, made);
    return made;
  };

  return {
    newId(prefix: string): string {
      count += 1;
      const length = lengths[prefix] ?? 24;
      const start = length < 14 ? '' : ordered(count);
      return `${prefix}_${start}${spelled(count, keysOf(prefix), length - start.length)}`;
    },
    /** To be called in the transaction in which the ids are used. */
    keep: (): void => settings.setAtCommit('ids', () => count),
    /** From the beginning. */
    restart: (): void => {
      count = 0;
    },
    /** Goes on where the state stands that was just put in. */
    resume: (): void => {
      count = settings.get<number>('ids') ?? 0;
      root = settings.get<string>('seed') ?? seed;
      keys = new Map();
    },
    seed: (): string => root,
  };
}

function numbersFrom(text: string): readonly number[] {
  const bytes = createHash('sha512').update(text).digest();
  return Array.from({ length: LONGEST / FROM_ONE }, (_, index) => bytes.readUInt32LE(index * 4));
}

/** As in Stripe's own, the beginning grows with time: what is written next stands beside what was written last. */
function ordered(count: number): string {
  let text = '';
  for (let rest = count; text.length < ORDER; rest = Math.floor(rest / 62))
    text = `${alphabet[rest % 62]}${text}`;
  return `1${text}`;
}

/** Mixed and not hashed: an id is made for every request, and nobody is kept from guessing the next one. */
function spelled(count: number, keys: readonly number[], length: number): string {
  let text = '';
  for (let index = 0; text.length < length; index += 1) {
    let rest = mixed(count + (keys[index] ?? 0), keys[index] ?? 0);
    for (let sign = 0; sign < FROM_ONE && text.length < length; sign += 1) {
      text += alphabet[rest % 62];
      rest = Math.floor(rest / 62);
    }
  }
  return text;
}

/** Each count gives another number (the finalizer of MurmurHash3). */
function mixed(count: number, key: number): number {
  let value = (count ^ (key << 7)) >>> 0;
  value = Math.imul(value ^ (value >>> 16), 0x85_eb_ca_6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2_b2_ae_35);
  return (value ^ (value >>> 16)) >>> 0;
}

export type Ids = ReturnType<typeof createIds>;
