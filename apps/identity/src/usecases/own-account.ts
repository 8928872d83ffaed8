import { DAY, plus, type MachineClock, type NewId } from '@gatefold/kernel';
import { refuse } from '../domain/refusals.ts';
import type { AccountActions, App, SignInMails, SignIns } from './ports.ts';

/** The account that a session belongs to; one of an address that nobody has verified is none. */
export async function accountOf(
  { signIns }: { signIns: Pick<SignIns, 'holderOf'> },
  sessionToken: string,
): Promise<{ readerId: string; email: string }> {
  const holder = await signIns.holderOf(sessionToken);
  if (holder === null || holder.email === null) throw refuse('session-ended');
  return { readerId: holder.readerId, email: holder.email };
}

type Deps = {
  signIns: SignIns;
  actions: AccountActions;
  mails: SignInMails;
  newId: NewId;
  clock: MachineClock;
  appUrls: Readonly<Record<App, string>>;
};

/** An open browser is not enough to delete an account: its address must say so as well. */
export const requestErasure =
  ({ actions, mails, newId, appUrls, ...deps }: Deps) =>
  async ({ sessionToken }: { sessionToken: string }): Promise<void> => {
    const { readerId, email } = await accountOf(deps, sessionToken);
    const { token, expiresAt } = await actions.openErasure(readerId);
    const url = `${appUrls.site}/account/delete/confirm?token=${token}`;
    await mails.sendAbout({ id: newId(), about: 'erasure', email, url, expiresAt });
  };

export const confirmErasure =
  ({ actions, mails, newId, clock, appUrls, ...deps }: Deps) =>
  async ({ sessionToken, token }: { sessionToken: string; token: string }): Promise<void> => {
    const { readerId } = await accountOf(deps, sessionToken);
    const email = await actions.useErasure(readerId, token);
    const expiresAt = plus(clock.now(), DAY);
    await mails.sendAbout({ id: newId(), about: 'erased', email, url: `${appUrls.site}/`, expiresAt });
  };
