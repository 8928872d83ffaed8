import { billing } from '@gatefold/api';
import { pathOf } from '@gatefold/web-kit/own-path';
import { useLoaderData, type LoaderFunctionArgs, type MetaFunction } from 'react-router';
import type { z } from 'zod';
import { EventPage } from '../features/event/event-page.tsx';
import { asPage } from '../features/problem/problem.ts';
import { idOf } from '../id-of.ts';
import { visitOf, type Visit } from '../server/visit.ts';
import { asHeading, wordsOfType } from '../words/event-types.ts';

export const meta: MetaFunction<typeof loader> = ({ loaderData }) => [
  { title: `${asHeading(wordsOfType(loaderData?.event.type ?? 'event').words)} · Gatefold finance` },
];

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const id = idOf(params);
  const { payload, cursor, ...event } = await visit.asPerson.billing
    .call(billing.getBillingEvent, { params: { id } })
    .catch((error: unknown) => {
      throw asPage(error, pathOf(request));
    });
  return {
    event,
    payload: payload === null || payload === undefined ? null : JSON.stringify(payload, null, 2),
    neighbours: await neighboursOf(visit, event.readerId, cursor),
  };
}

type Place = NonNullable<z.input<typeof billing.listBillingEvents.query>>;

/** The page is of use without them. */
async function neighboursOf({ asPerson, report }: Visit, readerId: string, cursor: string) {
  const next = async (place: Pick<Place, 'after' | 'before'>): Promise<string | null> => {
    try {
      const query = { readerId, ...place, limit: 1 };
      const { data } = await asPerson.billing.call(billing.listBillingEvents, { query });
      return data[0]?.id ?? null;
    } catch (error) {
      report(error, 'the neighbours of an event could not be read');
      return null;
    }
  };
  const [older, newer] = await Promise.all([next({ after: cursor }), next({ before: cursor })]);
  return { older, newer };
}

export default function Event() {
  return <EventPage {...useLoaderData<typeof loader>()} />;
}
