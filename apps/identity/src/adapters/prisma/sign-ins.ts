import { DAY, HOUR, plus, SECOND, type MachineClock, type NewId } from '@gatefold/kernel';
import { refuse } from '../../domain/refusals.ts';
import { secondFactorOf } from '../../domain/second-factor.ts';
import type { KnownOfAddress, ProvisionalReader, Settlement } from '../../domain/settle.ts';
import type { OpeningLink, SessionHolder, SignIns } from '../../usecases/ports.ts';
import type { AddressHash } from '../address-hash.ts';
import { hashOf, newSecret } from '../one-time.ts';
import { authOver, returnToOf } from '../better-auth.ts';
import type { Change, Db, Tx } from './database.ts';
import type { PrismaClient } from './generated/client.ts';
import { keepSpoken } from './habits.ts';
import type { AddToOutbox } from './outbox.ts';
import { saveReaderChanges } from './reader-changes.ts';
import { roleOf } from './find-readers.ts';

const PROVISIONAL_SESSION = 30 * DAY;
/** Longer than any reader token lives, so that whoever was away longer believes nothing from before. */
const TOLD_FOR = HOUR;
/** A year that was charged at once, and the 180 days in which that may be disputed. */
const ON_RECORD = 545 * DAY;

type Deps = {
  db: PrismaClient;
  change: Change;
  secret: string;
  siteUrl: string;
  clock: MachineClock;
  newId: NewId;
  addresses: AddressHash;
  addToOutbox: AddToOutbox;
};

export function prismaSignIns(deps: Deps): SignIns {
  const { db, clock } = deps;

  return {
    async issueLink(email, returnTo, linkSeconds) {
      const expiresAt = plus(clock.now(), linkSeconds * SECOND);
      const token = await authOver({ ...deps, linkSeconds }).issue(email, returnTo);
      return { token, expiresAt };
    },

    redeem: (link, decide) => redeem(deps, link, decide),

    async openProvisional(readerId) {
      const reader = await db.reader.findUnique({ where: { id: readerId } });
      if (reader === null) throw refuse('reader-not-found');
      if (reader.email === null) throw refuse('reader-already-verified');
      const sessionToken = newSecret();
      const createdAt = clock.now();
      const expiresAt = plus(createdAt, PROVISIONAL_SESSION);
      await db.provisionalSession.create({
        data: { tokenHash: hashOf(sessionToken), readerId, createdAt, expiresAt },
      });
      return { sessionToken, expiresAt };
    },

    holderOf: (sessionToken) => holderOf(db, sessionToken, clock.now()),

    async end(sessionToken) {
      await db.session.deleteMany({ where: { token: sessionToken } });
      await db.provisionalSession.deleteMany({ where: { tokenHash: hashOf(sessionToken) } });
    },

    async forgetExpired() {
      const where = { expiresAt: { lte: clock.now() } };
      await db.verification.deleteMany({ where });
      await db.session.deleteMany({ where });
      await db.provisionalSession.deleteMany({ where });
      await db.signInCode.deleteMany({ where });
      await db.actionLink.deleteMany({ where });
      await db.signIn.deleteMany({ where: { at: { lte: plus(clock.now(), -ON_RECORD) } } });
      await db.sessionChange.deleteMany({ where: { changedAt: { lte: plus(clock.now(), -TOLD_FOR) } } });
    },
  };
}

type Redeemed = Awaited<ReturnType<SignIns['redeem']>>;

async function redeem(
  deps: Deps,
  link: OpeningLink,
  decide: (known: KnownOfAddress) => Settlement,
): Promise<Redeemed> {
  const once = () => deps.change((tx) => redeemIn(tx, { ...deps, ...link, decide }));
  // Two links of one new address, used at once: one makes the account, the other then finds it.
  return once().catch((error: unknown) => {
    if (isUniqueViolation(error)) return once();
    throw error;
  });
}

type Redeem = Deps & OpeningLink & { decide: (known: KnownOfAddress) => Settlement };

