/** No letters that are taken for others, or read aloud wrongly. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUPS = /.{4}/g;
/** Sixteen places of five bits: nobody finds one by trying. */
export const CODE_BYTES = 10;

/** The code of a gift from random bytes: `7F3K-2QXA-91MD-C0RT`. */
export function giftCode(bytes: Uint8Array): string {
  let rest = bytes.reduce((number, byte) => number * 256n + BigInt(byte), 0n);
  let text = '';
  for (let place = 0; place < (CODE_BYTES * 8) / 5; place += 1) {
    text = ALPHABET[Number(rest % 32n)] + text;
    rest /= 32n;
  }
  return inGroups(text);
}

/** As it was made, however it was typed; null for what can be none. */
export function readCode(typed: string): string | null {
  const text = typed
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  return text.length === (CODE_BYTES * 8) / 5 ? inGroups(text) : null;
}

const inGroups = (text: string): string => text.match(GROUPS)!.join('-');
