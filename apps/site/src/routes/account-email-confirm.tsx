import { ApiProblem, identity } from '@gatefold/api';
import { redirect, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from 'react-router';
import { EmailConfirmedPage, EmailConfirmPage } from '../features/account/email-confirm-page.tsx';
import { problemPage } from '../features/problem/problem.ts';
import { publication } from '../publication.ts';
import { asSpent, tokenFrom } from '../server/mailed-link.ts';
import { visitOf } from '../server/visit.ts';

export const meta: MetaFunction = () => [
  { title: `Confirm the new address · ${publication.name}` },
  { name: 'robots', content: 'noindex' },
];

const spent = {
  title: 'This link does not work any more',
  says: 'It was used before, or its time is over. Whether the address was changed stands in your account.',
  action: { label: 'To your account', href: '/account/settings' },
};

const taken = {
  title: 'The new address has an account of its own',
  says: 'Nothing was changed. Sign in with the new address to use that account, or choose another one.',
  action: { label: 'To your account', href: '/account/settings' },
};

export function loader({ request }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  const state = searchParams.get('state');
  if (state === 'one-left' || state === 'changed') return { state } as const;
  return { token: tokenFrom(searchParams.get('token'), spent) };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const { asSite, forgetSession } = visitOf(context);
  const token = tokenFrom((await request.formData()).get('token'), spent);
  const { state } = await asSite.identity
    .call(identity.confirmEmailChange, { body: { token } })
    .catch((error: unknown) => {
      if (error instanceof ApiProblem && error.code === 'address-has-account') throw problemPage(409, taken);
      return asSpent(spent)(error);
    });
  forgetSession();
  return redirect(`/account/email/confirm?state=${state}`, 303);
}

export default function EmailConfirm() {
  const page = useLoaderData<typeof loader>();
  if ('state' in page) return <EmailConfirmedPage state={page.state} />;
  return <EmailConfirmPage token={page.token} />;
}
