import { ApiProblem, mail } from '@gatefold/api';
import type { OwnPath } from '@gatefold/web-kit/own-path';
import { redirect, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { AddressNotice } from '../features/account/address-notice.tsx';
import { isNewsletterSaid, OwnNewslettersPage } from '../features/newsletters/newsletters-page.tsx';
import { asPage, notFound, problemPage } from '../features/problem/problem.ts';
import { verified } from '../server/account.ts';
import { newslettersAway, newslettersOf } from '../server/newsletters.ts';
import { undeliverableSince } from '../server/own-address.ts';
import { visitOf } from '../server/visit.ts';
import { Head, useVoice } from '../words/speaking.tsx';

const here = '/account/newsletters' as OwnPath;

const away = (error: unknown): never => {
  throw asPage(error, newslettersAway);
};

export async function loader({ context, request }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const { readerId } = verified(visit, here);
  const done = new URL(request.url).searchParams.get('done');
  const [newsletters, addressFailsSince] = await Promise.all([
    newslettersOf(visit, readerId).catch(away),
    undeliverableSince(visit, readerId),
  ]);
  return { newsletters, addressFailsSince, done: isNewsletterSaid(done) ? done : null };
}

/** One newsletter at a time: it comes from now on, or no more. */
export async function action({ context, request }: ActionFunctionArgs) {
  const visit = visitOf(context);
  const { readerId: id } = verified(visit, here);
  const form = await request.formData();
  const newsletter = mail.chooseNewsletter.params.shape.newsletter.safeParse(form.get('newsletter'));
  const wish = form.get('do');
  if (!newsletter.success || (wish !== 'get' && wish !== 'end')) throw problemPage(404, notFound);
  const chosen = wish === 'get';
  try {
    await visit.asReader.mail.call(mail.chooseNewsletter, {
      params: { id, newsletter: newsletter.data },
      body: { chosen },
    });
  } catch (error) {
    if (error instanceof ApiProblem && error.code === 'newsletter-not-included')
      return redirect(`${here}?done=not-included`, 303);
    return away(error);
  }
  return redirect(`${here}?done=${chosen ? 'chosen' : 'ended'}`, 303);
}

export default function AccountNewsletters() {
  const { addressFailsSince, ...page } = useLoaderData<typeof loader>();
  const { say } = useVoice();
  return (
    <>
      <Head title={say('newsletters.title')} />
      <AddressNotice since={addressFailsSince} />
      <OwnNewslettersPage {...page} />
    </>
  );
}
