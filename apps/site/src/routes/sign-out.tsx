import { identity } from '@gatefold/api';
import { redirect, type ActionFunctionArgs } from 'react-router';
import { visitOf } from '../server/visit.ts';

export const loader = () => redirect('/', 303);

/** This browser is signed out in any case; identity ends the session everywhere when it can be reached. */
export async function action({ context }: ActionFunctionArgs) {
  const { asSite, cookie, cookies, pass, forgetSession, report } = visitOf(context);
  if (cookie !== null)
    await asSite.identity
      .call(identity.endSession, { body: { sessionToken: cookie } })
      .catch((error: unknown) => report(error, 'a session could not be ended at identity'));
  forgetSession();
  const headers = new Headers([
    ['set-cookie', cookies.close()],
    ['set-cookie', pass.drop()],
  ]);
  return redirect('/', { status: 303, headers });
}

export { default } from '../features/problem/never-shown.tsx';
