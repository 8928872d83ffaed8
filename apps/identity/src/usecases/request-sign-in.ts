import { MINUTE, SECOND, type NewId } from '@gatefold/kernel';
import { normaliseAddress } from '../domain/address.ts';
import { confirmUrl } from './confirm-url.ts';
import type { SignIns, SignInMails } from './ports.ts';

const LINK_SECONDS = (10 * MINUTE) / SECOND;

type Deps = { signIns: SignIns; mails: SignInMails; newId: NewId; siteUrl: string };

/**
 * Mails a link that signs in.
 *
 * Nothing here looks whether the address is known, so neither the answer nor its time can tell.
 */
export const requestSignIn =
  ({ signIns, mails, newId, siteUrl }: Deps) =>
  async ({ email, returnTo }: { email: string; returnTo: string }): Promise<void> => {
    const address = normaliseAddress(email);
    const { token, expiresAt } = await signIns.issueLink(address, returnTo, LINK_SECONDS);
    await mails.send({ id: newId(), email: address, url: confirmUrl(siteUrl, token), expiresAt });
  };
