import { ApiProblem, billing } from '@gatefold/api';
import { data, redirect, useActionData, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { ByMailPage, byMailTitle, type ByMail } from '../features/account/by-mail-page.tsx';
import { throwAsPage } from '../server/account.ts';
import { openedLink, purposeFrom, type OpenedLink } from '../server/by-mail.ts';
import { withdrawalQuote, withdrawalRefusals } from '../server/withdrawal.ts';
import { visitOf, type Visit } from '../server/visit.ts';
import { Head, useVoice } from '../words/speaking.tsx';

/** What the link would do. It may be opened by anything that looks through mails: nothing is changed. */
export async function loader({ context, request, params }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  // Behind its form the page is made of what was done, and its address has no link in it.
  if (request.method === 'POST' || new URL(request.url).search === '')
    return { purpose: purposeFrom(params['purpose']), at: null };
  const link = await openedLink(visit, params['purpose'], new URL(request.url).searchParams.get('token'));
  return { purpose: link.purpose, at: await shown(visit, link).catch(unlessRefused) };
}

async function shown({ asSite, from }: Visit, link: OpenedLink): Promise<ByMail> {
  const { purpose, token, subject: id, email, asHolder } = link;
  if (purpose === 'receipt') {
    const { data: charges } = await asHolder.call(billing.listCharges, { params: { id } });
    const settled = charges.filter(({ status }) => status === 'paid' || status === 'failed').reverse();
    return { step: 'receipts', charges: settled };
  }
  const subscription = await asHolder.call(billing.getSubscription, { params: { id } });
  if (purpose !== 'withdraw') return { step: 'asked', purpose, token, subscription, quote: null };
  const quote = await asSite.billing.call(billing.quoteWithdrawal, {
    body: { email, orderNumber: subscription.orderNumber },
    ...(from === null ? {} : { forwardedFor: from }),
  });
  return { step: 'asked', purpose, token, subscription, quote };
}

/** The button behind the link. What is done twice is done once. */
export async function action({ context, request, params }: ActionFunctionArgs) {
  const visit = visitOf(context);
  const form = await request.formData();
  const link = await openedLink(visit, params['purpose'], form.get('token'));
  if (link.purpose === 'card') return toNewCard(visit, link);
  const at = await done(visit, link, form.get('quote')).catch(unlessRefused);
  return data(at, { headers: { 'cache-control': 'private, no-store' } });
}

async function toNewCard(visit: Visit, { asHolder, subject: id }: OpenedLink) {
  const { url } = await asHolder
    .call(billing.updateCard, {
      params: { id },
      body: { returnTo: '/account', title: visit.voice.paper.key, locale: visit.locale },
    })
    .catch(throwAsPage);
  if (!visit.isPaymentPage(url))
    throw new Error('billing named a payment page whose origin is not in PAYMENT_ORIGINS');
  return redirect(url, 303);
}

const commands = { cancel: billing.cancel, undo: billing.undoCancel, resume: billing.resume } as const;

async function done({ asSite, from }: Visit, link: OpenedLink, quoted: unknown): Promise<ByMail> {
  const { purpose, subject: id, email, asHolder } = link;
  if (purpose === 'cancel' || purpose === 'undo' || purpose === 'resume') {
    const subscription = await asHolder.call(commands[purpose], { params: { id } });
    return { step: 'done', purpose, subscription };
  }
  if (purpose !== 'withdraw') return { step: 'nothing', says: 'by-mail.nothing-says' };
  const { orderNumber } = await asHolder.call(billing.getSubscription, { params: { id } });
  const withdrawn = await asSite.billing.call(billing.withdraw, {
    body: { email, orderNumber, quote: withdrawalQuote(String(quoted)) },
    ...(from === null ? {} : { forwardedFor: from }),
  });
  return { step: 'withdrawn', ...withdrawn };
}

/** What cannot be done any more is said on the page of the link. */
function unlessRefused(error: unknown): ByMail {
  if (!(error instanceof ApiProblem) || error.status >= 500) return throwAsPage(error);
  return { step: 'nothing', says: withdrawalRefusals[error.code] ?? 'by-mail.nothing-says' };
}

export default function ByMailRoute() {
  const { purpose, at } = useLoaderData<typeof loader>();
  const done = useActionData<typeof action>();
  const { say } = useVoice();
  const shown = done ?? at;
  return (
    <>
      <Head title={say(byMailTitle(purpose))} />
      {shown !== null && shown !== undefined && <ByMailPage at={shown} />}
    </>
  );
}
