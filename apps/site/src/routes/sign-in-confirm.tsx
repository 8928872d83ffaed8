import { ApiProblem, identity } from '@gatefold/api';
import { Button } from '@gatefold/ui/button';
import { home, ownPath } from '@gatefold/web-kit/own-path';
import { redirect, useLoaderData, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { asPage, problemPage } from '../features/problem/problem.ts';
import { visitOf } from '../server/visit.ts';
import { Head, useVoice } from '../words/speaking.tsx';

const linkSpent = {
  title: 'link.spent',
  says: 'link.spent-says',
  action: { label: 'link.mail-new', href: '/sign-in' },
} as const;

const LONGEST = 1_000;

/** Only a button: programs that look through mails open links, and must not use them up. */
export function loader({ request }: LoaderFunctionArgs) {
  const token = new URL(request.url).searchParams.get('token') ?? '';
  if (token === '' || token.length > LONGEST) throw problemPage(410, linkSpent);
  return { token };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const { asSite, cookies, device, forgetSession, locale } = visitOf(context);
  const token = (await request.formData()).get('token');
  if (typeof token !== 'string' || token === '' || token.length > LONGEST) throw problemPage(410, linkSpent);
  const opened = await asSite.identity
    .call(identity.redeemSignIn, { body: { token, device, locale } })
    .catch((error: unknown) => {
      throw error instanceof ApiProblem && error.status < 500 ? problemPage(410, linkSpent) : asPage(error);
    });
  forgetSession();
  throw redirect(ownPath(opened.returnTo) ?? home, {
    status: 303,
    headers: { 'set-cookie': cookies.open(opened.sessionToken, opened.expiresAt) },
  });
}

export default function SignInConfirm() {
  const { token } = useLoaderData<typeof loader>();
  const { say, paper } = useVoice();
  return (
    <div className="narrow">
      <Head title={say('sign-in.title')} />
      <h1>{say('sign-in.to', { name: paper.name })}</h1>
      <p>{say('sign-in.one-step')}</p>
      <form method="post" action="/sign-in/confirm">
        <input type="hidden" name="token" value={token} />
        <Button main>{say('sign-in.title')}</Button>
      </form>
    </div>
  );
}
