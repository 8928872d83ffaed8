import { identity } from '@gatefold/api';
import { isId } from '@gatefold/kernel';
import type { OwnPath } from '@gatefold/web-kit/own-path';
import { redirect, type ActionFunctionArgs } from 'react-router';
import { throwAsPage } from '../server/account.ts';
import { ownSession } from '../server/own-account.ts';
import { visitOf } from '../server/visit.ts';

const settings = '/account/settings' as OwnPath;

export const loader = () => redirect(settings, 303);

/** Signs out one other browser, or all others; this one stays. */
export async function action({ context, request }: ActionFunctionArgs) {
  const visit = visitOf(context);
  const { sessionToken } = ownSession(visit, settings);
  const id = (await request.formData()).get('id');
  const one = typeof id === 'string' && isId(id) ? { id } : {};
  await visit.asSite.identity
    .call(identity.endOtherSessions, { body: { sessionToken, ...one } })
    .catch(throwAsPage);
  return redirect('/account/settings?done=sessions-ended', 303);
}

export { default } from '../features/problem/never-shown.tsx';
