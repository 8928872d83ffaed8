import type { NewId } from '@gatefold/kernel';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { betterAuth } from 'better-auth/minimal';
import { magicLink } from 'better-auth/plugins/magic-link';
import { randomBytes } from 'node:crypto';
import type { Db } from './prisma/database.ts';

const SESSION_SECONDS = 30 * 24 * 60 * 60;

type Options = {
  db: Db;
  secret: string;
  siteUrl: string;
  newId: NewId;
  linkSeconds?: number;
  /** Which id a new account gets. */
  accountIdFor?: (email: string) => Promise<string>;
};

export type Auth = {
  /** A new link's token. Only its hash is stored. */
  issue(email: string, returnTo: string): Promise<string>;
  /** Uses a link up and opens a session; null when it was used before or is too old. */
  redeem(token: string): Promise<{ readerId: string; sessionToken: string; expiresAt: Date } | null>;
};

/** What every use of better-auth has in common: silent, without limits of its own, with our ids. */
export const plainAuth = ({ secret, siteUrl, newId }: Pick<Options, 'secret' | 'siteUrl' | 'newId'>) => ({
  baseURL: siteUrl,
  secret,
  telemetry: { enabled: false },
  logger: { disabled: true },
  rateLimit: { enabled: false },
  advanced: { database: { generateId: newId } },
  session: { expiresIn: SESSION_SECONDS },
});

/**
 * better-auth, bound to one handle of the database.
 *
 * It is made anew for each transaction (about 3 ms), so that what it writes commits together with
 * what a sign-in means for readers. Its own HTTP handler is not mounted: nothing of it is public.
 */
export function authOver({ db, secret, siteUrl, newId, linkSeconds, accountIdFor }: Options): Auth {
  let issued = '';
  const auth = betterAuth({
    ...plainAuth({ secret, siteUrl, newId }),
    database: prismaAdapter(db, { provider: 'postgresql' }),
    databaseHooks: {
      user: {
        create: {
          before: async (user) =>
            accountIdFor === undefined ? false : { data: { ...user, id: await accountIdFor(user.email) } },
        },
      },
    },
    plugins: [
      magicLink({
        storeToken: 'hashed',
        ...(linkSeconds === undefined ? {} : { expiresIn: linkSeconds }),
        generateToken: () => issued,
        sendMagicLink: () => undefined,
      }),
    ],
  });
  const headers = new Headers();

  return {
    async issue(email, returnTo) {
      issued = newToken(returnTo);
      await auth.api.signInMagicLink({ body: { email }, headers });
      return issued;
    },

    async redeem(token) {
      const answer = await auth.api.magicLinkVerify({ query: { token }, headers }).catch((error: unknown) => {
        // It answers a bad link with a redirect to an error page, as it would a browser.
        if (isRedirect(error)) return null;
        throw error;
      });
      if (answer === null) return null;
      const { session } = answer;
      return { readerId: session.userId, sessionToken: session.token, expiresAt: session.expiresAt };
    },
  };
}

/**
 * A token that carries where the reader wanted to go. The hash that is stored is over all of it,
 * so nobody can send a reader elsewhere by changing the link.
 */
const newToken = (returnTo: string): string =>
  `${randomBytes(32).toString('base64url')}.${Buffer.from(returnTo, 'utf8').toString('base64url')}`;

/** Where the link's reader wanted to go. Only to be asked of a token that was redeemed. */
export const returnToOf = (token: string): string =>
  Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8') || '/';

const isRedirect = (error: unknown): boolean =>
  error instanceof Error && 'statusCode' in error && error.statusCode === 302;
