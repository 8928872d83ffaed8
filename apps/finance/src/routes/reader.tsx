import { billing } from '@gatefold/api';
import { isId } from '@gatefold/kernel';
import { pathOf } from '@gatefold/web-kit/own-path';
import { data, redirect, useActionData, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from 'react-router';
import { asPage, notFound, problemPage } from '../features/problem/problem.ts';
import type { WaiverMistake } from '../features/reader/introductions.tsx';
import { ReaderPage } from '../features/reader/reader-page.tsx';
import { idOf } from '../id-of.ts';
import { eventPage } from '../server/events.ts';
import { accessOf, accountOf, introductionsOf, subscriptionsOf } from '../server/readers.ts';
import { visitOf } from '../server/visit.ts';
import { shortId } from '../words/short-id.ts';

export const meta: MetaFunction<typeof loader> = ({ loaderData }) => [
  { title: `Reader ${shortId(loaderData?.readerId ?? '')} · Gatefold finance` },
];

const PER_PAGE = 100;

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const readerId = idOf(params);
  const list = { path: `/readers/${readerId}`, parameters: {}, query: { readerId }, perPage: PER_PAGE };
  const [subscriptions, introductions, events, access, account] = await Promise.all([
    subscriptionsOf(visit, readerId, pathOf(request)),
    introductionsOf(visit, readerId, pathOf(request)),
    eventPage(visit, list, request),
    accessOf(visit, readerId),
    accountOf(visit, readerId),
  ]);
  const isEmpty = subscriptions.length === 0 && events.kind === 'page' && events.events.length === 0;
  if (isEmpty && account === null) throw problemPage(404, notFound);
  const page = { readerId, subscriptions, introductions, events, access, account };
  return data(page, { status: events.kind === 'page' ? 200 : 422 });
}

/** Lets an introduction of the reader not count; a repeat changes nothing. */
export async function action({ context, params, request }: ActionFunctionArgs) {
  const readerId = idOf(params);
  const form = await request.formData();
  const checkoutId = String(form.get('checkoutId'));
  const note = String(form.get('note') ?? '')
    .trim()
    .slice(0, 500);
  if (!isId(checkoutId)) throw problemPage(404, notFound);
  if (note.length < 3) {
    const error = 'Please say why, in a few words.';
    return data<WaiverMistake>({ checkoutId, note, error }, { status: 422 });
  }
  await visitOf(context)
    .asPerson.billing.call(billing.waiveIntroUse, { params: { id: checkoutId }, body: { note } })
    .catch((error: unknown) => {
      throw asPage(error, pathOf(request));
    });
  return redirect(`/readers/${readerId}#introductions`, 303);
}

export default function Reader() {
  const mistake = useActionData<typeof action>() ?? null;
  return <ReaderPage {...useLoaderData<typeof loader>()} mistake={mistake} />;
}
