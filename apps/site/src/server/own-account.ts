import { identity } from '@gatefold/api';
import { redirect } from 'react-router';
import { signInPath, type SitePath } from '../site-path.ts';
import { throwAsPage, verified } from './account.ts';
import type { Visit } from './visit.ts';

/** The session with which an owner's wishes are handed to identity; all others are led to the sign-in and back. */
export function ownSession(visit: Visit, returnTo: SitePath): { sessionToken: string; email: string | null } {
  const { email } = verified(visit, returnTo);
  if (visit.cookie === null) throw redirect(signInPath(returnTo), 303);
  return { sessionToken: visit.cookie, email };
}

export const sessionsOf = async (visit: Visit, sessionToken: string) =>
  (await visit.asSite.identity.call(identity.listSessions, { body: { sessionToken } }).catch(throwAsPage))
    .data;
