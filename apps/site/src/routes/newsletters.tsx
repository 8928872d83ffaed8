import { mail } from '@gatefold/api';
import { redirect, useLoaderData, type LoaderFunctionArgs } from 'react-router';
import { NewslettersPage } from '../features/newsletters/newsletters-page.tsx';
import { asPage } from '../features/problem/problem.ts';
import { newslettersAway } from '../server/newsletters.ts';
import { visitOf } from '../server/visit.ts';
import { Head, useVoice } from '../words/speaking.tsx';

/** All newsletters, for whoever has no account yet; a reader chooses in theirs. */
export async function loader({ context }: LoaderFunctionArgs) {
  const { session, asSite, locale } = visitOf(context);
  if (session.kind === 'reader' && !session.session.provisional) throw redirect('/account/newsletters', 303);
  const { data } = await asSite.mail
    .call(mail.listNewsletters, { query: { locale } })
    .catch((error: unknown) => {
      throw asPage(error, { ...newslettersAway, action: { label: 'frame.to-front', href: '/' } });
    });
  return { newsletters: data };
}

export default function Newsletters() {
  const { say } = useVoice();
  return (
    <>
      <Head title={say('newsletters.title')} />
      <NewslettersPage {...useLoaderData<typeof loader>()} />
    </>
  );
}
