import type { NoticeData } from '@gatefold/events';
import { at, MINUTE, type MachineClock } from '@gatefold/kernel';
import { accountLetter } from '../domain/letters/account.ts';
import { noticeLetter } from '../domain/letters/notices.ts';
import { seatInvitation, seatTaken } from '../domain/letters/seats.ts';
import { signInLetter } from '../domain/letters/sign-in.ts';
import { linksIn, type MailedLinks } from '../domain/mailed-links.ts';
import { titleIn, type Matter } from '../domain/message.ts';
import { sayTo, wordsFor } from '../domain/words.ts';
import type { Addressed, Gifts, Readers, Title } from './ports.ts';
import { writeIssue, type IssueDeps } from './write-issue.ts';

type Deps = Omit<IssueDeps, 'readers'> & {
  readers: Readers;
  gifts: Gifts;
  /** The language of a mail to somebody of whom identity knows nothing. */
  locale: string;
  machineClock: MachineClock;
};

/** Whom a mail goes to and what it says; null when its reader does not exist any more, or what it tells of. */
export const writeLetter = (deps: Deps) => {
  const { readers, gifts, titleNamed, locale: usual, machineClock } = deps;
  const issueFor = writeIssue(deps);
  return async (matter: Matter): Promise<Addressed | null> => {
    if (matter.kind === 'newsletter') return issueFor(matter);
    const title = titleNamed(titleIn(matter));
    const { name: publication, url: siteUrl } = title;
    if (matter.kind === 'account') {
      const { email, about, url, locale = usual } = matter;
      const letter = accountLetter(about, { publication, url, say: sayTo(locale) });
      return { title, to: email, locale, letter };
    }
    if (matter.kind === 'sign-in') {
      const { email, url, expiresAt, code, locale = usual } = matter;
      const minutes = Math.round((at(expiresAt).getTime() - machineClock.now().getTime()) / MINUTE);
      return {
        title,
        to: email,
        locale,
        letter: signInLetter({ publication, url, code, minutes: Math.max(1, minutes), say: sayTo(locale) }),
      };
    }

    if (matter.kind === 'seat-invitation')
      return {
        title,
        to: matter.email,
        locale: usual,
        letter: seatInvitation(matter, { publication, siteUrl, say: sayTo(usual) }),
      };
    if (matter.kind === 'seat-taken') {
      const owner = await readers.contact(matter.readerId);
      if (owner === null) return null;
      return {
        title,
        to: owner.email,
        locale: owner.locale,
        letter: seatTaken(matter, { publication, siteUrl, say: sayTo(owner.locale) }),
      };
    }

    return writeNotice({ readers, gifts, title }, matter.notice);
  };
};

/** Letters to readers who may have no account yet: a link in them proves the address. */
const confirming: readonly NoticeData['kind'][] = ['purchase-confirmed', 'subscription-imported'];

type Noticing = Pick<Deps, 'readers' | 'gifts'> & { title: Title };

async function writeNotice(
  { readers, gifts, title }: Noticing,
  notice: NoticeData,
): Promise<Addressed | null> {
  const { readerId, kind, facts, subscriptionId } = notice;
  const contact = await readers.contact(readerId);
  if (contact === null) return null;
  const signInUrl = confirming.includes(kind)
    ? await readers.signInUrl(readerId, { returnTo: facts.returnTo ?? '/', title: title.key })
    : null;
  const links = await linksOf(readers, notice, title);
  const gift = kind.startsWith('gift-') ? await gifts.card(subscriptionId, contact.locale) : null;
  if (kind === 'gift-arrived' && (gift?.code ?? null) === null) return null;
  const known = { facts, publication: title.name, siteUrl: title.url, signInUrl, links, gift };
  const letter = noticeLetter(kind, { ...known, words: wordsFor(contact), say: sayTo(contact.locale) });
  return { title, to: contact.email, locale: contact.locale, letter };
}

async function linksOf(
  readers: Readers,
  { kind, readerId, subscriptionId }: NoticeData,
  { key: title }: Title,
): Promise<MailedLinks> {
  const purposes = linksIn(kind);
  return purposes.length === 0 ? {} : readers.links(readerId, { subject: subscriptionId, purposes, title });
}
