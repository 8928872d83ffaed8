import { MINUTE, SECOND, type NewId } from '@gatefold/kernel';
import { normaliseAddress } from '../domain/address.ts';
import { confirmUrl } from './confirm-url.ts';
import type { App, AppUrls, SignInCodes, SignIns, SignInMails } from './ports.ts';

const LINK_SECONDS = (10 * MINUTE) / SECOND;

type Deps = {
  signIns: SignIns;
  codes: SignInCodes;
  mails: SignInMails;
  newId: NewId;
  appUrls: AppUrls;
};

export type RequestSignIn = {
  email: string;
  returnTo: string;
  app: App;
  /** Whose site the link opens, and whose name the mail bears. */
  title?: string | undefined;
  locale: string | null;
};

/**
 * Mails a link that signs in.
 *
 * Nothing here looks whether the address is known, so neither the answer nor its time can tell.
 * It resolves once mail has taken the link on; the mail itself leaves in the background. The answer
 * is for the browser that asks: with it the code in the mail works as the link does.
 */
export const requestSignIn =
  ({ signIns, codes, mails, newId, appUrls }: Deps) =>
  async ({
    email,
    returnTo,
    app,
    title,
    locale,
  }: RequestSignIn): Promise<{ attempt: string; expiresAt: Date }> => {
    const address = normaliseAddress(email);
    const { token, expiresAt } = await signIns.issueLink(address, returnTo, LINK_SECONDS);
    const { attempt, code } = await codes.issue({ token, expiresAt });
    const url = confirmUrl(app === 'finance' ? appUrls.finance : appUrls.site(title), token);
    await mails.send({ id: newId(), email: address, url, expiresAt, code, title, locale });
    return { attempt, expiresAt };
  };
