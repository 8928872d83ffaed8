import { billing } from '@gatefold/api';
import { pathOf } from '@gatefold/web-kit/own-path';
import { redirect, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from 'react-router';
import { queryOf, readFilters } from '../features/events/filters.ts';
import { ExportsPage } from '../features/exports/exports-page.tsx';
import { asPage, notFound, problemPage } from '../features/problem/problem.ts';
import { publication } from '../publication.ts';
import { visitOf } from '../server/visit.ts';

export const meta: MetaFunction = () => [{ title: 'Exports · Gatefold finance' }];

export async function loader({ context, request }: LoaderFunctionArgs) {
  const found = await visitOf(context)
    .asPerson.billing.call(billing.listExports)
    .catch((error: unknown) => {
      throw asPage(error, pathOf(request));
    });
  return { jobs: found.data };
}

/** The filters come as the page of the events has them. */
export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const fields = [...form].map(([name, value]): [string, string] => [name, String(value)]);
  const input = readFilters(new URLSearchParams(fields));
  if (!input.complete) throw problemPage(422, notFound);
  await visitOf(context)
    .asPerson.billing.call(billing.startExport, { body: queryOf(input.filters, publication.zone) })
    .catch((error: unknown) => {
      throw asPage(error, pathOf(request));
    });
  return redirect('/exports', 303);
}

export default function Exports() {
  return <ExportsPage {...useLoaderData<typeof loader>()} />;
}
