import { SECOND, type MachineClock } from '@gatefold/kernel';

const LONGEST = 400;

export type SessionCookie = {
  /** The session token that a browser sent, or null. */
  read(header: string | undefined): string | null;
  /** The `set-cookie` line that opens a session in this browser. */
  open(sessionToken: string, expiresAt: string): string;
  close(): string;
};

type Options = {
  /** Of its own for each app, so that those on one host do not share a session. */
  readonly name: string;
  readonly url: string;
  readonly clock: MachineClock;
  /** The longest value that is read at all; 400 letters unless it is named. */
  readonly longest?: number;
};

/**
 * The one cookie of an app: out of reach for scripts, not sent with forms of other sites.
 *
 * Over https it is `Secure` and carries the `__Host-` prefix, so that no sibling host can plant one.
 */
export function sessionCookie({ name: plainName, url, clock, longest = LONGEST }: Options): SessionCookie {
  const isSecure = new URL(url).protocol === 'https:';
  const name = isSecure ? `__Host-${plainName}` : plainName;
  const line = (value: string, maxAge: number): string =>
    `${name}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;

  return {
    read(header) {
      const value = header === undefined ? '' : valueIn(header, `${name}=`);
      return value === '' || value.length > longest ? null : decode(value);
    },
    open(sessionToken, expiresAt) {
      const left = Math.floor((new Date(expiresAt).getTime() - clock.now().getTime()) / SECOND);
      return line(encodeURIComponent(sessionToken), Math.max(1, left));
    },
    close: () => line('', 0),
  };
}

/** The value of the first pair that begins so; empty where there is none. */
function valueIn(header: string, opening: string): string {
  for (let at = header.indexOf(opening); at !== -1; at = header.indexOf(opening, at + 1)) {
    if (!isAtStart(header, at)) continue;
    const end = header.indexOf(';', at);
    return header.slice(at + opening.length, end === -1 ? undefined : end).trim();
  }
  return '';
}

/** Of a pair: nothing but spaces between it and the last semicolon. */
function isAtStart(header: string, at: number): boolean {
  let before = at - 1;
  while (before >= 0 && header[before] === ' ') before -= 1;
  return before < 0 || header[before] === ';';
}

function decode(value: string): string | null {
  if (!value.includes('%')) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}
