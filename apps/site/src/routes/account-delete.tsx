import { ApiProblem, identity } from '@gatefold/api';
import type { OwnPath } from '@gatefold/web-kit/own-path';
import { redirect, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { DeletePage } from '../features/account/delete-page.tsx';
import { isLive } from '../features/account/standing.ts';
import { asPage, problemPage } from '../features/problem/problem.ts';
import { subscriptionsOf, verified } from '../server/account.ts';
import { ownSession } from '../server/own-account.ts';
import { visitOf } from '../server/visit.ts';
import { Head, useVoice } from '../words/speaking.tsx';

const here = '/account/delete' as OwnPath;

const tooMany = {
  title: 'wait.title',
  says: 'delete.wait-says',
  action: { label: 'frame.to-account', href: '/account' },
} as const;

export async function loader({ context }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  return { running: (await subscriptionsOf(visit, verified(visit, here))).filter(isLive) };
}

/** Nothing is deleted yet: the address of the account is asked as well. */
export async function action({ context }: ActionFunctionArgs) {
  const visit = visitOf(context);
  const { sessionToken } = ownSession(visit, here);
  await visit.asSite.identity
    .call(identity.requestErasure, { body: { sessionToken, title: visit.voice.paper.key } })
    .catch((error: unknown) => {
      throw error instanceof ApiProblem && error.code === 'too-many-requests'
        ? problemPage(429, tooMany)
        : asPage(error);
    });
  return redirect('/account/settings?done=delete-mailed', 303);
}

export default function Delete() {
  const { say } = useVoice();
  return (
    <>
      <Head title={say('delete.title')} />
      <DeletePage {...useLoaderData<typeof loader>()} token={null} />
    </>
  );
}
