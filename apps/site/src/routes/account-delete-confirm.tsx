import { ApiProblem, billing, identity } from '@gatefold/api';
import { withQuery, type OwnPath } from '@gatefold/web-kit/own-path';
import { redirect, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { DeletedPage, DeletePage } from '../features/account/delete-page.tsx';
import { isLive } from '../features/account/standing.ts';
import { subscriptionsOf, throwAsPage, verified } from '../server/account.ts';
import { asSpent, tokenFrom } from '../server/mailed-link.ts';
import { ownSession } from '../server/own-account.ts';
import { visitOf, type Visit } from '../server/visit.ts';
import { Head, useVoice } from '../words/speaking.tsx';

const spent = {
  title: 'link.spent',
  says: 'delete.spent-says',
  action: { label: 'frame.to-account', href: '/account/delete' },
} as const;

const hereWith = (token: string): OwnPath => withQuery('/account/delete/confirm' as OwnPath, 'token', token);

export async function loader({ context, request }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const { searchParams } = new URL(request.url);
  if (searchParams.has('deleted')) return null;
  const token = tokenFrom(searchParams.get('token'), spent);
  const running = (await subscriptionsOf(visit, verified(visit, hereWith(token)))).filter(isLive);
  return { running, token };
}

/**
 * First the subscriptions: a deleted account must not be charged. Whoever is stopped between the two
 * has cancelled, as the page said, and may send the form again.
 */
export async function action({ context, request }: ActionFunctionArgs) {
  const visit = visitOf(context);
  const token = tokenFrom((await request.formData()).get('token'), spent);
  const { sessionToken } = ownSession(visit, hereWith(token));
  await cancelAll(visit, hereWith(token));
  await visit.asSite.identity
    .call(identity.confirmErasure, { body: { sessionToken, token, title: visit.voice.paper.key } })
    .catch(asSpent(spent));
  visit.forgetSession();
  return redirect('/account/delete/confirm?deleted', {
    status: 303,
    headers: { 'set-cookie': visit.cookies.close() },
  });
}

async function cancelAll(visit: Visit, here: OwnPath): Promise<void> {
  for (const { id } of (await subscriptionsOf(visit, verified(visit, here))).filter(isLive))
    await visit.asReader.billing.call(billing.cancel, { params: { id } }).catch((error: unknown) => {
      if (!(error instanceof ApiProblem && error.code === 'subscription-ended')) throwAsPage(error);
    });
}

export default function DeleteConfirm() {
  const page = useLoaderData<typeof loader>();
  const { say } = useVoice();
  return (
    <>
      <Head title={say('delete.title')} />
      {page === null ? <DeletedPage /> : <DeletePage {...page} />}
    </>
  );
}
