import { billing } from '@gatefold/api';
import { pathOf } from '@gatefold/web-kit/own-path';
import type { LoaderFunctionArgs } from 'react-router';
import { asPage } from '../features/problem/problem.ts';
import { idOf } from '../id-of.ts';
import { visitOf } from '../server/visit.ts';

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const id = idOf(params);
  const csv = await visitOf(context)
    .asPerson.billing.call(billing.exportFile, { params: { id } })
    .catch((error: unknown) => {
      throw asPage(error, pathOf(request));
    });
  return new Response(csv, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="billing-events-${id}.csv"`,
    },
  });
}
