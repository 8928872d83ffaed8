import { ApiProblem, identity } from '@gatefold/api';
import { redirect, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { EmailConfirmedPage, EmailConfirmPage } from '../features/account/email-confirm-page.tsx';
import { problemPage } from '../features/problem/problem.ts';
import { asSpent, tokenFrom } from '../server/mailed-link.ts';
import { visitOf } from '../server/visit.ts';
import { Head, useVoice } from '../words/speaking.tsx';

const spent = {
  title: 'link.spent',
  says: 'email.spent-says',
  action: { label: 'frame.to-account', href: '/account/settings' },
} as const;

const taken = {
  title: 'email.taken',
  says: 'email.taken-says',
  action: { label: 'frame.to-account', href: '/account/settings' },
} as const;

export function loader({ request }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  const state = searchParams.get('state');
  if (state === 'one-left' || state === 'changed') return { state } as const;
  return { token: tokenFrom(searchParams.get('token'), spent) };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const { asSite, forgetSession, voice } = visitOf(context);
  const token = tokenFrom((await request.formData()).get('token'), spent);
  const { state } = await asSite.identity
    .call(identity.confirmEmailChange, { body: { token, title: voice.paper.key } })
    .catch((error: unknown) => {
      if (error instanceof ApiProblem && error.code === 'address-has-account') throw problemPage(409, taken);
      return asSpent(spent)(error);
    });
  forgetSession();
  return redirect(`/account/email/confirm?state=${state}`, 303);
}

export default function EmailConfirm() {
  const page = useLoaderData<typeof loader>();
  const { say } = useVoice();
  return (
    <>
      <Head title={say('email.confirm')} />
      {'state' in page ? <EmailConfirmedPage state={page.state} /> : <EmailConfirmPage token={page.token} />}
    </>
  );
}
