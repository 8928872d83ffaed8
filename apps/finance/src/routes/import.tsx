import { billing } from '@gatefold/api';
import { pathOf } from '@gatefold/web-kit/own-path';
import { useLoaderData, type LoaderFunctionArgs, type MetaFunction } from 'react-router';
import { ImportPage } from '../features/imports/import-page.tsx';
import { isOutcome } from '../features/imports/import-words.ts';
import { asPage, notFound, problemPage } from '../features/problem/problem.ts';
import { idOf } from '../id-of.ts';
import { visitOf } from '../server/visit.ts';
import { listHref } from '../words/pages-of.ts';

export const meta: MetaFunction = () => [{ title: 'Import · Gatefold finance' }];

const PER_PAGE = 100;

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const client = visitOf(context).asPerson.billing;
  const id = idOf(params);
  const { outcome, after } = placeIn(new URL(request.url).searchParams);
  const which = outcome === null ? {} : { outcome };
  try {
    const [run, report] = await Promise.all([
      client.call(billing.getImport, { params: { id } }),
      client.call(billing.importReport, { params: { id }, query: { ...which, after, limit: PER_PAGE } }),
    ]);
    const next =
      report.nextCursor === null ? null : listHref(`/imports/${id}`, { ...which, after: report.nextCursor });
    return { run, rows: report.data, outcome, next, isFirst: after === 0 };
  } catch (error) {
    throw asPage(error, pathOf(request));
  }
}

/** Which lines are asked for: of one outcome or of all, after a line. */
function placeIn(query: URLSearchParams) {
  const outcome = query.get('outcome');
  const after = query.get('after') ?? '0';
  if ((outcome !== null && !isOutcome(outcome)) || !/^\d{1,9}$/.test(after)) throw problemPage(404, notFound);
  return { outcome, after: Number(after) };
}

export default function Import() {
  return <ImportPage {...useLoaderData<typeof loader>()} />;
}
