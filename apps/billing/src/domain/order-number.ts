/** Without letters that are taken for digits, or read aloud wrongly. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 12;

/**
 * The number that a reader finds on their mails and may read out on the telephone: `7F3K-2QXA-91MD`.
 *
 * Made of the random part of a UUIDv7, so that it is the same whenever it is asked for, and tells
 * nothing of how many orders there are.
 */
export function orderNumberOf(checkoutId: string): string {
  let rest = BigInt(`0x${checkoutId.replaceAll('-', '').slice(-15)}`);
  let text = '';
  for (let place = 0; place < LENGTH; place += 1) {
    text = ALPHABET[Number(rest % 32n)] + text;
    rest /= 32n;
  }
  return [text.slice(0, 4), text.slice(4, 8), text.slice(8)].join('-');
}
