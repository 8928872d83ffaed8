import { DAY, SECOND } from '@gatefold/kernel';
import { refuse } from '../domain/refusals.ts';
import { confirmUrl } from './confirm-url.ts';
import type { AppUrls, Readers, SignIns } from './ports.ts';

/** A week, since people open a receipt late; after that they ask for an ordinary link. */
const LINK_SECONDS = (7 * DAY) / SECOND;

type Deps = { readers: Readers; signIns: SignIns; appUrls: AppUrls };

type Asked = { readerId: string; returnTo: string; title?: string | undefined };

/** The link in the mail that confirms a purchase: it verifies the address and signs in. */
export const createConfirmationLink =
  ({ readers, signIns, appUrls }: Deps) =>
  async ({ readerId, returnTo, title }: Asked) => {
    const contact = await readers.contact(readerId);
    if (contact === null) throw refuse('reader-not-found');
    await readers.markConfirmed(readerId);
    const { token, expiresAt } = await signIns.issueLink(contact.email, returnTo, LINK_SECONDS);
    return { url: confirmUrl(appUrls.site(title), token), expiresAt };
  };
