import { billing } from '@gatefold/api';
import { pathOf } from '@gatefold/web-kit/own-path';
import { useLoaderData, type LoaderFunctionArgs, type MetaFunction } from 'react-router';
import { RisesPage } from '../features/price-rises/rises-page.tsx';
import { asPage } from '../features/problem/problem.ts';
import { namesOf } from '../server/people.ts';
import { visitOf } from '../server/visit.ts';
import { forwardLinks } from '../words/pages-of.ts';

export const meta: MetaFunction = () => [{ title: 'Price rises · Gatefold finance' }];

const PER_PAGE = 50;

export async function loader({ context, request }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const after = new URL(request.url).searchParams.get('after')?.slice(0, 200);
  const query = { limit: PER_PAGE, ...(after && { after }) };
  const { data, nextCursor } = await visit.asPerson.billing
    .call(billing.listPriceRises, { query })
    .catch((error: unknown) => {
      throw asPage(error, pathOf(request));
    });
  const names = await namesOf(
    visit,
    data.map(({ announcedBy }) => announcedBy),
  );
  return { rises: data, names, links: forwardLinks('/price-rises', { after }, nextCursor) };
}

export default function PriceRises() {
  return <RisesPage {...useLoaderData<typeof loader>()} />;
}
