import { ApiProblem, identity } from '@gatefold/api';
import { Button, ButtonLink } from '@gatefold/ui/button';
import { TextField } from '@gatefold/ui/field';
import { Notice } from '@gatefold/ui/notice';
import { ownPath, withQuery, type OwnPath } from '@gatefold/web-kit/own-path';
import { data, redirect, useActionData, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from 'react-router';
import { z } from 'zod';
import { identityAway, problemPage } from '../features/problem/problem.ts';
import { isStaff } from '../server/admission.ts';
import { visitOf } from '../server/visit.ts';

export const meta: MetaFunction = () => [{ title: 'Sign in · Gatefold finance' }];

const events = '/events' as OwnPath;

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { session, asPages, report } = visitOf(context);
  const next = ownPath(new URL(request.url).searchParams.get('next')) ?? events;
  if (session.kind === 'reader' && isStaff(session.session)) throw redirect(next, 303);
  const { provider } = await asPages.identity.call(identity.staffProvider).catch((error: unknown) => {
    report(error, 'whether an organisation signs people in could not be asked for');
    return { provider: null };
  });
  return { next, organisation: provider?.name ?? null };
}

/** Mails a link. Neither the answer nor its words tell whether the address is known, or which role it has. */
export async function action({ context, request }: ActionFunctionArgs) {
  const { asPages, from } = visitOf(context);
  const form = await request.formData();
  const next = ownPath(form.get('next')) ?? events;
  const email = z.string().trim().max(254).pipe(z.email()).safeParse(form.get('email'));
  const again = (error: string, status: number) =>
    data({ error, email: String(form.get('email') ?? '').slice(0, 300), next }, { status });
  if (!email.success) return again('Please give an e-mail address, such as name@example.com.', 422);

  try {
    await asPages.identity.call(identity.requestSignIn, {
      body: { email: email.data, returnTo: next, app: 'finance' },
      ...(from === null ? {} : { forwardedFor: from }),
    });
  } catch (error) {
    if (error instanceof ApiProblem && error.code === 'too-many-requests')
      return again(
        'Several links were asked for in a short time. Please wait a quarter of an hour, or use one that came.',
        429,
      );
    throw error instanceof ApiProblem
      ? problemPage(503, identityAway(withQuery('/sign-in' as OwnPath, 'next', next)))
      : error;
  }
  throw redirect(withQuery('/sign-in/sent' as OwnPath, 'next', next), 303);
}

export default function SignIn() {
  const { next, organisation } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <div className="narrow">
      <h1>Sign in</h1>
      {organisation === null ? (
        <p>For those who keep the books. We mail you a link that signs you in; there is no password.</p>
      ) : (
        <>
          <p>For those who keep the books.</p>
          <div className="actions">
            <ButtonLink main href={withQuery('/sign-in/organisation' as OwnPath, 'next', next)}>
              Sign in with {organisation}
            </ButtonLink>
          </div>
          <p>Or we mail you a link, and ask for your second factor; there is no password.</p>
        </>
      )}
      {refused !== undefined && <Notice tone="bad" title={refused.error} />}
      <form method="post" action="/sign-in" className="stack" noValidate>
        <TextField
          name="email"
          type="email"
          inputMode="email"
          autoComplete="email"
          required
          label="E-mail address"
          defaultValue={refused?.email ?? ''}
        />
        <input type="hidden" name="next" value={refused?.next ?? next} />
        <Button main={organisation === null}>Mail me a link</Button>
      </form>
    </div>
  );
}
