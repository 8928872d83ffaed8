import { ApiProblem, identity } from '@gatefold/api';
import type { OwnPath } from '@gatefold/web-kit/own-path';
import { data, redirect, useActionData, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { z } from 'zod';
import { isSaid, SettingsPage } from '../features/account/settings-page.tsx';
import { asPage } from '../features/problem/problem.ts';
import { ownSession, sessionsOf } from '../server/own-account.ts';
import { visitOf } from '../server/visit.ts';
import { Head, useVoice } from '../words/speaking.tsx';
import type { PlainKey } from '../words/voice.ts';

const here = '/account/settings' as OwnPath;

export async function loader({ context, request }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const { sessionToken, email } = ownSession(visit, here);
  const done = new URL(request.url).searchParams.get('done');
  const sessions = await sessionsOf(visit, sessionToken);
  return { email, sessions, done: isSaid(done) ? done : null };
}

type Refusal = { readonly status: number; readonly error: PlainKey };

/** What may be said about a new address; whether somebody else has it is no part of that. */
const refusals: Readonly<Record<string, Refusal>> = {
  'address-unchanged': { status: 409, error: 'settings.same-email' },
  'too-many-requests': { status: 429, error: 'settings.too-many' },
};

export async function action({ context, request }: ActionFunctionArgs) {
  const visit = visitOf(context);
  const { sessionToken } = ownSession(visit, here);
  const typed = (await request.formData()).get('email');
  const email = z.string().trim().max(254).pipe(z.email()).safeParse(typed);
  const again = ({ status, error }: Refusal) =>
    data({ error, email: String(typed ?? '').slice(0, 300) }, { status });
  if (!email.success) return again({ status: 422, error: 'order.bad-email' });

  try {
    await visit.asSite.identity.call(identity.requestEmailChange, {
      body: { sessionToken, email: email.data, title: visit.voice.paper.key },
    });
  } catch (error) {
    const refused = error instanceof ApiProblem ? refusals[error.code] : undefined;
    if (refused !== undefined) return again(refused);
    throw asPage(error);
  }
  return redirect('/account/settings?done=email-mailed', 303);
}

export default function Settings() {
  const { say } = useVoice();
  return (
    <>
      <Head title={say('account.settings')} />
      <SettingsPage {...useLoaderData<typeof loader>()} refused={useActionData<typeof action>()} />
    </>
  );
}
