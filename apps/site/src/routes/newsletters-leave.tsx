import { ApiProblem, mail } from '@gatefold/api';
import { data, useActionData, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { LeaveNewsletterPage } from '../features/newsletters/leave-page.tsx';
import { asPage, problemPage, type ProblemWords } from '../features/problem/problem.ts';
import { tokenFrom } from '../server/mailed-link.ts';
import { newslettersAway } from '../server/newsletters.ts';
import { visitOf } from '../server/visit.ts';
import { Head, useVoice } from '../words/speaking.tsx';

const invalid: ProblemWords = {
  title: 'newsletters.link-invalid',
  says: 'newsletters.link-invalid-says',
  action: { label: 'newsletters.choose', href: '/account/newsletters' },
};

const tokenOf = (request: Request): string =>
  tokenFrom(new URL(request.url).searchParams.get('token'), invalid);

/** Which newsletter the link would end. Anything that looks through mails may open it: nothing is changed. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const { asSite, locale } = visitOf(context);
  const token = tokenOf(request);
  const { name, chosen } = await asSite.mail
    .call(mail.lookAtNewsletterLink, { body: { token, locale } })
    .catch(asLinkPage);
  return { name, comes: chosen, token };
}

/**
 * Ends it. Pressed on the page, or by a mail program or its server in the reader's name (RFC 8058), which knows no
 * cookie and no page of ours: all that counts is the link.
 */
export async function action({ context, request }: ActionFunctionArgs) {
  const { asSite } = visitOf(context);
  const token = tokenOf(request);
  await asSite.mail.call(mail.endNewsletterByLink, { body: { token } }).catch(asLinkPage);
  return data({ ended: true }, { headers: { 'cache-control': 'private, no-store' } });
}

function asLinkPage(error: unknown): never {
  throw error instanceof ApiProblem && error.code === 'newsletter-link-invalid'
    ? problemPage(410, invalid)
    : asPage(error, newslettersAway);
}

export default function NewslettersLeave() {
  const at = useLoaderData<typeof loader>();
  const done = useActionData<typeof action>();
  const { say } = useVoice();
  const comes = at.comes && done === undefined;
  return (
    <>
      <Head title={say(comes ? 'newsletters.leave' : 'newsletters.left', { name: at.name })} />
      <LeaveNewsletterPage {...at} comes={comes} />
    </>
  );
}
