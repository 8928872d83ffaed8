import { billing } from '@gatefold/api';
import { pathOf } from '@gatefold/web-kit/own-path';
import { useLoaderData, type LoaderFunctionArgs, type MetaFunction } from 'react-router';
import { asPage } from '../features/problem/problem.ts';
import { RequestsPage } from '../features/requests/requests-page.tsx';
import { namesOf } from '../server/people.ts';
import { visitOf } from '../server/visit.ts';
import { forwardLinks } from '../words/pages-of.ts';

export const meta: MetaFunction = () => [{ title: 'Requests · Gatefold finance' }];

const PER_PAGE = 50;

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  const typed = billing.listRequests.query.shape.state.safeParse(searchParams.get('state') ?? undefined);
  const state = typed.success ? typed.data : 'waiting';
  const after = searchParams.get('after')?.slice(0, 200);
  const visit = visitOf(context);
  const query = { state, limit: PER_PAGE, ...(after && { after }) };
  const { data, nextCursor } = await visit.asPerson.billing
    .call(billing.listRequests, { query })
    .catch((error: unknown) => {
      throw asPage(error, pathOf(request));
    });
  const names = await namesOf(
    visit,
    data.map(({ askedBy }) => askedBy),
  );
  const requests = data.map((one) => ({ ...one, by: names[one.askedBy] ?? one.askedBy }));
  return { requests, state, links: forwardLinks('/requests', { state, after }, nextCursor) };
}

export default function Requests() {
  return <RequestsPage {...useLoaderData<typeof loader>()} />;
}
