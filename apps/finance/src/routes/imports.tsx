import { billing } from '@gatefold/api';
import { pathOf } from '@gatefold/web-kit/own-path';
import { useLoaderData, type LoaderFunctionArgs, type MetaFunction } from 'react-router';
import { ImportsPage } from '../features/imports/imports-page.tsx';
import { asPage } from '../features/problem/problem.ts';
import { visitOf } from '../server/visit.ts';

export const meta: MetaFunction = () => [{ title: 'Imports · Gatefold finance' }];

export async function loader({ context, request }: LoaderFunctionArgs) {
  const found = await visitOf(context)
    .asPerson.billing.call(billing.listImports, { query: { limit: 100 } })
    .catch((error: unknown) => {
      throw asPage(error, pathOf(request));
    });
  return { runs: found.data };
}

export default function Imports() {
  return <ImportsPage {...useLoaderData<typeof loader>()} />;
}
