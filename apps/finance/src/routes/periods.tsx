import { billing } from '@gatefold/api';
import { pathOf } from '@gatefold/web-kit/own-path';
import { useLoaderData, type LoaderFunctionArgs, type MetaFunction } from 'react-router';
import { PeriodsPage } from '../features/periods/periods-page.tsx';
import { asPage } from '../features/problem/problem.ts';
import { visitOf } from '../server/visit.ts';

export const meta: MetaFunction = () => [{ title: 'Periods · Gatefold finance' }];

export async function loader({ context, request }: LoaderFunctionArgs) {
  const found = await visitOf(context)
    .asPerson.billing.call(billing.listPeriods)
    .catch((error: unknown) => {
      throw asPage(error, pathOf(request));
    });
  return { periods: found.data };
}

export default function Periods() {
  return <PeriodsPage {...useLoaderData<typeof loader>()} />;
}
