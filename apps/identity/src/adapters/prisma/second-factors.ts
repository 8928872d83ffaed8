import type { MachineClock, NewId } from '@gatefold/kernel';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { APIError } from 'better-auth/api';
import { betterAuth } from 'better-auth/minimal';
import { bearer } from 'better-auth/plugins/bearer';
import { twoFactor } from 'better-auth/plugins/two-factor';
import { refuse } from '../../domain/refusals.ts';
import { isAppCode } from '../../domain/second-factor.ts';
import type { SecondFactors } from '../../usecases/ports.ts';
import { plainAuth } from '../better-auth.ts';
import { boundHash } from '../one-time.ts';
import type { Change, Db, Tx } from './database.ts';
import type { PrismaClient } from './generated/client.ts';
import { habitsOf } from './habits.ts';
import { noteStaff } from './staff-log.ts';

type Deps = {
  db: PrismaClient;
  change: Change;
  clock: MachineClock;
  secret: string;
  siteUrl: string;
  newId: NewId;
};

/**
 * better-auth's second factor: codes of an authenticator app, and ten backup codes.
 *
 * Whoever shows it gets a new session and loses the old one, so that a token that was known before opens
 * nothing more. What is taken and what it opens are one transaction.
 */
export function prismaSecondFactors(deps: Deps): SecondFactors {
  const { db, change, clock } = deps;

  return {
    async begin(sessionToken) {
      const { totpURI } = await authFor(deps, db)
        .api.enableTwoFactor({ headers: as(sessionToken), body: {} })
        .then((begun) => ('totpURI' in begun ? begun : Promise.reject(refuse('second-factor-kept'))))
        .catch(because('second-factor-kept'));
      return totpURI;
    },

    confirm: (sessionToken, code) => change((tx) => confirmIn(tx, { ...deps, sessionToken, code })),
    pass: (sessionToken, code) => change((tx) => passIn(tx, { ...deps, sessionToken, code })),

    renewCodes: (sessionToken) =>
      change(async (tx) => {
        const { userId } = await sessionIn(tx, sessionToken);
        const { backupCodes } = await authFor(deps, tx)
          .api.generateBackupCodes({ headers: as(sessionToken), body: {} })
          .catch(because('second-factor-due'));
        await noteStaff(tx, { at: clock.now(), accountId: userId, by: userId, what: 'backup-codes-renewed' });
        return backupCodes;
      }),

    reset: (accountId, by) =>
      change(async (tx) => {
        const account = await tx.user.findUnique({ where: { id: accountId }, select: { email: true } });
        if (account === null) throw refuse('account-not-found');
        await tx.twoFactor.deleteMany({ where: { userId: accountId } });
        await tx.passkey.deleteMany({ where: { userId: accountId } });
        await tx.user.update({ where: { id: accountId }, data: { twoFactorEnabled: false } });
        await tx.session.deleteMany({ where: { userId: accountId } });
        await noteStaff(tx, { at: clock.now(), accountId, by, what: 'second-factor-reset' });
        const { locale } = await habitsOf(tx, accountId);
        return { email: account.email, locale };
      }),
  };
}

type Coded = Deps & { sessionToken: string; code: string };

async function confirmIn(tx: Tx, { sessionToken, code, ...deps }: Coded) {
  const { userId, userAgent } = await sessionIn(tx, sessionToken);
  const auth = authFor(deps, tx);
  const { headers } = await auth.api
    .verifyTOTP({ headers: as(sessionToken), body: { code }, returnHeaders: true })
    .catch(because('second-factor-wrong'));
  await takeOnce(tx, { userId, code, secret: deps.secret });
  const now = deps.clock.now();
  await noteStaff(tx, { at: now, accountId: userId, by: userId, what: 'second-factor-added' });
  // better-auth has opened a new session, and ended the one that asked.
  const token = headers.get('set-auth-token')?.split('.')[0] ?? '';
  const { backupCodes } = await auth.api.viewBackupCodes({ body: { userId } });
  return { ...(await markPassed(tx, { token, userAgent, now })), backupCodes };
}

async function passIn(tx: Tx, { sessionToken, code, ...deps }: Coded) {
  const { userId, userAgent } = await sessionIn(tx, sessionToken);
  const auth = authFor(deps, tx);
  const now = deps.clock.now();
  await show(auth, { sessionToken, code }).catch(because('second-factor-wrong'));
  const isBackupCode = !isAppCode(code);
  if (isBackupCode) await noteStaff(tx, { at: now, accountId: userId, by: userId, what: 'backup-code-used' });
  else await takeOnce(tx, { userId, code, secret: deps.secret });
  const { token } = await (await auth.$context).internalAdapter.createSession(userId);
  await tx.session.deleteMany({ where: { token: sessionToken } });
  const { backupCodes } = await auth.api.viewBackupCodes({ body: { userId } });
  const opened = await markPassed(tx, { token, userAgent, now });
  return { ...opened, isBackupCode, backupCodesLeft: backupCodes.length };
}

type Auth = ReturnType<typeof authFor>;

const authFor = ({ secret, siteUrl, newId }: Deps, db: Db) =>
  betterAuth({
    ...plainAuth({ secret, siteUrl, newId }),
    database: prismaAdapter(db, { provider: 'postgresql' }),
    plugins: [bearer(), twoFactor({ issuer: new URL(siteUrl).hostname, allowPasswordless: true })],
  });

const as = (sessionToken: string): Headers => new Headers({ authorization: `Bearer ${sessionToken}` });

async function show(auth: Auth, { sessionToken, code }: { sessionToken: string; code: string }) {
  const ask = { headers: as(sessionToken), body: { code } };
  if (isAppCode(code)) await auth.api.verifyTOTP(ask);
  else await auth.api.verifyBackupCode(ask);
}

async function sessionIn(tx: Tx, token: string) {
  const session = await tx.session.findUnique({ where: { token } });
  if (session === null) throw refuse('session-ended');
  return session;
}

/** An app's code counts for up to a minute and a half, and once (RFC 6238, 5.2). */
async function takeOnce(tx: Tx, { userId, code, secret }: { userId: string; code: string; secret: string }) {
  const lastCodeHash = boundHash(code, secret);
  const { count } = await tx.twoFactor.updateMany({
    where: { userId, OR: [{ lastCodeHash: null }, { lastCodeHash: { not: lastCodeHash } }] },
    data: { lastCodeHash },
  });
  if (count === 0) throw refuse('second-factor-wrong');
}

type Passing = { token: string; userAgent: string | null; now: Date };

async function markPassed(tx: Tx, { token, userAgent, now }: Passing) {
  const { expiresAt } = await tx.session.update({
    where: { token },
    data: { userAgent, secondFactorAt: now },
  });
  return { sessionToken: token, expiresAt };
}

const because =
  (code: 'second-factor-wrong' | 'second-factor-kept' | 'second-factor-due') =>
  (error: unknown): never => {
    throw error instanceof APIError ? refuse(code) : error;
  };
