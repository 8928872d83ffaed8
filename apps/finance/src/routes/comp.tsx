import { ApiProblem, billing } from '@gatefold/api';
import { pathOf, type OwnPath } from '@gatefold/web-kit/own-path';
import { data, redirect, useActionData, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from 'react-router';
import { asPage, notFound, problemPage } from '../features/problem/problem.ts';
import { CompPage, type CompMistake } from '../features/reader/comp-page.tsx';
import { idOf } from '../id-of.ts';
import { subscriptionOf } from '../server/readers.ts';
import { visitOf, type Visit } from '../server/visit.ts';

export const meta: MetaFunction = () => [{ title: 'Give the next period · Gatefold finance' }];

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const readerId = idOf(params);
  const id = idOf({ id: params['subscription'] });
  const visit = visitOf(context);
  const subscription = await subscriptionOf(visit, { id, readerId }, pathOf(request));
  return { readerId, subscription, ...(await quoteOf(visit, id, pathOf(request))) };
}

/** What giving it now would come to, or why it cannot be given. */
async function quoteOf({ asPerson }: Visit, id: string, here: OwnPath) {
  try {
    return { quote: await asPerson.billing.call(billing.quoteComp, { params: { id } }), says: null };
  } catch (error) {
    const says = error instanceof ApiProblem ? inTheWay[error.code] : undefined;
    if (says === undefined) throw asPage(error, here);
    return { quote: null, says };
  }
}

/** Gives the period as the page showed it; a repeat gives nothing more. */
export async function action({ context, params, request }: ActionFunctionArgs) {
  const readerId = idOf(params);
  const id = idOf({ id: params['subscription'] });
  const form = await request.formData();
  const quote = shownQuote(form.get('quote'));
  const reason = String(form.get('reason') ?? '')
    .trim()
    .slice(0, 300);
  if (reason.length < 3) {
    const error = 'Please say why, in a few words.';
    return data<CompMistake>({ kind: 'field', reason, error }, { status: 422 });
  }
  const body = { ...quote, reason };
  try {
    await visitOf(context).asPerson.billing.call(billing.comp, { params: { id }, body });
  } catch (error) {
    const says = error instanceof ApiProblem ? inTheWay[error.code] : undefined;
    if (says === undefined) throw asPage(error, pathOf(request));
    return data<CompMistake>({ kind: 'in-the-way', reason, says }, { status: 409 });
  }
  return redirect(`/readers/${readerId}#subscription-${id}`, 303);
}

/** What the page showed comes back with the form, as it came. */
function shownQuote(typed: unknown) {
  try {
    return billing.quoteComp.answer.parse(JSON.parse(String(typed)));
  } catch {
    throw problemPage(404, notFound);
  }
}

const inTheWay: Readonly<Record<string, string>> = {
  'quote-outdated':
    'Meanwhile what comes next is another. Look at what would be given now, and confirm again.',
  'subscription-ended': 'The subscription has ended.',
  'subscription-cancelling': 'It was cancelled and ends by itself; no period follows that could be given.',
  'subscription-paused': 'It is paused. Give a period once it goes on.',
  'change-pending': 'Another plan begins soon. Give a period once it has begun.',
  'charge-not-paid': 'Nothing was paid yet, so no period follows.',
  'payment-outstanding': 'A payment is outstanding. Let it be settled first.',
  'renewal-running': 'The next charge is being made just now. Try again in an hour.',
};

export default function Comp() {
  return <CompPage {...useLoaderData<typeof loader>()} mistake={useActionData<typeof action>() ?? null} />;
}
