import { billing } from '@gatefold/api';
import { pathOf } from '@gatefold/web-kit/own-path';
import type { LoaderFunctionArgs } from 'react-router';
import { asPage, notFound, problemPage } from '../features/problem/problem.ts';
import { isReport, kindOf } from '../features/reports/report-kinds.ts';
import { readReportQuery } from '../features/reports/report-query.ts';
import { visitOf } from '../server/visit.ts';

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const report = params['report'] ?? '';
  if (!isReport(report)) throw problemPage(404, notFound);
  const input = readReportQuery(new URL(request.url).searchParams, kindOf(report).fields);
  if (!input.complete) throw problemPage(404, notFound);
  const csv = await visitOf(context)
    .asPerson.billing.call(billing.exportReport, { params: { report }, query: input.query })
    .catch((error: unknown) => {
      throw asPage(error, pathOf(request));
    });
  return new Response(csv, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${report}.csv"`,
    },
  });
}
