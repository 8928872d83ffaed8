import { DAY, plus, type MachineClock, type NewId } from '@gatefold/kernel';
import { refuse } from '../domain/refusals.ts';
import { isAppCode, normaliseCode, type SecondFactor } from '../domain/second-factor.ts';
import { accountOf, isFresh } from './own-account.ts';
import type { AccountMail, AppUrls, OwnAccount, SecondFactors, SignInMails, SignIns } from './ports.ts';

type Deps = {
  signIns: SignIns;
  own: OwnAccount;
  secondFactors: SecondFactors;
  mails: SignInMails;
  newId: NewId;
  clock: MachineClock;
  appUrls: AppUrls;
};

/** One of the staff, by a session in which the second factor stands as it must for what is asked. */
async function staffWith(
  deps: Pick<Deps, 'signIns'>,
  { sessionToken, stands }: { sessionToken: string; stands: readonly SecondFactor[] },
): Promise<{ readerId: string; email: string; locale: string | null }> {
  const { secondFactor, ...account } = await accountOf(deps, sessionToken);
  if (stands.includes(secondFactor)) return account;
  const isMissing = secondFactor === 'due' || secondFactor === 'unset';
  throw refuse(isMissing ? 'second-factor-due' : 'second-factor-kept');
}

/** A new secret for an authenticator app. It is nothing until its first code is given. */
export const beginSecondFactor =
  (deps: Deps) =>
  async ({ sessionToken }: { sessionToken: string }): Promise<string> => {
    await staffWith(deps, { sessionToken, stands: ['unset', 'passed'] });
    // The mail that opened it is the only factor so far; one that was opened long ago is none.
    if (!(await isFresh(deps, sessionToken))) throw refuse('session-not-fresh');
    return deps.secondFactors.begin(sessionToken);
  };

type Coded = { sessionToken: string; code: string };

export const confirmSecondFactor =
  (deps: Deps) =>
  async ({ sessionToken, code }: Coded) => {
    const { email, locale } = await staffWith(deps, { sessionToken, stands: ['unset', 'passed'] });
    if (!(await isFresh(deps, sessionToken))) throw refuse('session-not-fresh');
    const app = normaliseCode(code);
    if (!isAppCode(app)) throw refuse('second-factor-wrong');
    const opened = await deps.secondFactors.confirm(sessionToken, app);
    await tell(deps, { about: 'second-factor-added', email, locale });
    return opened;
  };

/** Shows the second factor. Its owner hears of a backup code that was used, as it may be somebody's who found it. */
export const passSecondFactor =
  (deps: Deps) =>
  async ({ sessionToken, code }: Coded) => {
    const { email, locale } = await staffWith(deps, { sessionToken, stands: ['due'] });
    const { isBackupCode, ...opened } = await deps.secondFactors.pass(sessionToken, normaliseCode(code));
    if (isBackupCode) await tell(deps, { about: 'backup-code-used', email, locale });
    return opened;
  };

export const renewBackupCodes =
  (deps: Deps) =>
  async ({ sessionToken }: { sessionToken: string }): Promise<readonly string[]> => {
    await staffWith(deps, { sessionToken, stands: ['passed'] });
    return deps.secondFactors.renewCodes(sessionToken);
  };

/** For a device that is lost: app, backup codes and passkeys are gone, and every session with them. */
export const resetSecondFactor =
  (deps: Pick<Deps, 'secondFactors' | 'mails' | 'newId' | 'clock' | 'appUrls'>) =>
  async ({ accountId, by }: { accountId: string; by: string }): Promise<void> =>
    tell(deps, { about: 'second-factor-reset', ...(await deps.secondFactors.reset(accountId, by)) });

const tell = (
  { mails, newId, clock, appUrls }: Pick<Deps, 'mails' | 'newId' | 'clock' | 'appUrls'>,
  matter: Pick<AccountMail, 'about' | 'email' | 'locale'>,
): Promise<void> =>
  mails.sendAbout({
    ...{ id: newId(), ...matter },
    ...{ url: `${appUrls.finance}/sign-in`, expiresAt: plus(clock.now(), DAY) },
  });
