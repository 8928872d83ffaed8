import { ApiProblem, identity } from '@gatefold/api';
import { isId } from '@gatefold/kernel';
import type { OwnPath } from '@gatefold/web-kit/own-path';
import { data, redirect, useActionData, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { isPasskeySaid, PasskeysPage, type KeptPasskey } from '../features/account/passkeys-page.tsx';
import { notFound, problemPage } from '../features/problem/problem.ts';
import { throwAsPage } from '../server/account.ts';
import { fromLoader } from '../server/caching.ts';
import { ownSession } from '../server/own-account.ts';
import { saidByBrowser } from '../server/passkeys.ts';
import { visitOf, type Visit } from '../server/visit.ts';
import { Head, useVoice } from '../words/speaking.tsx';
import type { PlainKey } from '../words/voice.ts';

export const headers = fromLoader;

const here = '/account/passkeys' as OwnPath;

export async function loader({ context, request }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const { sessionToken } = ownSession(visit, here);
  const done = new URL(request.url).searchParams.get('done');
  const { data: passkeys } = await visit.asSite.identity
    .call(identity.listPasskeys, { body: { sessionToken } })
    .catch(throwAsPage);
  const { nonce, policy } = visit.mayRunScript();
  return data(
    {
      passkeys: passkeys.map(withPaper(visit)),
      hasOthers: visit.house.length > 1,
      ...{ nonce, done: isPasskeySaid(done) ? done : null },
    },
    { headers: { 'content-security-policy': policy } },
  );
}

/** In a house of several papers, the name of the one at which it works. */
const withPaper =
  ({ house }: Visit) =>
  ({ title, ...passkey }: { title: string } & Omit<KeptPasskey, 'worksAt'>): KeptPasskey => {
    const at = house.length > 1 ? house.find(({ paper }) => paper.key === title) : undefined;
    return { ...passkey, worksAt: at?.paper.name ?? null };
  };

const refusals: Readonly<Record<string, { status: number; error: PlainKey }>> = {
  'session-not-fresh': { status: 403, error: 'passkeys.not-fresh' },
  'passkey-refused': { status: 422, error: 'passkeys.refused' },
  'passkey-not-found': { status: 404, error: 'passkeys.gone' },
  'invalid-input': { status: 422, error: 'passkeys.needs-name' },
};

export async function action({ context, request }: ActionFunctionArgs) {
  const visit = visitOf(context);
  const { sessionToken } = ownSession(visit, here);
  const form = await request.formData();
  try {
    return redirect(`${here}?done=${await done(visit, sessionToken, form)}`, 303);
  } catch (error) {
    const refused = error instanceof ApiProblem ? refusals[error.code] : undefined;
    if (refused === undefined) return throwAsPage(error);
    return data({ error: refused.error }, { status: refused.status });
  }
}

async function done({ asSite, ceremony, voice }: Visit, sessionToken: string, form: FormData) {
  const [what, id] = [form.get('do'), form.get('id')];
  if (what === 'add') {
    const response = saidByBrowser(form);
    if (response === null || ceremony === null) throw problemPage(404, notFound);
    const name = String(form.get('name') ?? '');
    const body = { sessionToken, ceremony, response, name, title: voice.paper.key };
    await asSite.identity.call(identity.addPasskey, { body });
    return 'added';
  }
  if (typeof id !== 'string' || !isId(id)) throw problemPage(404, notFound);
  if (what === 'rename') {
    const name = String(form.get(`name-${id}`) ?? '');
    await asSite.identity.call(identity.renamePasskey, { params: { id }, body: { sessionToken, name } });
    return 'renamed';
  }
  await asSite.identity.call(identity.removePasskey, { params: { id }, body: { sessionToken } });
  return 'removed';
}

export default function Passkeys() {
  const error = useActionData<typeof action>()?.error;
  const { say } = useVoice();
  return (
    <>
      <Head title={say('passkeys.title')} />
      <PasskeysPage {...useLoaderData<typeof loader>()} error={error} />
    </>
  );
}
