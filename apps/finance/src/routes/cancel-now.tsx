import { ApiProblem, billing } from '@gatefold/api';
import { pathOf, type OwnPath } from '@gatefold/web-kit/own-path';
import { data, redirect, useActionData, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from 'react-router';
import { asPage, notFound, problemPage } from '../features/problem/problem.ts';
import { CancelNowPage, type NotEnded } from '../features/reader/cancel-now-page.tsx';
import { idOf } from '../id-of.ts';
import { subscriptionOf } from '../server/readers.ts';
import { visitOf, type Visit } from '../server/visit.ts';

export const meta: MetaFunction = () => [{ title: 'End it now · Gatefold finance' }];

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const readerId = idOf(params);
  const id = idOf({ id: params['subscription'] });
  const visit = visitOf(context);
  const subscription = await subscriptionOf(visit, { id, readerId }, pathOf(request));
  return { readerId, subscription, ...(await quoteOf(visit, id, pathOf(request))) };
}

/** What ending it now would come to, or why it cannot be ended. */
async function quoteOf({ asPerson }: Visit, id: string, here: OwnPath) {
  try {
    return { quote: await asPerson.billing.call(billing.quoteCancelNow, { params: { id } }), says: null };
  } catch (error) {
    const says = error instanceof ApiProblem ? inTheWay[error.code] : undefined;
    if (says === undefined) throw asPage(error, here);
    return { quote: null, says };
  }
}

/** Ends it as the page showed it; a repeat ends nothing more. */
export async function action({ context, params, request }: ActionFunctionArgs) {
  const readerId = idOf(params);
  const id = idOf({ id: params['subscription'] });
  const visit = visitOf(context);
  const quote = shownQuote((await request.formData()).get('quote'));
  await subscriptionOf(visit, { id, readerId }, pathOf(request));
  try {
    await visit.asPerson.billing.call(billing.cancelNow, { params: { id }, body: quote });
  } catch (error) {
    const says = error instanceof ApiProblem ? inTheWay[error.code] : undefined;
    if (says === undefined) throw asPage(error, pathOf(request));
    const isTooMuch = error instanceof ApiProblem && error.code === 'refund-needs-approval';
    return data<NotEnded>({ says, isTooMuch }, { status: 409 });
  }
  return redirect(`/readers/${readerId}#subscription-${id}`, 303);
}

/** What the page showed comes back with the form, as it came. */
function shownQuote(typed: unknown) {
  try {
    return billing.quoteCancelNow.answer.parse(JSON.parse(String(typed)));
  } catch {
    throw problemPage(404, notFound);
  }
}

const inTheWay: Readonly<Record<string, string>> = {
  'quote-outdated': 'Meanwhile another sum would go back. Look at it again, and confirm.',
  'subscription-ended': 'It has ended already, or is ending.',
  'charge-not-paid': 'Nothing was paid on it yet.',
  'cancels-at-end':
    'By the terms it was bought under it ends with what is paid for. Give a payment back instead, if that is owed.',
  'refund-needs-approval':
    'More would go back than one person may give back alone. Have the refund approved by a second person, then end it.',
};

export default function CancelNow() {
  return (
    <CancelNowPage {...useLoaderData<typeof loader>()} notEnded={useActionData<typeof action>() ?? null} />
  );
}
