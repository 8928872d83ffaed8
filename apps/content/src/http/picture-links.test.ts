import { beforeEach, describe, expect, it } from 'vitest';
import { pictureLinks } from './picture-links.ts';

const HOUR = 3_600_000;
let now = new Date('2026-05-01T12:20:00Z');
const links = pictureLinks({ key: Buffer.alloc(32, 1), clock: { kind: 'machine', now: () => now } });
const signatureOf = (address: string): string =>
  new URL(address, 'http://x').searchParams.get('signature') ?? '';

beforeEach(() => {
  now = new Date('2026-05-01T12:20:00Z');
});

describe('the address of a picture that not everyone may see', () => {
  it('opens that picture', () => {
    expect(links.accepts('pier', signatureOf(links.signed('pier')))).toBe(true);
  });

  it('opens no other picture', () => {
    expect(links.accepts('crane', signatureOf(links.signed('pier')))).toBe(false);
  });

  it('opens nothing after two hours', () => {
    const signature = signatureOf(links.signed('pier'));
    now = new Date(now.getTime() + 2 * HOUR);
    expect(links.accepts('pier', signature)).toBe(false);
  });

  it('stays open for an hour at least', () => {
    const signature = signatureOf(links.signed('pier'));
    now = new Date(now.getTime() + HOUR);
    expect(links.accepts('pier', signature)).toBe(true);
  });

  it('cannot be given a longer life', () => {
    const [until = '', sign = ''] = signatureOf(links.signed('pier')).split('.');
    expect(links.accepts('pier', `${Number(until) + 3_600}.${sign}`)).toBe(false);
  });

  it('cannot be made with another key', () => {
    const others = pictureLinks({ key: Buffer.alloc(32, 2), clock: { kind: 'machine', now: () => now } });
    expect(links.accepts('pier', signatureOf(others.signed('pier')))).toBe(false);
  });

  it.each(['', '.', 'x.y', '99999999999.', '1e9.abc'])('is not opened by %o', (signature) => {
    expect(links.accepts('pier', signature)).toBe(false);
  });
});
