import { billing } from '@gatefold/api';
import { pathOf } from '@gatefold/web-kit/own-path';
import { useLoaderData, type LoaderFunctionArgs, type MetaFunction } from 'react-router';
import { OffersPage } from '../features/offers/offers-page.tsx';
import { asPage } from '../features/problem/problem.ts';
import { visitOf } from '../server/visit.ts';

export const meta: MetaFunction = () => [{ title: 'Offers · Gatefold finance' }];

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { billing: client } = visitOf(context).asPerson;
  const [offers, gifts] = await Promise.all([
    client.call(billing.listOfferVersions),
    client.call(billing.listGiftVersions),
  ]).catch((error: unknown) => {
    throw asPage(error, pathOf(request));
  });
  return { versions: offers.data, gifts: gifts.data };
}

export default function Offers() {
  return <OffersPage {...useLoaderData<typeof loader>()} />;
}
