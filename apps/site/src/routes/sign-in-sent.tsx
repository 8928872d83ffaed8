import { ApiProblem, identity } from '@gatefold/api';
import { Button, ButtonLink } from '@gatefold/ui/button';
import { TextField } from '@gatefold/ui/field';
import { home, ownPath } from '@gatefold/web-kit/own-path';
import { data, redirect, useActionData, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { asPage } from '../features/problem/problem.ts';
import { visitOf } from '../server/visit.ts';
import { signInPath } from '../coming-back.ts';
import { Head, useVoice } from '../words/speaking.tsx';
import type { PlainKey } from '../words/voice.ts';

export function loader({ context, request }: LoaderFunctionArgs) {
  const returnTo = ownPath(new URL(request.url).searchParams.get('returnTo')) ?? home;
  return { againHref: signInPath(returnTo), takesCode: visitOf(context).attempt !== null };
}

const refusals: Readonly<Record<string, { status: number; error: PlainKey }>> = {
  'sign-in-code-wrong': { status: 422, error: 'sign-in.code-wrong' },
  'sign-in-link-invalid': { status: 410, error: 'sign-in.code-spent' },
  'too-many-requests': { status: 429, error: 'sign-in.code-many' },
};

/** The code of a mail that was opened on another device. Only this browser, which asked for it, can use it. */
export async function action({ context, request }: ActionFunctionArgs) {
  const { asSite, attempt, attempts, cookies, device, forgetSession, from, locale } = visitOf(context);
  const code = String((await request.formData()).get('code') ?? '').replaceAll(/\s/g, '');
  if (!/^\d{8}$/.test(code) || attempt === null)
    return data({ error: 'sign-in.code-digits' as const }, { status: 422 });

  try {
    const opened = await asSite.identity.call(identity.redeemSignInCode, {
      body: { attempt, code, device, locale },
      ...(from === null ? {} : { forwardedFor: from }),
    });
    forgetSession();
    const headers = new Headers({ 'set-cookie': cookies.open(opened.sessionToken, opened.expiresAt) });
    headers.append('set-cookie', attempts.close());
    return redirect(ownPath(opened.returnTo) ?? home, { status: 303, headers });
  } catch (error) {
    const refused = error instanceof ApiProblem ? refusals[error.code] : undefined;
    if (refused === undefined) throw asPage(error);
    return data({ error: refused.error }, { status: refused.status });
  }
}

export default function SignInSent() {
  const { againHref, takesCode } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const { say } = useVoice();
  return (
    <div className="narrow">
      <Head title={say('sign-in.look')} />
      <h1>{say('sign-in.look')}</h1>
      <p>{say('sign-in.look-says')}</p>
      {takesCode && (
        <form method="post" action="/sign-in/sent" className="order" noValidate>
          <TextField
            name="code"
            inputMode="numeric"
            autoComplete="one-time-code"
            required
            label={say('sign-in.code')}
            hint={say('sign-in.code-hint')}
            error={refused === undefined ? undefined : say(refused.error)}
          />
          <Button>{say('sign-in.with-code')}</Button>
        </form>
      )}
      <div className="choices">
        <ButtonLink href={againHref}>{say('sign-in.new-link')}</ButtonLink>
        <ButtonLink href="/">{say('frame.to-front')}</ButtonLink>
      </div>
    </div>
  );
}
