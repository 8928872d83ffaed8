import { ApiProblem, identity } from '@gatefold/api';
import { Button } from '@gatefold/ui/button';
import { home, ownPath, withQuery, type OwnPath } from '@gatefold/web-kit/own-path';
import { redirect, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from 'react-router';
import { identityAway, problemPage } from '../features/problem/problem.ts';
import { visitOf } from '../server/visit.ts';

export const meta: MetaFunction = () => [{ title: 'Sign in · Gatefold finance' }];

const linkSpent = {
  title: 'This link does not work any more',
  says: 'It was used before, or its time is over. That happens when a mail is opened twice. A new one takes a moment.',
  action: { label: 'Mail me a new link', href: '/sign-in' },
};

const LONGEST = 1_000;

/** Only a button: programs that look through mails open links, and must not use them up. */
export function loader({ request }: LoaderFunctionArgs) {
  const token = new URL(request.url).searchParams.get('token') ?? '';
  if (token === '' || token.length > LONGEST) throw problemPage(410, linkSpent);
  return { token };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const { asPages, cookies, forgetSession } = visitOf(context);
  const token = (await request.formData()).get('token');
  if (typeof token !== 'string' || token === '' || token.length > LONGEST) throw problemPage(410, linkSpent);
  const opened = await asPages.identity
    .call(identity.redeemSignIn, { body: { token } })
    .catch((error: unknown) => {
      if (!(error instanceof ApiProblem)) throw error;
      if (error.status < 500) throw problemPage(410, linkSpent);
      throw problemPage(503, identityAway(withQuery('/sign-in/confirm' as OwnPath, 'token', token)));
    });
  forgetSession();
  throw redirect(ownPath(opened.returnTo) ?? home, {
    status: 303,
    headers: { 'set-cookie': cookies.open(opened.sessionToken, opened.expiresAt) },
  });
}

export default function SignInConfirm() {
  const { token } = useLoaderData<typeof loader>();
  return (
    <div className="narrow">
      <h1>Sign in to Gatefold finance</h1>
      <p>One step is left: this button confirms your address and signs you in, in this browser.</p>
      <form method="post" action="/sign-in/confirm">
        <input type="hidden" name="token" value={token} />
        <Button main>Sign in</Button>
      </form>
    </div>
  );
}
