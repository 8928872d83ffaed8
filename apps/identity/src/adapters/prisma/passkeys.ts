import { passkey } from '@better-auth/passkey';
import { MINUTE, plus, type MachineClock, type NewId } from '@gatefold/kernel';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { APIError } from 'better-auth/api';
import { betterAuth } from 'better-auth/minimal';
import { refuse } from '../../domain/refusals.ts';
import type { Title } from '@gatefold/service-kit';
import type { AccountName, Ceremony, Passkeys } from '../../usecases/ports.ts';
import { plainAuth } from '../better-auth.ts';
import type { PrismaClient } from './generated/client.ts';
import { keepSpoken } from './habits.ts';

type Deps = {
  db: PrismaClient;
  clock: MachineClock;
  secret: string;
  newId: NewId;
  /** The main one where none has this key. */
  titleNamed(key: string | null | undefined): Title;
};

/** As better-auth's plugin keeps a challenge. */
const CHALLENGE_LASTS = 5 * MINUTE;

/** better-auth's passkeys, for one account or for whoever signs in. A challenge is good for one try. */
export function prismaPasskeys(deps: Deps): Passkeys {
  const { db, clock } = deps;
  const begun = (options: object, headers: Headers): Ceremony => ({
    options: { ...options },
    ceremony: headers.getSetCookie()[0]?.split(';')[0] ?? '',
    expiresAt: plus(clock.now(), CHALLENGE_LASTS),
  });

  return {
    async begin(account, { title }) {
      const { response, headers } = await authFor(deps, {
        account,
        title,
      }).api.generatePasskeyRegistrationOptions({
        headers: new Headers(),
        query: {},
        returnHeaders: true,
      });
      return begun(response, headers);
    },

    async add(account, { ceremony, response, name, title }) {
      const ask = { headers: new Headers({ cookie: ceremony }), body: { response, name } };
      await authFor(deps, { account, title }).api.verifyPasskeyRegistration(ask).catch(refused);
    },

    async beginSignIn({ title }) {
      const ask = { headers: new Headers(), returnHeaders: true } as const;
      const { response, headers } = await authFor(deps, {
        account: null,
        title,
      }).api.generatePasskeyAuthenticationOptions(ask);
      return begun({ ...response, userVerification: 'required' }, headers);
    },

    async signIn({ ceremony, response, device, spokenLocale, title }) {
      // Whatever a browser sends is looked at by better-auth; its type names what a good one has.
      const ask = { headers: new Headers({ cookie: ceremony }), body: { response: response as never } };
      const auth = authFor(deps, { account: null, title });
      const { session } = await auth.api.verifyPasskeyAuthentication(ask).catch(refused);
      await db.session.update({
        where: { token: session.token },
        data: { userAgent: device, secondFactorAt: clock.now() },
      });
      await db.passkey.updateMany({
        where: { credentialID: response.id },
        data: { lastUsedAt: clock.now() },
      });
      await keepSpoken(db, session.userId, spokenLocale);
      return { readerId: session.userId, sessionToken: session.token, expiresAt: session.expiresAt };
    },

    ...keptBy(deps),
  };
}

/** What their owner does with those that are kept. */
const keptBy = ({ db, titleNamed }: Deps): Pick<Passkeys, 'of' | 'rename' | 'remove'> => ({
  async of(readerId) {
    const rows = await db.passkey.findMany({
      where: { userId: readerId },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    });
    return rows.map(({ id, name, createdAt, lastUsedAt, backedUp, title }) => ({
      ...{ id, name: name ?? '', addedAt: createdAt, lastUsedAt, synced: backedUp },
      title: titleNamed(title).key,
    }));
  },

  async rename(readerId, { id, name }) {
    const { count } = await db.passkey.updateMany({ where: { id, userId: readerId }, data: { name } });
    if (count === 0) throw refuse('passkey-not-found');
  },

  async remove(readerId, id) {
    await db.passkey.deleteMany({ where: { id, userId: readerId } });
  },
});

const OTHER_OWNER = new APIError('FORBIDDEN');
const NOBODY_THERE = new APIError('UNAUTHORIZED');

type Use = { account: AccountName | null; title: string | undefined };

/** What is written down of a passkey says of which title it is, in the same statement. */
const ofTitle = (db: PrismaClient, title: string) =>
  db.$extends({
    query: {
      passkey: { create: ({ args, query }) => query({ ...args, data: { ...args.data, title } }) },
    },
  });

/**
 * Made anew for each use, as `authOver` is: it knows the one account for which a passkey may be made, and at
 * which title. A browser binds a passkey to the host, so each title is a relying party of its own; whatever title
 * is claimed here, what a device has signed for another host is refused.
 *
 * Whoever holds a passkey must also have shown its device that they are there, by a finger, a face or
 * a number: then it is as good as two factors.
 */
const authFor = ({ db, secret, titleNamed, newId }: Deps, { account, title }: Use) => {
  const { key, name, url } = titleNamed(title);
  return betterAuth({
    ...plainAuth({ secret, siteUrl: url, newId }),
    database: prismaAdapter(ofTitle(db, key), { provider: 'postgresql' }),
    plugins: [
      passkey({
        rpID: new URL(url).hostname,
        rpName: name,
        origin: url,
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        registration: {
          requireSession: false,
          async resolveUser() {
            if (account === null) throw NOBODY_THERE;
            return { id: account.readerId, name: account.email };
          },
          async afterVerification({ user, verification }) {
            if (user.id !== account?.readerId) throw OTHER_OWNER;
            if (verification.registrationInfo?.userVerified !== true) throw NOBODY_THERE;
          },
        },
        authentication: {
          async afterVerification({ verification }) {
            if (!verification.authenticationInfo.userVerified) throw NOBODY_THERE;
          },
        },
      }),
    ],
  });
};

/** Why a passkey is not taken is nobody's business: unknown, of another site, an old challenge, a bad signature. */
function refused(error: unknown): never {
  throw error instanceof APIError ? refuse('passkey-refused') : error;
}
