import { billing } from '@gatefold/api';
import { pathOf } from '@gatefold/web-kit/own-path';
import { useLoaderData, type LoaderFunctionArgs, type MetaFunction } from 'react-router';
import { CasesPage, type CaseState } from '../features/cases/cases-page.tsx';
import { asPage } from '../features/problem/problem.ts';
import { namesOf } from '../server/people.ts';
import { visitOf } from '../server/visit.ts';
import { forwardLinks } from '../words/pages-of.ts';

export const meta: MetaFunction = () => [{ title: 'Cases · Gatefold finance' }];

const PER_PAGE = 50;

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  const state: CaseState = searchParams.get('state') === 'closed' ? 'closed' : 'open';
  const kind = searchParams.get('kind')?.slice(0, 60) || undefined;
  const after = searchParams.get('after')?.slice(0, 200);
  const visit = visitOf(context);
  const query = { state, limit: PER_PAGE, ...(kind && { kind }), ...(after && { after }) } as const;
  const { data, nextCursor } = await visit.asPerson.billing
    .call(billing.listCases, { query })
    .catch((error: unknown) => {
      throw asPage(error, pathOf(request));
    });
  const names = await namesOf(
    visit,
    data.map(({ takenBy }) => takenBy),
  );
  const cases = data.map((one) => ({ ...one, by: one.takenBy && (names[one.takenBy] ?? one.takenBy) }));
  return {
    cases,
    state,
    kind: kind ?? null,
    links: forwardLinks('/cases', { state, kind, after }, nextCursor),
  };
}

export default function Cases() {
  return <CasesPage {...useLoaderData<typeof loader>()} />;
}
