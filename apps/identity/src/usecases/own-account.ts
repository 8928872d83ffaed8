import { DAY, plus, type MachineClock, type NewId } from '@gatefold/kernel';
import { refuse } from '../domain/refusals.ts';
import type { SecondFactor } from '../domain/second-factor.ts';
import type { AccountActions, AppUrls, OwnAccount, SignInMails, SignIns } from './ports.ts';

/** The account that a session belongs to; one of an address that nobody has verified is none. */
export async function accountOf(
  { signIns }: { signIns: Pick<SignIns, 'holderOf'> },
  sessionToken: string,
): Promise<{ readerId: string; email: string; locale: string | null; secondFactor: SecondFactor }> {
  const holder = await signIns.holderOf(sessionToken);
  if (holder === null || holder.email === null) throw refuse('session-ended');
  const { readerId, email, locale, spokenLocale, secondFactor } = holder;
  return { readerId, email, locale: locale ?? spokenLocale, secondFactor };
}

/** How old a session may be that adds a way to sign in: somebody's open browser of last week may not. */
const FRESH = DAY;

/** Whether the session was opened not long ago. */
export async function isFresh(
  { own, clock }: { own: OwnAccount; clock: MachineClock },
  sessionToken: string,
): Promise<boolean> {
  const current = (await own.sessions(sessionToken)).find((one) => one.current);
  return current !== undefined && clock.now() <= plus(current.startedAt, FRESH);
}

type Deps = {
  signIns: SignIns;
  actions: AccountActions;
  mails: SignInMails;
  newId: NewId;
  clock: MachineClock;
  appUrls: AppUrls;
};

type Erasure = { sessionToken: string; token: string; title?: string | undefined };

/** An open browser is not enough to delete an account: its address must say so as well. */
export const requestErasure =
  ({ actions, mails, newId, appUrls, ...deps }: Deps) =>
  async ({ sessionToken, title }: { sessionToken: string; title?: string | undefined }): Promise<void> => {
    const { readerId, email, locale } = await accountOf(deps, sessionToken);
    const { token, expiresAt } = await actions.openErasure(readerId);
    const url = `${appUrls.site(title)}/account/delete/confirm?token=${token}`;
    await mails.sendAbout({ id: newId(), about: 'erasure', email, url, expiresAt, title, locale });
  };

export const confirmErasure =
  ({ actions, mails, newId, clock, appUrls, ...deps }: Deps) =>
  async ({ sessionToken, token, title }: Erasure): Promise<void> => {
    const { readerId, locale } = await accountOf(deps, sessionToken);
    const email = await actions.useErasure(readerId, token);
    await mails.sendAbout({
      ...{ id: newId(), about: 'erased', email, title, locale },
      ...{ url: `${appUrls.site(title)}/`, expiresAt: plus(clock.now(), DAY) },
    });
  };
