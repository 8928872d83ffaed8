import { MINUTE, SECOND, type NewId } from '@gatefold/kernel';
import { normaliseAddress } from '../domain/address.ts';
import { confirmUrl } from './confirm-url.ts';
import type { App, SignIns, SignInMails } from './ports.ts';

const LINK_SECONDS = (10 * MINUTE) / SECOND;

type Deps = { signIns: SignIns; mails: SignInMails; newId: NewId; appUrls: Readonly<Record<App, string>> };

export type RequestSignIn = { email: string; returnTo: string; app: App };

/**
 * Mails a link that signs in.
 *
 * Nothing here looks whether the address is known, so neither the answer nor its time can tell.
 * It resolves once mail has taken the link on; the mail itself leaves in the background.
 */
export const requestSignIn =
  ({ signIns, mails, newId, appUrls }: Deps) =>
  async ({ email, returnTo, app }: RequestSignIn): Promise<void> => {
    const address = normaliseAddress(email);
    const { token, expiresAt } = await signIns.issueLink(address, returnTo, LINK_SECONDS);
    await mails.send({ id: newId(), email: address, url: confirmUrl(appUrls[app], token), expiresAt });
  };
