import { ApiProblem, identity } from '@gatefold/api';
import { Button } from '@gatefold/ui/button';
import { TextField } from '@gatefold/ui/field';
import { Notice } from '@gatefold/ui/notice';
import { data, redirect, useActionData, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from 'react-router';
import { z } from 'zod';
import { asPage, unavailable } from '../features/problem/problem.ts';
import { publication } from '../publication.ts';
import { visitOf } from '../server/visit.ts';
import { home, sitePath, withQuery, type SitePath } from '../site-path.ts';

export const meta: MetaFunction = () => [
  { title: `Sign in · ${publication.name}` },
  { name: 'robots', content: 'noindex' },
];

const toAccount = sitePath('/account') ?? home;

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { session } = visitOf(context);
  const returnTo = sitePath(new URL(request.url).searchParams.get('returnTo')) ?? toAccount;
  if (session.kind === 'reader' && !session.session.provisional) throw redirect(returnTo, 303);
  return { returnTo };
}

const signInAway = {
  ...unavailable,
  title: 'Signing in does not work just now',
  says: 'The part that knows readers does not answer. Your account and your subscription are as they were. Please try again in a minute.',
};

/** Mails a link. Neither the answer nor its words tell whether the address is known. */
export async function action({ context, request }: ActionFunctionArgs) {
  const { asSite, attempts, from } = visitOf(context);
  const form = await request.formData();
  const returnTo = sitePath(form.get('returnTo')) ?? toAccount;
  const email = z.string().trim().max(254).pipe(z.email()).safeParse(form.get('email'));
  const again = (error: string, status: number) =>
    data({ error, email: String(form.get('email') ?? '').slice(0, 300), returnTo }, { status });
  if (!email.success) return again('Please give an e-mail address, such as name@example.com.', 422);

  try {
    const { attempt, expiresAt } = await asSite.identity.call(identity.requestSignIn, {
      body: { email: email.data, returnTo },
      ...(from === null ? {} : { forwardedFor: from }),
    });
    return redirect(withQuery('/sign-in/sent' as SitePath, 'returnTo', returnTo), {
      status: 303,
      headers: { 'set-cookie': attempts.open(attempt, expiresAt) },
    });
  } catch (error) {
    if (error instanceof ApiProblem && error.code === 'too-many-requests')
      return again(
        'Several links were asked for in a short time. Please wait a quarter of an hour, or use one that came.',
        429,
      );
    throw asPage(error, signInAway);
  }
}

export default function SignIn() {
  const { returnTo } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <div className="narrow">
      <h1>Sign in</h1>
      <p>
        We mail you a link that signs you in. There is no password, and a new address gets an account with the
        first link.
      </p>
      {refused !== undefined && <Notice tone="bad" title={refused.error} />}
      <form method="post" action="/sign-in" className="order" noValidate>
        <TextField
          name="email"
          type="email"
          inputMode="email"
          autoComplete="email"
          required
          label="E-mail address"
          defaultValue={refused?.email ?? ''}
        />
        <input type="hidden" name="returnTo" value={refused?.returnTo ?? returnTo} />
        <Button main>Mail me a link</Button>
      </form>
    </div>
  );
}