async function redeemIn(tx: Tx, { token, device, spokenLocale, decide, ...deps }: Redeem): Promise<Redeemed> {
  const { addresses, addToOutbox, clock } = deps;
  let settlement: Settlement | null = null;
  const auth = authOver({
    ...deps,
    db: tx,
    accountIdFor: async (email) => {
      settlement = decide({ account: null, provisional: await provisionalOf(tx, addresses.all(email)) });
      return settlement.accountId;
    },
  });

  const session = await auth.redeem(token);
  if (session === null) throw refuse('sign-in-link-invalid');
  const { readerId, sessionToken } = session;
  await tx.session.update({ where: { token: sessionToken }, data: { userAgent: device } });
  const { email } = await tx.user.findUniqueOrThrow({ where: { id: readerId }, select: { email: true } });
  const { changes } =
    settlement ??
    decide({
      account: await accountOf(tx, readerId),
      provisional: await provisionalOf(tx, addresses.all(email)),
    });

  const createdAt = clock.now();
  await tx.reader.createMany({
    data: [{ id: readerId, emailHash: addresses.of(email), createdAt }],
    skipDuplicates: true,
  });
  await saveReaderChanges(addToOutbox)(tx, changes, createdAt);
  await keepSpoken(tx, readerId, spokenLocale);
  return { ...session, returnTo: returnToOf(token) };
}

/** Locked, so that of two sign-ins at once only one verifies the address and takes in other readers. */
async function accountOf(tx: Tx, readerId: string): Promise<KnownOfAddress['account']> {
  const [reader] = await tx.$queryRaw<{ verified: boolean }[]>`
    SELECT verified_at IS NOT NULL AS verified FROM reader WHERE id = ${readerId}::uuid FOR UPDATE`;
  return { readerId, verified: reader?.verified === true };
}

export const provisionalOf = (tx: Tx, hashes: readonly string[]): Promise<ProvisionalReader[]> =>
  tx.$queryRaw<ProvisionalReader[]>`
    SELECT id AS "readerId", created_at AS "createdAt", confirmed_at AS "confirmedAt"
    FROM reader
    WHERE email_hash = ANY(${hashes}) AND email IS NOT NULL
    ORDER BY id`;

type HolderRow = Omit<SessionHolder, 'role' | 'provisional' | 'secondFactor'> & {
  readonly role: string;
  readonly isEnrolled: boolean;
  readonly shownAt: Date | null;
};

/** One statement, since every page of a signed-in reader asks this. */
async function holderOf(db: Db, sessionToken: string, now: Date): Promise<SessionHolder | null> {
  const [row] = await db.$queryRaw<HolderRow[]>`
    SELECT account.id AS "readerId", account.role, account.email,
      account.two_factor_enabled AS "isEnrolled", session.second_factor_at AS "shownAt",
      reader.locale, reader.zone, reader.spoken_locale AS "spokenLocale"
    FROM session JOIN account ON account.id = session.account_id LEFT JOIN reader ON reader.id = account.id
    WHERE session.token = ${sessionToken} AND session.expires_at > ${now}
    UNION ALL
    SELECT reader.id, 'reader', NULL, FALSE, NULL, NULL, NULL, reader.spoken_locale
    FROM provisional_session AS session JOIN reader ON reader.id = session.reader_id
    WHERE session.token_hash = ${hashOf(sessionToken)} AND session.expires_at > ${now}
      AND reader.verified_at IS NULL AND reader.merged_into IS NULL`;
  if (row === undefined) return null;
  const { isEnrolled, shownAt, ...holder } = row;
  const role = roleOf(row.role);
  const secondFactor = secondFactorOf({ hasRole: role !== 'reader', isEnrolled, shownAt }, now);
  return {
    ...{ ...holder, provisional: row.email === null, secondFactor },
    role: secondFactor === 'passed' ? role : 'reader',
  };
}

const isUniqueViolation = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'P2002';
