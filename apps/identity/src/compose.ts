import { identity, openApiOf } from '@gatefold/api';
import type { MachineClock, NewId } from '@gatefold/kernel';
import {
  createHttpApp,
  type Authenticate,
  type Logger,
  type Metrics,
  type Service,
  type Worker,
} from '@gatefold/service-kit';
import type { JSONWebKeySet } from 'jose';
import { accountRoutes } from './http/account.routes.ts';
import { mailedLinkRoutes } from './http/mailed-links.routes.ts';
import { passkeyRoutes } from './http/passkey.routes.ts';
import { statusOf } from './http/problems.ts';
import { readerRoutes } from './http/readers.routes.ts';
import type { SignInLimits } from './http/sign-in-limits.ts';
import { secondFactorRoutes } from './http/second-factor.routes.ts';
import { sessionChangeRoutes } from './http/session-changes.routes.ts';
import { signInRecordRoutes } from './http/sign-in-record.routes.ts';
import { signInRoutes } from './http/sign-in.routes.ts';
import { staffSignInRoutes } from './http/staff-sign-in.routes.ts';
import { staffRoutes } from './http/staff.routes.ts';
import { forgetExpiredHourly } from './jobs/forget-expired.ts';
import { confirmEmailChange, requestEmailChange } from './usecases/change-email.ts';
import { createConfirmationLink } from './usecases/create-confirmation-link.ts';
import { createProvisionalReader } from './usecases/create-provisional-reader.ts';
import { currentSession } from './usecases/current-session.ts';
import { accountOf, confirmErasure, requestErasure } from './usecases/own-account.ts';
import { createMailedLinks, openMailedLink } from './usecases/mailed-actions.ts';
import { addPasskey, beginPasskey, passkeysOf, removePasskey, renamePasskey } from './usecases/passkeys.ts';
import type {
  AccountActions,
  AppUrls,
  AtTitle,
  GivenRole,
  MailedActions,
  OwnAccount,
  SignInRecord,
  Passkeys,
  Readers,
  ReaderTokens,
  SecondFactors,
  SessionChanges,
  SignedByPasskey,
  SignInCodes,
  SignInMails,
  SignIns,
  StaffDesk,
  StaffProvider,
} from './usecases/ports.ts';
import { redeemSignIn, redeemSignInCode } from './usecases/redeem-sign-in.ts';
import { requestSignIn } from './usecases/request-sign-in.ts';
import {
  beginSecondFactor,
  confirmSecondFactor,
  passSecondFactor,
  renewBackupCodes,
  resetSecondFactor,
} from './usecases/second-factor.ts';
import { beginStaffSignIn, finishStaffSignIn, type StaffPolicy } from './usecases/staff-sign-in.ts';

/** What identity needs from the world. `main.ts` passes the real things, a test passes its own. */
export type World = {
  clock: MachineClock;
  logger: Logger;
  metrics: Metrics;
  newId: NewId;
  /** Where each app's own sign-in page is. */
  appUrls: AppUrls;
  authenticate: Authenticate;
  readers: Readers;
  signIns: SignIns;
  sessionChanges: SessionChanges;
  codes: SignInCodes;
  own: OwnAccount;
  signInRecord: SignInRecord;
  passkeys: Passkeys;
  secondFactors: SecondFactors;
  staffDesk: StaffDesk;
  /** Null where no organisation signs anybody in. */
  staffProvider: StaffProvider | null;
  staffPolicy: StaffPolicy;
  actions: AccountActions;
  mailedActions: MailedActions;
  tokens: ReaderTokens & { jwks(): Promise<JSONWebKeySet> };
  mails: SignInMails;
  limits: SignInLimits;
  habits: { locale: string; zone: string };
  readiness: Readonly<Record<string, () => Promise<unknown>>>;
  workers: readonly Worker[];
  close(): Promise<void>;
};

/** The only place where identity's parts meet. It reads top to bottom: use cases, then edges. */
export function compose(world: World): Service {
  const { readers, signIns, limits, habits, workers, close } = world;

  const http = createHttpApp({
    ...world,
    statusOf,
    openapi: openApiOf('Gatefold identity', identity),
    routes: [
      signInRoutes({
        requestSignIn: requestSignIn(world),
        redeemSignIn: redeemSignIn(world),
        redeemSignInCode: redeemSignInCode(world),
        currentSession: currentSession(world),
        endSession: (sessionToken) => signIns.end(sessionToken),
        jwks: () => world.tokens.jwks(),
        limits,
      }),
      sessionChangeRoutes(world),
      accountRoutes({
        accountOf: (sessionToken) => accountOf(world, sessionToken),
        own: world.own,
        requestEmailChange: requestEmailChange(world),
        confirmEmailChange: confirmEmailChange(world),
        requestErasure: requestErasure(world),
        confirmErasure: confirmErasure(world),
        limits,
      }),
      passkeyRoutes(passkeysIn(world)),
      secondFactorRoutes(secondFactorsIn(world)),
      staffSignInRoutes(staffSignInsIn(world)),
      mailedLinkRoutes({
        createMailedLinks: createMailedLinks(world),
        openMailedLink: openMailedLink(world),
      }),
      readerRoutes({
        createProvisionalReader: createProvisionalReader(world),
        openProvisionalSession: (readerId) => signIns.openProvisional(readerId),
        createConfirmationLink: createConfirmationLink(world),
        readers,
        habits,
      }),
      signInRecordRoutes(world),
      staffRoutes(staffDeskIn(world)),
    ],
  });

  const forgetting = forgetExpiredHourly({ ...world, forgetExpired: () => signIns.forgetExpired() });
  return { http, workers: [...workers, forgetting], close };
}

/** What is done with passkeys. */
const passkeysIn = (world: World) => ({
  passkeysOf: passkeysOf(world),
  beginPasskey: beginPasskey(world),
  addPasskey: addPasskey(world),
  renamePasskey: renamePasskey(world),
  removePasskey: removePasskey(world),
  beginPasskeySignIn: (at: AtTitle) => world.passkeys.beginSignIn(at),
  signInWithPasskey: (signed: SignedByPasskey) => world.passkeys.signIn(signed),
  limits: world.limits,
});

/** What staff do with their second factor. */
const secondFactorsIn = (world: World) => ({
  accountOf: (sessionToken: string) => accountOf(world, sessionToken),
  beginSecondFactor: beginSecondFactor(world),
  confirmSecondFactor: confirmSecondFactor(world),
  passSecondFactor: passSecondFactor(world),
  renewBackupCodes: renewBackupCodes(world),
  limits: world.limits,
});

/** How staff sign in by their organisation. */
const staffSignInsIn = (world: World) => ({
  providerName: world.staffProvider?.name ?? null,
  beginStaffSignIn: beginStaffSignIn(world),
  finishStaffSignIn: finishStaffSignIn(world),
  limits: world.limits,
});

/** What only those who run the system do. */
const staffDeskIn = (world: World) => ({
  giveRole: (given: GivenRole) => world.readers.giveRole(given, world.newId()),
  resetSecondFactor: resetSecondFactor(world),
  desk: world.staffDesk,
  announceAll: () => world.readers.announceAll(),
});
