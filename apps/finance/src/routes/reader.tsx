import { isId } from '@gatefold/kernel';
import { data, useLoaderData, type LoaderFunctionArgs, type MetaFunction } from 'react-router';
import { notFound, problemPage } from '../features/problem/problem.ts';
import { ReaderPage } from '../features/reader/reader-page.tsx';
import { pathOf } from '../own-path.ts';
import { eventPage } from '../server/events.ts';
import { accessOf, accountOf, subscriptionsOf } from '../server/readers.ts';
import { visitOf } from '../server/visit.ts';
import { shortId } from '../words/short-id.ts';

export const meta: MetaFunction<typeof loader> = ({ loaderData }) => [
  { title: `Reader ${shortId(loaderData?.readerId ?? '')} · Gatefold finance` },
];

const PER_PAGE = 100;

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const readerId = params['id'] ?? '';
  if (!isId(readerId)) throw problemPage(404, notFound);
  const list = { path: `/readers/${readerId}`, parameters: {}, query: { readerId }, perPage: PER_PAGE };
  const [subscriptions, events, access, account] = await Promise.all([
    subscriptionsOf(visit, readerId, pathOf(request)),
    eventPage(visit, list, request),
    accessOf(visit, readerId),
    accountOf(visit, readerId),
  ]);
  const isEmpty = subscriptions.length === 0 && events.kind === 'page' && events.events.length === 0;
  if (isEmpty && account === null) throw problemPage(404, notFound);
  const page = { readerId, subscriptions, events, access, account };
  return data(page, { status: events.kind === 'page' ? 200 : 422 });
}

export default function Reader() {
  return <ReaderPage {...useLoaderData<typeof loader>()} />;
}
