import { identity } from '@gatefold/api';
import type { OwnPath } from '@gatefold/web-kit/own-path';
import { languageOf, localeOf, type Language } from '@gatefold/words';
import { redirect } from 'react-router';
import { signInPath } from '../coming-back.ts';
import { throwAsPage, verified } from './account.ts';
import type { Visit } from './visit.ts';

/** The session with which an owner's wishes are handed to identity; all others are led to the sign-in and back. */
export function ownSession(visit: Visit, returnTo: OwnPath): { sessionToken: string; email: string | null } {
  const { email } = verified(visit, returnTo);
  if (visit.cookie === null) throw redirect(signInPath(returnTo), 303);
  return { sessionToken: visit.cookie, email };
}

/** Keeps them for an account too, where one is signed in; else only the browser knows. */
export async function keepHabits(
  visit: Visit,
  { language, zone }: { readonly language: Language; readonly zone?: string },
): Promise<void> {
  const { asSite, session, cookie, locale, forgetSession } = visit;
  if (session.kind !== 'reader' || session.session.provisional || cookie === null) return;
  const spoken = languageOf(locale) === language ? locale : localeOf(language);
  const body = { sessionToken: cookie, locale: spoken, ...(zone === undefined ? {} : { zone }) };
  await asSite.identity.call(identity.chooseHabits, { body }).catch(throwAsPage);
  forgetSession();
}

export const sessionsOf = async (visit: Visit, sessionToken: string) =>
  (await visit.asSite.identity.call(identity.listSessions, { body: { sessionToken } }).catch(throwAsPage))
    .data;
