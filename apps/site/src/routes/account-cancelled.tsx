import { redirect, useLoaderData, type LoaderFunctionArgs, type MetaFunction } from 'react-router';
import { CancelledPage } from '../features/account/cancelled-page.tsx';
import { publication } from '../publication.ts';
import { chosen, verified } from '../server/account.ts';
import { visitOf } from '../server/visit.ts';
import type { SitePath } from '../site-path.ts';

export const meta: MetaFunction = () => [
  { title: `Cancelled · ${publication.name}` },
  { name: 'robots', content: 'noindex' },
];

/** The second screen: done, with the number of the certificate. Loading it again changes nothing. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const id = new URL(request.url).searchParams.get('subscription');
  const subscription = await chosen(visit, verified(visit, '/account' as SitePath), id);
  if (subscription === null || (subscription.intent !== 'cancelling' && subscription.phase !== 'ended'))
    throw redirect('/account', 303);
  return { subscription };
}

export default function Cancelled() {
  const { subscription } = useLoaderData<typeof loader>();
  return <CancelledPage subscription={subscription} habits={publication} />;
}
