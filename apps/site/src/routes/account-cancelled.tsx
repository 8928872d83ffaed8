import { billing } from '@gatefold/api';
import type { OwnPath } from '@gatefold/web-kit/own-path';
import { redirect, useLoaderData, type LoaderFunctionArgs } from 'react-router';
import { CancelledPage } from '../features/account/cancelled-page.tsx';
import { chosen, verified } from '../server/account.ts';
import { visitOf, type Visit } from '../server/visit.ts';
import { Head, useVoice } from '../words/speaking.tsx';

/** The second screen: done, with the number of the certificate. Loading it again changes nothing. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const asked = new URL(request.url).searchParams;
  const reader = verified(visit, '/account' as OwnPath);
  const subscription = await chosen(visit, reader, asked.get('subscription'));
  if (subscription === null || (subscription.intent !== 'cancelling' && subscription.phase !== 'ended'))
    throw redirect('/account', 303);
  return { subscription, stay: await stayFor(visit, subscription.id), hasSaid: asked.get('said') === 'yes' };
}

/** What one may stay for is shown after all is done, and the page is whole without it. */
async function stayFor({ asReader, report }: Visit, id: string) {
  try {
    return (await asReader.billing.call(billing.saveOffer, { params: { id } })).offer;
  } catch (error) {
    report(error, 'what is offered to stay could not be asked');
    return null;
  }
}

export default function Cancelled() {
  const { subscription, ...shown } = useLoaderData<typeof loader>();
  const { say } = useVoice();
  return (
    <>
      <Head title={say('cancelled.page')} />
      <CancelledPage subscription={subscription} {...shown} />
    </>
  );
}
