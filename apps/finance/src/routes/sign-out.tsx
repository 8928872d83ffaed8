import { identity } from '@gatefold/api';
import { redirect, type ActionFunctionArgs } from 'react-router';
import { visitOf } from '../server/visit.ts';

export const loader = () => redirect('/events', 303);

/** This browser is signed out in any case; identity ends the session everywhere when it can be reached. */
export async function action({ context }: ActionFunctionArgs) {
  const { asPages, cookie, cookies, forgetSession, report } = visitOf(context);
  if (cookie !== null)
    await asPages.identity
      .call(identity.endSession, { body: { sessionToken: cookie } })
      .catch((error: unknown) => report(error, 'a session could not be ended at identity'));
  forgetSession();
  return redirect('/sign-in', { status: 303, headers: { 'set-cookie': cookies.close() } });
}
