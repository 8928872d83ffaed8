import type { OwnPath } from '@gatefold/web-kit/own-path';
import type { LoaderFunctionArgs } from 'react-router';
import { renewalCalendar } from '../features/account/calendar.ts';
import { chosen, toAccount, verified } from '../server/account.ts';
import { visitOf } from '../server/visit.ts';

/** The next payment as a calendar file. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const id = new URL(request.url).searchParams.get('subscription');
  const subscription = await chosen(visit, verified(visit, '/account' as OwnPath), id);
  const { now, siteUrl, voice } = visit;
  const calendar = subscription === null ? null : renewalCalendar(subscription, { voice, now, siteUrl });
  if (calendar === null) return toAccount();
  return new Response(calendar, {
    headers: {
      'content-type': 'text/calendar; charset=utf-8',
      'content-disposition': 'attachment; filename="renewal.ics"',
      'cache-control': 'private, no-store',
    },
  });
}
