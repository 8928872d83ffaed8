import { billing } from '@gatefold/api';
import type { OwnPath } from '@gatefold/web-kit/own-path';
import { data, redirect, useActionData, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { SeatsPage } from '../features/group/seats-page.tsx';
import { SeatsQuotePage } from '../features/group/seats-quote-page.tsx';
import { verified } from '../server/account.ts';
import { doOnSeats, groupOf, ownGroups, paidSeats, seatsRefused } from '../server/seats.ts';
import { visitOf } from '../server/visit.ts';
import { Head, useVoice } from '../words/speaking.tsx';
import type { PlainKey } from '../words/voice.ts';

const here = '/account/seats' as OwnPath;

/** Who has a seat; with a number of seats named, what that comes to. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const reader = verified(visit, here);
  const asked = Number(new URL(request.url).searchParams.get('seats') ?? 0);
  const group = await groupOf(visit, reader);
  let says: PlainKey | null = null;
  if (asked > 0 && group !== null)
    try {
      const params = { id: group.id };
      const quote = await visit.asReader.billing.call(billing.quoteSeats, {
        params,
        query: { seats: asked },
      });
      return { kind: 'quote' as const, id: group.id, quote };
    } catch (error) {
      says = seatsRefused(error);
    }
  const { owned, member, open } = await ownGroups(visit, reader.readerId);
  return {
    kind: 'seats' as const,
    email: reader.email ?? '',
    paid: group === null ? null : paidSeats(group),
    own: owned.find((one) => one.group.id === group?.id) ?? null,
    member,
    open,
    says,
  };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const visit = visitOf(context);
  verified(visit, here);
  const says = await doOnSeats(visit, await request.formData());
  if (says === null) return redirect(here, 303);
  return data({ says }, { status: 422, headers: { 'cache-control': 'private, no-store' } });
}

export default function Seats() {
  const page = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <>
      <Head title={useVoice().say('seats.title')} />
      {page.kind === 'quote' ? (
        <SeatsQuotePage id={page.id} quote={page.quote} />
      ) : (
        <SeatsPage {...page} says={refused?.says ?? page.says} />
      )}
    </>
  );
}
