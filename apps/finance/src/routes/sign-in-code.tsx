import { identity } from '@gatefold/api';
import { Button } from '@gatefold/ui/button';
import { TextField } from '@gatefold/ui/field';
import { home, ownPath, pathOf } from '@gatefold/web-kit/own-path';
import { data, redirect, useActionData, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from 'react-router';
import { mistakeIn } from '../server/sign-in-mistakes.ts';
import { signInPath } from '../sign-in-path.ts';
import { visitOf } from '../server/visit.ts';

export const meta: MetaFunction = () => [{ title: 'Second factor · Gatefold finance' }];

export function loader({ context, request }: LoaderFunctionArgs) {
  const { session } = visitOf(context);
  const next = ownPath(new URL(request.url).searchParams.get('next')) ?? home;
  if (session.kind !== 'reader') throw redirect(signInPath(next), 303);
  if (session.session.secondFactor !== 'due') throw redirect(next, 303);
  return { next };
}

/** Shows the second factor. The session of the mailed link ends, and one begins in which the role counts. */
export async function action({ context, request }: ActionFunctionArgs) {
  const { asPages, cookie, cookies, forgetSession } = visitOf(context);
  const form = await request.formData();
  const next = ownPath(form.get('next')) ?? home;
  if (cookie === null) throw redirect(signInPath(next), 303);
  try {
    const body = { sessionToken: cookie, code: String(form.get('code') ?? '').slice(0, 20) };
    if (body.code.trim().length < 6) return data({ error: 'Please type the code.', next }, { status: 422 });
    const opened = await asPages.identity.call(identity.passSecondFactor, { body });
    forgetSession();
    return redirect(next, {
      status: 303,
      headers: { 'set-cookie': cookies.open(opened.sessionToken, opened.expiresAt) },
    });
  } catch (error) {
    const { status, says } = mistakeIn(error, pathOf(request));
    return data({ error: says, next }, { status });
  }
}

export default function SignInCode() {
  const { next } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <div className="narrow">
      <h1>One more step</h1>
      <p>Your address is confirmed. For the books we also ask for a code of your authenticator app.</p>
      <form method="post" action="/sign-in/code" className="stack" noValidate>
        <TextField
          name="code"
          autoComplete="one-time-code"
          autoCapitalize="off"
          spellCheck={false}
          required
          label="Code"
          hint="Six digits, or one of your backup codes."
          error={refused?.error}
        />
        <input type="hidden" name="next" value={refused?.next ?? next} />
        <Button main>Go on</Button>
      </form>
      <p className="meta">
        Device and backup codes lost? An administrator can reset your second factor; you are told by mail.
      </p>
    </div>
  );
}
