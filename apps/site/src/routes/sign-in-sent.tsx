import { ApiProblem, identity } from '@gatefold/api';
import { Button, ButtonLink } from '@gatefold/ui/button';
import { TextField } from '@gatefold/ui/field';
import { data, redirect, useActionData, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from 'react-router';
import { asPage } from '../features/problem/problem.ts';
import { publication } from '../publication.ts';
import { visitOf } from '../server/visit.ts';
import { home, signInPath, sitePath } from '../site-path.ts';

export const meta: MetaFunction = () => [
  { title: `Look into your mail · ${publication.name}` },
  { name: 'robots', content: 'noindex' },
];

export function loader({ context, request }: LoaderFunctionArgs) {
  const returnTo = sitePath(new URL(request.url).searchParams.get('returnTo')) ?? home;
  return { againHref: signInPath(returnTo), takesCode: visitOf(context).attempt !== null };
}

const refusals: Readonly<Record<string, { status: number; error: string }>> = {
  'sign-in-code-wrong': { status: 422, error: 'This is not the code in the newest mail. Please look again.' },
  'sign-in-link-invalid': {
    status: 410,
    error:
      'This code does not work any more: it was used, is too old, or was tried too often. Ask for a new mail.',
  },
  'too-many-requests': { status: 429, error: 'That were many tries. Please wait a quarter of an hour.' },
};

/** The code of a mail that was opened on another device. Only this browser, which asked for it, can use it. */
export async function action({ context, request }: ActionFunctionArgs) {
  const { asSite, attempt, attempts, cookies, device, forgetSession, from } = visitOf(context);
  const code = String((await request.formData()).get('code') ?? '').replaceAll(/\s/g, '');
  if (!/^\d{8}$/.test(code) || attempt === null)
    return data({ error: 'Please give the eight digits that stand in the mail.' }, { status: 422 });

  try {
    const opened = await asSite.identity.call(identity.redeemSignInCode, {
      body: { attempt, code, device },
      ...(from === null ? {} : { forwardedFor: from }),
    });
    forgetSession();
    const headers = new Headers({ 'set-cookie': cookies.open(opened.sessionToken, opened.expiresAt) });
    headers.append('set-cookie', attempts.close());
    return redirect(sitePath(opened.returnTo) ?? home, { status: 303, headers });
  } catch (error) {
    const refused = error instanceof ApiProblem ? refusals[error.code] : undefined;
    if (refused === undefined) throw asPage(error);
    return data({ error: refused.error }, { status: refused.status });
  }
}

export default function SignInSent() {
  const { againHref, takesCode } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <div className="narrow">
      <h1>Look into your mail</h1>
      <p>
        A link is on its way to the address that you gave. It works once and for a short time, in any browser.
        Nothing there? Look into the spam folder, or ask for a new one.
      </p>
      {takesCode && (
        <form method="post" action="/sign-in/sent" className="order" noValidate>
          <TextField
            name="code"
            inputMode="numeric"
            autoComplete="one-time-code"
            required
            label="Or the code in the mail"
            hint="Eight digits, for when you read your mail on another device."
            error={refused?.error}
          />
          <Button>Sign in with the code</Button>
        </form>
      )}
      <div className="choices">
        <ButtonLink href={againHref}>Ask for a new link</ButtonLink>
        <ButtonLink href="/">To the front page</ButtonLink>
      </div>
    </div>
  );
}
