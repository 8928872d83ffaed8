import { ApiProblem, billing } from '@gatefold/api';
import { pathOf } from '@gatefold/web-kit/own-path';
import { redirect, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from 'react-router';
import { PeriodPage } from '../features/periods/period-page.tsx';
import { asPage, notFound, problemPage } from '../features/problem/problem.ts';
import { visitOf } from '../server/visit.ts';

export const meta: MetaFunction = () => [{ title: 'Period · Gatefold finance' }];

function monthOf(params: LoaderFunctionArgs['params']): string {
  const month = params['month'] ?? '';
  if (!/^2\d{3}-(0[1-9]|1[0-2])$/.test(month)) throw problemPage(404, notFound);
  return month;
}

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const period = await visitOf(context)
    .asPerson.billing.call(billing.getPeriod, { params: { month: monthOf(params) } })
    .catch((error: unknown) => {
      throw asPage(error, pathOf(request));
    });
  return { period };
}

/** One that is closed already, by a colleague, is shown as it is. */
export async function action({ context, params, request }: ActionFunctionArgs) {
  const month = monthOf(params);
  await visitOf(context)
    .asPerson.billing.call(billing.closePeriod, { params: { month } })
    .catch((error: unknown) => {
      const isDone = error instanceof ApiProblem && error.status === 409;
      if (!isDone) throw asPage(error, pathOf(request));
    });
  return redirect(`/periods/${month}`, 303);
}

export default function Period() {
  return <PeriodPage {...useLoaderData<typeof loader>()} />;
}
