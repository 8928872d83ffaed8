import { DAY, plus, type MachineClock, type NewId } from '@gatefold/kernel';
import { refuse } from '../domain/refusals.ts';
import { accountOf, isFresh } from './own-account.ts';
import type {
  AppUrls,
  AtTitle,
  Ceremony,
  MadePasskey,
  OwnAccount,
  Passkeys,
  SignInMails,
  SignIns,
} from './ports.ts';

type Deps = {
  signIns: SignIns;
  own: OwnAccount;
  passkeys: Passkeys;
  mails: SignInMails;
  newId: NewId;
  clock: MachineClock;
  appUrls: AppUrls;
};

/**
 * The account of a session that was opened not long ago. One of the staff who has a second factor has
 * shown it there: else a mailbox alone would be enough for a passkey, and the passkey for the role.
 */
async function freshAccountOf(deps: Deps, sessionToken: string) {
  const account = await accountOf(deps, sessionToken);
  if (!(await isFresh(deps, sessionToken))) throw refuse('session-not-fresh');
  if (account.secondFactor === 'due') throw refuse('second-factor-due');
  return account;
}

export const beginPasskey =
  (deps: Deps) =>
  async ({ sessionToken, ...at }: AtTitle & { sessionToken: string }): Promise<Ceremony> =>
    deps.passkeys.begin(await freshAccountOf(deps, sessionToken), at);

/** Keeps a passkey, and tells the account's address, so that its owner hears of one that is not theirs. */
export const addPasskey =
  (deps: Deps) =>
  async ({ sessionToken, ...made }: MadePasskey & { sessionToken: string }): Promise<void> => {
    const { passkeys, mails, newId, clock, appUrls } = deps;
    const account = await freshAccountOf(deps, sessionToken);
    await passkeys.add(account, made);
    await mails.sendAbout({
      ...{ id: newId(), about: 'passkey-added', email: account.email, locale: account.locale },
      ...{
        title: made.title,
        url: `${appUrls.site(made.title)}/account/passkeys`,
        expiresAt: plus(clock.now(), DAY),
      },
    });
  };

export const passkeysOf =
  (deps: Deps) =>
  async ({ sessionToken }: { sessionToken: string }) =>
    deps.passkeys.of((await accountOf(deps, sessionToken)).readerId);

export const renamePasskey =
  (deps: Deps) =>
  async ({ sessionToken, ...change }: { sessionToken: string; id: string; name: string }): Promise<void> =>
    deps.passkeys.rename((await accountOf(deps, sessionToken)).readerId, change);

export const removePasskey =
  (deps: Deps) =>
  async ({ sessionToken, id }: { sessionToken: string; id: string }): Promise<void> =>
    deps.passkeys.remove((await accountOf(deps, sessionToken)).readerId, id);
