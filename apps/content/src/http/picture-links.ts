import { createHmac, timingSafeEqual } from 'node:crypto';
import type { MachineClock } from '@gatefold/kernel';

/** How long a gallery that was served may fetch its pictures. Machine time. */
const LIFETIME_SECONDS = 3_600;

/**
 * Addresses of pictures. Those of a gallery that not everyone may see carry a signature, so that
 * knowing a picture's name does not open it.
 */
export type PictureLinks = {
  open(name: string): string;
  signed(name: string): string;
  /** Whether `signature` was made here for this picture, and not long ago. */
  accepts(name: string, signature: string): boolean;
};

export function pictureLinks({ key, clock }: { key: Buffer; clock: MachineClock }): PictureLinks {
  const seconds = (): number => Math.floor(clock.now().getTime() / 1000);
  const sign = (name: string, until: number): string =>
    createHmac('sha256', key).update(`picture:${name}:${until}`).digest('base64url');

  return {
    open: (name) => `/media/${name}.svg`,
    signed(name) {
      // Rounded up to the hour, so that a page's addresses stay the same and may be cached.
      const until = (Math.floor(seconds() / LIFETIME_SECONDS) + 2) * LIFETIME_SECONDS;
      return `/media/${name}.svg?signature=${until}.${sign(name, until)}`;
    },
    accepts(name, signature) {
      const [until = '', given = ''] = signature.split('.');
      if (!/^\d{1,12}$/.test(until) || Number(until) <= seconds()) return false;
      const expected = Buffer.from(sign(name, Number(until)));
      const actual = Buffer.from(given);
      return expected.length === actual.length && timingSafeEqual(expected, actual);
    },
  };
}
