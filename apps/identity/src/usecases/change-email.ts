import { DAY, plus, type MachineClock, type NewId } from '@gatefold/kernel';
import { normaliseAddress } from '../domain/address.ts';
import { refuse } from '../domain/refusals.ts';
import { settle } from '../domain/settle.ts';
import { accountOf } from './own-account.ts';
import type { AccountActions, AppUrls, SignInMails, SignIns } from './ports.ts';

type Deps = {
  signIns: SignIns;
  actions: AccountActions;
  mails: SignInMails;
  newId: NewId;
  clock: MachineClock;
  appUrls: AppUrls;
};

type Asked = { sessionToken: string; email: string; title?: string | undefined };

/**
 * Mails a link to the account's address and one to the new one.
 *
 * Both must be used: the first so that nobody with an open browser takes an account away, the second
 * so that nobody gives it an address of somebody else. Nothing here looks whether the new one is known.
 */
export const requestEmailChange =
  ({ actions, mails, newId, appUrls, ...deps }: Deps) =>
  async ({ sessionToken, email, title }: Asked): Promise<void> => {
    const { readerId, email: oldEmail, locale } = await accountOf(deps, sessionToken);
    const address = normaliseAddress(email);
    if (address === oldEmail) throw refuse('address-unchanged');
    const links = await actions.openEmailChange(readerId, address);
    const send = (about: 'email-change-old' | 'email-change-new', to: string, link: typeof links.old) =>
      mails.sendAbout({
        ...{ id: newId(), about, email: to, expiresAt: link.expiresAt, title, locale },
        url: `${appUrls.site(title)}/account/email/confirm?token=${link.token}`,
      });
    await send('email-change-old', oldEmail, links.old);
    await send('email-change-new', address, links.new);
  };

/** With the second of the two links the address is changed, and the old one is told. */
export const confirmEmailChange =
  ({ actions, mails, newId, clock, appUrls }: Deps) =>
  async ({
    token,
    title,
  }: {
    token: string;
    title?: string | undefined;
  }): Promise<'one-left' | 'changed'> => {
    const changed = await actions.useEmailChange(token, (known) => settle(known, newId()));
    if (changed === null) return 'one-left';
    await mails.sendAbout({
      ...{ id: newId(), about: 'email-changed', email: changed.oldEmail, title, locale: changed.locale },
      ...{ url: `${appUrls.site(title)}/account`, expiresAt: plus(clock.now(), DAY) },
    });
    return 'changed';
  };
