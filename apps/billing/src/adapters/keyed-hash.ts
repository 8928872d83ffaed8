import { createHash, createHmac } from 'node:crypto';
import type { AddressHash } from '../usecases/ports.ts';

/** The newest key comes first; older ones are kept until no row carries their version any more. */
export type HmacKeys = readonly { readonly version: string; readonly secret: string }[];

/** Keyed, so that a copy of the table does not tell who is in it by trying addresses. */
export function addressHash(keys: HmacKeys): AddressHash {
  const under = ({ version, secret }: HmacKeys[number], address: string): string =>
    `${version}.${createHmac('sha256', secret).update(address).digest('hex')}`;
  const [newest] = keys;
  if (newest === undefined) throw new RangeError('at least one key is needed');
  return {
    of: (address) => under(newest, address),
    all: (address) => keys.map((key) => under(key, address)),
  };
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
