import { ApiProblem, billing } from '@gatefold/api';
import { pathOf, type OwnPath } from '@gatefold/web-kit/own-path';
import { data, redirect, useActionData, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from 'react-router';
import { asPage, notFound, problemPage } from '../features/problem/problem.ts';
import { CancelNowPage, type EndingDone } from '../features/reader/cancel-now-page.tsx';
import { idOf } from '../id-of.ts';
import { pressed } from '../pressed.ts';
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

export async function action(asked: ActionFunctionArgs) {
  const form = await asked.request.formData();
  const readerId = idOf(asked.params);
  const id = idOf({ id: asked.params['subscription'] });
  const doing = pressed(form, doings);
  const visit = visitOf(asked.context);
  const quote = shownQuote(form.get('quote'));
  await subscriptionOf(visit, { id, readerId }, pathOf(asked.request));
  try {
    const done = await doing(visit, { id, quote, form });
    if (done !== null) return data<EndingDone>(done, { status: done.kind === 'mistake' ? 422 : 200 });
  } catch (error) {
    const says = error instanceof ApiProblem ? inTheWay[error.code] : undefined;
    if (says === undefined) throw asPage(error, pathOf(asked.request));
    return data<EndingDone>({ kind: 'refused', says }, { status: 409 });
  }
  throw redirect(`/readers/${readerId}#subscription-${id}`, 303);
}

type Wish = { readonly id: string; readonly quote: ReturnType<typeof shownQuote>; readonly form: FormData };

const doings: Readonly<Record<string, (visit: Visit, wish: Wish) => Promise<EndingDone | null>>> = {
  /** Ends it as the page showed it; a repeat ends nothing more. */
  async end({ asPerson }, { id, quote }) {
    await asPerson.billing.call(billing.cancelNow, { params: { id }, body: quote });
    return null;
  },
  /** It goes on until somebody else approves it. */
  async ask({ asPerson }, { id, quote, form }) {
    const reason = String(form.get('reason') ?? '')
      .trim()
      .slice(0, 300);
    if (reason.length < 3) return { kind: 'mistake', reason, error: 'Please say why, in a few words.' };
    const body = { ...quote, reason };
    const asked = await asPerson.billing.call(billing.askToEnd, { params: { id }, body });
    return { kind: 'asked', amount: asked.amount, request: asked.id };
  },
};

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
  'refund-needs-approval': 'More would go back than one person may give back alone: ask a second person.',
  'request-waiting': 'Something on it waits for a second person already: see the requests.',
};

export default function CancelNow() {
  return <CancelNowPage {...useLoaderData<typeof loader>()} done={useActionData<typeof action>() ?? null} />;
}
