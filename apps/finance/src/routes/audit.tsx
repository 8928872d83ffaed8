import { billing } from '@gatefold/api';
import { pathOf, withQuery } from '@gatefold/web-kit/own-path';
import { redirect, useLoaderData, type LoaderFunctionArgs, type MetaFunction } from 'react-router';
import { AuditPage } from '../features/audit/audit-page.tsx';
import { asPage } from '../features/problem/problem.ts';
import { namesOf } from '../server/people.ts';
import { visitOf } from '../server/visit.ts';
import { forwardLinks } from '../words/pages-of.ts';

export const meta: MetaFunction = () => [{ title: 'Audit log · Gatefold finance' }];

const PER_PAGE = 50;

export async function loader({ context, request }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const { searchParams } = new URL(request.url);
  const filter = (name: string, longest: number) =>
    searchParams.get(name)?.trim().slice(0, longest) || undefined;
  const filters = {
    actor: filter('actor', 120),
    action: filter('action', 60),
    subject: filter('subject', 200),
  };
  // Nobody is filtered by an address: it would stay in that of the browser.
  if (filters.actor?.includes('@')) throw redirect(withQuery(pathOf(request), 'actor', ''), 303);
  const place = searchParams.get('after') ?? '';
  const after = /^[1-9]\d{0,14}$/.test(place) ? place : undefined;
  const { billing: client } = visit.asPerson;
  const query = {
    limit: PER_PAGE,
    ...Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)),
    ...(after && { after: Number(after) }),
  };
  const [{ data, nextCursor }, verdict] = await Promise.all([
    client.call(billing.listAudit, { query }),
    client.call(billing.verifyAudit),
  ]).catch((error: unknown) => {
    throw asPage(error, pathOf(request));
  });
  const names = await namesOf(
    visit,
    data.map(({ actor }) => actor),
  );
  const entries = data.map((entry) => ({ ...entry, by: names[entry.actor] ?? entry.actor }));
  return { entries, filters, verdict, links: forwardLinks('/audit', { ...filters, after }, nextCursor) };
}

export default function Audit() {
  return <AuditPage {...useLoaderData<typeof loader>()} />;
}
