import type { Session } from '@gatefold/web-kit';
import { withQuery, type OwnPath } from '@gatefold/web-kit/own-path';
import { redirect } from 'react-router';
import { identityAway, noPermission, problemPage } from '../features/problem/problem.ts';
import { signInPath } from '../sign-in-path.ts';
import type { Visit } from './visit.ts';

/** What everyone may open: nothing of a reader's or of the books is on these. */
export const isOpen = (path: OwnPath): boolean => /^\/sign-(in|out)(?=[/?]|$)/.test(path);

export const isStaff = ({ role, provisional }: Pick<Session, 'role' | 'provisional'>): boolean =>
  !provisional && (role === 'finance' || role === 'admin');

/** What people type at other addresses is not written down. */
const places =
  'audit|cases|events|exports|gifts|imports|institutions|latency|offers|periods|playground|price-rises|readers|reconciliation|reports|requests|search|security|staff|subscriptions|webhooks';
const parts =
  'cancel-now|cohorts|comp|credit|csv|deliveries|evidence|file|forecast|json|mrr|pdf|plan|refund|revenue|subscriptions|[0-9a-f-]{36}|[0-9]{4}-[0-9]{2}';
const known = new RegExp(`^/(?:${places})?(?:/(?:${parts}))*(?=[?#]|$)`);

/**
 * Lets in who holds the role, and writes down what they look at.
 *
 * Throws the page or the redirect for everybody else. The services look at the role again, since
 * they are asked with the person's own token.
 */
export function admit(visit: Visit, path: OwnPath): void {
  const { session } = visit;
  switch (session.kind) {
    case 'none':
    case 'ended':
      throw redirect(signInPath(path), 303);
    case 'unknown':
      throw problemPage(503, { ...identityAway(path), requestId: visit.requestId });
    case 'reader':
      askForFactor(session.session.secondFactor, path);
      if (!isStaff(session.session))
        throw problemPage(403, { ...noPermission(session.session.email), requestId: visit.requestId });
      visit.noteRead(known.exec(path)?.[0] ?? 'nothing that exists');
  }
}

/** Leads those who have a role, and have shown one factor, to the other. */
function askForFactor(stands: Session['secondFactor'], path: OwnPath): void {
  if (stands === 'due') throw redirect(withQuery('/sign-in/code' as OwnPath, 'next', path), 303);
  if (stands === 'unset') throw redirect(withQuery('/sign-in/set-up' as OwnPath, 'next', path), 303);
}
