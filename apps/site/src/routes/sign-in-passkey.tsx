import { ApiProblem, identity } from '@gatefold/api';
import { ownPath, type OwnPath } from '@gatefold/web-kit/own-path';
import { redirect, type ActionFunctionArgs } from 'react-router';
import { asPage, problemPage } from '../features/problem/problem.ts';
import { saidByBrowser } from '../server/passkeys.ts';
import { visitOf } from '../server/visit.ts';

export const loader = () => redirect('/sign-in', 303);

const notTaken = {
  title: 'passkeys.not-taken',
  says: 'passkeys.not-taken-says',
  action: { label: 'passkeys.to-sign-in', href: '/sign-in' },
} as const;

/** Signs in with what a passkey has signed. */
export async function action({ context, request }: ActionFunctionArgs) {
  const { asSite, ceremony, ceremonies, cookies, device, forgetSession, from, locale, voice } =
    visitOf(context);
  const form = await request.formData();
  const response = saidByBrowser(form);
  if (response === null || ceremony === null) throw problemPage(422, notTaken);
  try {
    const opened = await asSite.identity.call(identity.signInWithPasskey, {
      body: { ceremony, response, device, locale, title: voice.paper.key },
      ...(from === null ? {} : { forwardedFor: from }),
    });
    forgetSession();
    const headers = new Headers({ 'set-cookie': cookies.open(opened.sessionToken, opened.expiresAt) });
    headers.append('set-cookie', ceremonies.close());
    const returnTo = ownPath(form.get('returnTo')) ?? ('/account' as OwnPath);
    return redirect(returnTo, { status: 303, headers });
  } catch (error) {
    const isRefused =
      error instanceof ApiProblem && ['passkey-refused', 'invalid-input'].includes(error.code);
    throw isRefused ? problemPage(422, notTaken) : asPage(error);
  }
}

export { default } from '../features/problem/never-shown.tsx';
