import { languageOf, localeOf, defaultLanguage } from '@gatefold/words';
import { editionFor } from '../domain/issue.ts';
import { newsletterLetter } from '../domain/letters/newsletter.ts';
import type { Newsletter } from '../domain/newsletter.ts';
import { sayTo } from '../domain/words.ts';
import type { Deliveries } from './delivery-ports.ts';
import type { Access, Choices, Issues, LeaveLinks } from './newsletter-ports.ts';
import type { Addressed, Contact, Readers, Title } from './ports.ts';
import { included } from './readers-newsletters.ts';

export type IssueDeps = {
  readonly newsletters: readonly Newsletter[];
  readonly issues: Pick<Issues, 'of'>;
  readonly choices: Pick<Choices<never>, 'comes'>;
  readonly access: Access;
  readonly readers: Pick<Readers, 'contact'>;
  readonly deliveries: Pick<Deliveries<never>, 'undeliverableSince'>;
  readonly leaveLinks: Pick<LeaveLinks, 'urlFor'>;
  /** The title of this key, else the main one. */
  readonly titleNamed: (key: string | undefined) => Title;
};

/**
 * An issue for one reader; null for one who left meanwhile, whose subscription no longer holds it, or whose address
 * is not confirmed or takes no mail. All is asked when the mail leaves, not when the issue was written.
 */
export const writeIssue =
  (deps: IssueDeps) =>
  async ({ readerId, issueId }: { readerId: string; issueId: string }): Promise<Addressed | null> => {
    const issue = await deps.issues.of(issueId);
    const newsletter = deps.newsletters.find(({ key }) => key === issue?.newsletter);
    if (issue === null || newsletter === undefined) return null;
    const named = { readerId, newsletter: newsletter.key };
    if (!(await deps.choices.comes(named))) return null;
    if (!(await included(deps.access, readerId, newsletter))) return null;
    const contact = await reachable(deps, readerId);
    if (contact === null) return null;
    const found = editionFor(issue.editions, languageOf(contact.locale) ?? defaultLanguage);
    if (found === null) return null;

    const { language, edition } = found;
    const locale = languageOf(contact.locale) === language ? contact.locale : localeOf(language);
    const title = deps.titleNamed(newsletter.publication);
    const leaveUrl = deps.leaveLinks.urlFor(named, title.url);
    const context = {
      ...{ publication: title.name, siteUrl: title.url },
      ...{ name: newsletter.name[language], leaveUrl, say: sayTo(locale) },
    };
    const list = { key: newsletter.key, leaveUrl };
    return { title, to: contact.email, locale, letter: newsletterLetter(edition, context), list };
  };

/** Where a reader is written to; null for an address that is not confirmed, or from which mails come back. */
async function reachable({ readers, deliveries }: IssueDeps, readerId: string): Promise<Contact | null> {
  const contact = await readers.contact(readerId);
  if (contact?.verified !== true) return null;
  return (await deliveries.undeliverableSince(readerId, contact.email)) === null ? contact : null;
}
