import { data, redirect, useLoaderData, type LoaderFunctionArgs, type MetaFunction } from 'react-router';
import { EventsPage, type EventsView } from '../features/events/events-page.tsx';
import { hasEmptyFields, queryOf, readFilters, type Typed } from '../features/events/filters.ts';
import { publication } from '../publication.ts';
import { eventPage } from '../server/events.ts';
import { visitOf } from '../server/visit.ts';
import { listHref } from '../words/pages-of.ts';

export const meta: MetaFunction = () => [{ title: 'Billing events · Gatefold finance' }];

const PER_PAGE = 50;

type Page = { readonly view: EventsView; readonly typed: Typed };

export async function loader({ context, request }: LoaderFunctionArgs) {
  const search = new URL(request.url).searchParams;
  const input = readFilters(search);
  if (!input.complete)
    return answer({ view: { kind: 'mistakes', errors: input.errors }, typed: input.typed });
  if (hasEmptyFields(search)) throw redirect(listHref('/events', input.filters), 303);
  const list = {
    path: '/events',
    parameters: input.filters,
    query: queryOf(input.filters, publication.zone),
    perPage: PER_PAGE,
  };
  return answer({ view: await eventPage(visitOf(context), list, request), typed: input.typed });
}

const answer = (page: Page) => data(page, { status: page.view.kind === 'page' ? 200 : 422 });

export default function Events() {
  return <EventsPage {...useLoaderData<typeof loader>()} />;
}
