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
      const pairs = (header ?? '').split(';').map((pair) => pair.trim());
      const value = pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
      if (value === undefined || value === '' || value.length > longest) return null;
      return decode(value);
    },
    open(sessionToken, expiresAt) {
      const left = Math.floor((new Date(expiresAt).getTime() - clock.now().getTime()) / SECOND);
      return line(encodeURIComponent(sessionToken), Math.max(1, left));
    },
    close: () => line('', 0),
  };
}

function decode(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}
