import { ApiProblem, identity } from '@gatefold/api';
import { Button } from '@gatefold/ui/button';
import { TextField } from '@gatefold/ui/field';
import { Notice } from '@gatefold/ui/notice';
import { home, ownPath, withQuery, type OwnPath } from '@gatefold/web-kit/own-path';
import { data, redirect, useActionData, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { z } from 'zod';
import { PasskeyForm } from '../features/account/passkey-form.tsx';
import { asPage, unavailable } from '../features/problem/problem.ts';
import { fromLoader } from '../server/caching.ts';
import { visitOf } from '../server/visit.ts';
import { Head, useVoice } from '../words/speaking.tsx';
import type { PlainKey } from '../words/voice.ts';

export const headers = fromLoader;

const toAccount = ownPath('/account') ?? home;

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { session, mayRunScript } = visitOf(context);
  const returnTo = ownPath(new URL(request.url).searchParams.get('returnTo')) ?? toAccount;
  if (session.kind === 'reader' && !session.session.provisional) throw redirect(returnTo, 303);
  const { nonce, policy } = mayRunScript();
  return data({ returnTo, nonce }, { headers: { 'content-security-policy': policy } });
}

const signInAway = { ...unavailable, title: 'sign-in.away', says: 'sign-in.away-says' } as const;

/** Mails a link. Neither the answer nor its words tell whether the address is known. */
export async function action({ context, request }: ActionFunctionArgs) {
  const { asSite, attempts, from, locale, voice } = visitOf(context);
  const form = await request.formData();
  const returnTo = ownPath(form.get('returnTo')) ?? toAccount;
  const email = z.string().trim().max(254).pipe(z.email()).safeParse(form.get('email'));
  const again = (error: PlainKey, status: number) =>
    data({ error, email: String(form.get('email') ?? '').slice(0, 300), returnTo }, { status });
  if (!email.success) return again('order.bad-email', 422);

  try {
    const { attempt, expiresAt } = await asSite.identity.call(identity.requestSignIn, {
      body: { email: email.data, returnTo, title: voice.paper.key, locale },
      ...(from === null ? {} : { forwardedFor: from }),
    });
    return redirect(withQuery('/sign-in/sent' as OwnPath, 'returnTo', returnTo), {
      status: 303,
      headers: { 'set-cookie': attempts.open(attempt, expiresAt) },
    });
  } catch (error) {
    if (error instanceof ApiProblem && error.code === 'too-many-requests')
      return again('sign-in.too-many', 429);
    throw asPage(error, signInAway);
  }
}

export default function SignIn() {
  const { returnTo, nonce } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const { say } = useVoice();
  return (
    <div className="narrow">
      <Head title={say('sign-in.title')} />
      <h1>{say('sign-in.title')}</h1>
      <p>{say('sign-in.says')}</p>
      {refused !== undefined && <Notice tone="bad" title={say(refused.error)} />}
      <form method="post" action="/sign-in" className="order" noValidate>
        <TextField
          name="email"
          type="email"
          inputMode="email"
          autoComplete="email webauthn"
          required
          label={say('order.email')}
          defaultValue={refused?.email ?? ''}
        />
        <input type="hidden" name="returnTo" value={refused?.returnTo ?? returnTo} />
        <Button main>{say('sign-in.mail-me')}</Button>
      </form>
      <PasskeyForm
        way="use"
        action="/sign-in/passkey"
        options="/sign-in/passkey/options"
        failed={say('passkeys.not-used')}
        nonce={nonce}
      >
        <input type="hidden" name="returnTo" value={refused?.returnTo ?? returnTo} />
        <Button>{say('passkeys.sign-in')}</Button>
      </PasskeyForm>
    </div>
  );
}
