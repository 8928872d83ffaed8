import { billing } from '@gatefold/api';
import { pathOf } from '@gatefold/web-kit/own-path';
import { useLoaderData, type LoaderFunctionArgs, type MetaFunction } from 'react-router';
import { RisePage, type RiseState } from '../features/price-rises/rise-page.tsx';
import { asPage } from '../features/problem/problem.ts';
import { idOf } from '../id-of.ts';
import { namesOf } from '../server/people.ts';
import { visitOf } from '../server/visit.ts';
import { forwardLinks } from '../words/pages-of.ts';

export const meta: MetaFunction = () => [{ title: 'Price rise · Gatefold finance' }];

const PER_PAGE = 50;

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const client = visit.asPerson.billing;
  const id = idOf(params);
  const { searchParams } = new URL(request.url);
  const state: RiseState = searchParams.get('state') === 'waiting' ? 'waiting' : 'told';
  const after = searchParams.get('after')?.slice(0, 200);
  const query = { state, limit: PER_PAGE, ...(after && { after }) };
  const [rise, { data: rows, nextCursor }] = await Promise.all([
    client.call(billing.getPriceRise, { params: { id } }),
    client.call(billing.listRisen, { params: { id }, query }),
  ]).catch((error: unknown) => {
    throw asPage(error, pathOf(request));
  });
  const names = await namesOf(visit, [rise.announcedBy]);
  const shown = state === 'told' ? undefined : state;
  const links = forwardLinks(`/price-rises/${id}`, { state: shown, after }, nextCursor);
  return { rise, rows, state, links, by: names[rise.announcedBy] ?? rise.announcedBy };
}

export default function PriceRise() {
  return <RisePage {...useLoaderData<typeof loader>()} />;
}
