import { SECOND } from '@gatefold/kernel';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { purposes, type MailedAction } from '../domain/mailed-action.ts';
import type { MailedActions } from '../usecases/ports.ts';
import type { HmacKeys } from './address-hash.ts';

/** One byte for the purpose, four for the second of its end, sixteen for each id. */
const LENGTH = 37;
const SIGNATURE = 16;

/**
 * Links are signed and kept nowhere: `<key version>.<what it is good for>.<signature>`, about ninety letters.
 *
 * Who takes a key out of HMAC_KEYS calls all links back that were signed with it.
 */
export function mailedActions(keys: HmacKeys): MailedActions {
  const [newest] = keys;
  if (newest === undefined) throw new RangeError('at least one key is needed');
  return {
    sign: (action) => written(packed(action), newest),

    read(token) {
      const [version, said = ''] = token.split('.');
      const key = keys.find((one) => one.version === version);
      const body = Buffer.from(said, 'base64url');
      if (key === undefined || body.length !== LENGTH) return null;
      const right = Buffer.from(written(body, key));
      const given = Buffer.from(token);
      // The whole of it is compared, so that each link is written in one way only.
      return given.length === right.length && timingSafeEqual(given, right) ? unpacked(body) : null;
    },
  };
}

function written(body: Buffer, { version, secret }: HmacKeys[number]): string {
  const hash = createHmac('sha256', secret).update(`mailed-action/${version}/`).update(body).digest();
  return [version, body.toString('base64url'), hash.subarray(0, SIGNATURE).toString('base64url')].join('.');
}

const bytesOf = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex');

function idFrom(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function packed({ purpose, readerId, subject, expiresAt }: MailedAction): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt8(purposes.indexOf(purpose));
  head.writeUInt32BE(Math.floor(expiresAt.getTime() / SECOND), 1);
  return Buffer.concat([head, bytesOf(readerId), bytesOf(subject)]);
}

function unpacked(body: Buffer): MailedAction | null {
  const purpose = purposes[body.readUInt8()];
  if (purpose === undefined) return null;
  return {
    purpose,
    expiresAt: new Date(body.readUInt32BE(1) * SECOND),
    readerId: idFrom(body.subarray(5, 21)),
    subject: idFrom(body.subarray(21)),
  };
}
