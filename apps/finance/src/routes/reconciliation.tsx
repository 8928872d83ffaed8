import { billing } from '@gatefold/api';
import { addCivilDays, at } from '@gatefold/kernel';
import { pathOf } from '@gatefold/web-kit/own-path';
import { redirect, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from 'react-router';
import { asPage, notFound, problemPage } from '../features/problem/problem.ts';
import { ReconciliationPage } from '../features/reconciliation/reconciliation-page.tsx';
import { pressed } from '../pressed.ts';
import { visitOf } from '../server/visit.ts';
import { isDay } from '../words/day.ts';
import { listHref } from '../words/pages-of.ts';

export const meta: MetaFunction = () => [{ title: 'Reconciliation · Gatefold finance' }];

/** So many days a page, and so many entries in suspense. */
const DAYS = 7;
const ENTRIES = 50;

/** Days of the books are of UTC. */
const later = (day: string, days: number): string =>
  addCivilDays(at(`${day}T00:00:00Z`), days, 'UTC')
    .toISOString()
    .slice(0, 10);

export async function loader({ context, request }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const { searchParams } = new URL(request.url);
  const today = visit.now.toISOString().slice(0, 10);
  const asked = searchParams.get('last') ?? '';
  const last = isDay(asked) && asked < today ? asked : today;
  const { billing: client } = visit.asPerson;
  const [now, days, { data: suspense, nextCursor }] = await Promise.all([
    client.call(billing.reconciliation),
    client.call(billing.reconciliationDays, {
      query: { from: later(last, 1 - DAYS), until: later(last, 1) },
    }),
    client.call(billing.listSuspense, { query: { limit: ENTRIES } }),
  ]).catch((error: unknown) => {
    throw asPage(error, pathOf(request));
  });
  const isMoreInSuspense = nextCursor !== null;
  const links = linksAround({ from: days.from, last, today });
  return { now, days, last, links, suspense, isMoreInSuspense, booked: bookedIn(searchParams) };
}

function linksAround({ from, last, today }: Record<'from' | 'last' | 'today', string>) {
  const to = (day: string): string => listHref('/reconciliation', { last: day });
  return {
    older: to(later(from, -1)),
    newer: last === today ? null : to(later(last, DAYS)),
    newest: last === today ? null : '/reconciliation',
  };
}

/** What the address says that a press has booked, so that a reload books nothing again. */
function bookedIn(search: URLSearchParams): { day: string; count: number } | null {
  const [day, count] = [search.get('of') ?? '', search.get('booked') ?? ''];
  return isDay(day) && /^\d{1,6}$/.test(count) ? { day, count: Number(count) } : null;
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  return pressed(form, { book: () => book({ context, request }, String(form.get('day'))) })();
}

async function book({ context, request }: Pick<ActionFunctionArgs, 'context' | 'request'>, day: string) {
  if (!isDay(day)) throw problemPage(404, notFound);
  const { booked } = await visitOf(context)
    .asPerson.billing.call(billing.bookDay, { params: { day } })
    .catch((error: unknown) => {
      throw asPage(error, pathOf(request));
    });
  const last = new URL(request.url).searchParams.get('last') ?? day;
  return redirect(listHref('/reconciliation', { last, of: day, booked: String(booked) }), 303);
}

export default function Reconciliation() {
  return <ReconciliationPage {...useLoaderData<typeof loader>()} />;
}
