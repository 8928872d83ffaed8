import { ApiProblem, identity } from '@gatefold/api';
import { redirect, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from 'react-router';
import { DeletePage } from '../features/account/delete-page.tsx';
import { isLive } from '../features/account/standing.ts';
import { asPage, problemPage } from '../features/problem/problem.ts';
import { publication } from '../publication.ts';
import { subscriptionsOf, verified } from '../server/account.ts';
import { ownSession } from '../server/own-account.ts';
import { visitOf } from '../server/visit.ts';
import type { SitePath } from '../site-path.ts';

export const meta: MetaFunction = () => [
  { title: `Delete your account · ${publication.name}` },
  { name: 'robots', content: 'noindex' },
];

const here = '/account/delete' as SitePath;

const tooMany = {
  title: 'Please wait a quarter of an hour',
  says: 'Several mails were asked for in a short time. Nothing was deleted. A link that came works for an hour.',
  action: { label: 'To your account', href: '/account' },
};

export async function loader({ context }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  return { running: (await subscriptionsOf(visit, verified(visit, here))).filter(isLive) };
}

/** Nothing is deleted yet: the address of the account is asked as well. */
export async function action({ context }: ActionFunctionArgs) {
  const visit = visitOf(context);
  const { sessionToken } = ownSession(visit, here);
  await visit.asSite.identity
    .call(identity.requestErasure, { body: { sessionToken } })
    .catch((error: unknown) => {
      throw error instanceof ApiProblem && error.code === 'too-many-requests'
        ? problemPage(429, tooMany)
        : asPage(error);
    });
  return redirect('/account/settings?done=delete-mailed', 303);
}

export default function Delete() {
  return <DeletePage {...useLoaderData<typeof loader>()} token={null} habits={publication} />;
}
