import { data, useLoaderData, type LoaderFunctionArgs, type MetaFunction } from 'react-router';
import type { Client } from '@gatefold/api';
import { pathOf } from '@gatefold/web-kit/own-path';
import { asPage, notFound, problemPage } from '../features/problem/problem.ts';
import { isReport, kindOf, reportKinds, type ReportName } from '../features/reports/report-kinds.ts';
import { ReportPage, type ReportRow } from '../features/reports/report-page.tsx';
import { readReportQuery, type ReportQuery } from '../features/reports/report-query.ts';
import { visitOf } from '../server/visit.ts';

export const meta: MetaFunction<typeof loader> = ({ loaderData }) => [
  { title: `${loaderData === undefined ? 'Report' : kindOf(loaderData.name).title} · Gatefold finance` },
];

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const name = params['report'] ?? '';
  if (!isReport(name)) throw problemPage(404, notFound);
  const input = readReportQuery(new URL(request.url).searchParams, kindOf(name).fields);
  const { typed } = input;
  if (!input.complete)
    return data({ name, typed, view: { kind: 'mistakes' as const, errors: input.errors } }, { status: 422 });
  const { data: rows, definitions } = await readReport(
    visitOf(context).asPerson.billing,
    name,
    input.query,
  ).catch((error: unknown) => {
    throw asPage(error, pathOf(request));
  });
  return data({ name, typed, view: { kind: 'rows' as const, rows, definitions } });
}

type Answer = { data: readonly ReportRow[]; definitions: Record<string, string> };

function readReport(client: Client, name: ReportName, { weeks, ...months }: ReportQuery): Promise<Answer> {
  const count = weeks === undefined ? {} : { weeks };
  switch (name) {
    case 'revenue':
      return client.call(reportKinds.revenue.endpoint, { query: months });
    case 'mrr':
      return client.call(reportKinds.mrr.endpoint, { query: months });
    case 'leaving':
      return client.call(reportKinds.leaving.endpoint, { query: months });
    case 'cohorts':
      return client.call(reportKinds.cohorts.endpoint, { query: count });
    case 'forecast':
      return client.call(reportKinds.forecast.endpoint, { query: count });
  }
}

export default function Report() {
  return <ReportPage {...useLoaderData<typeof loader>()} />;
}
