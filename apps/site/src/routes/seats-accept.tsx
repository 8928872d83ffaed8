import { ApiProblem, entitlement } from '@gatefold/api';
import { withQuery, type OwnPath } from '@gatefold/web-kit/own-path';
import { data, redirect, useActionData, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { AcceptPage, type Accepting } from '../features/group/accept-page.tsx';
import { asPage } from '../features/problem/problem.ts';
import { visitOf, type Visit } from '../server/visit.ts';
import { signInPath } from '../coming-back.ts';
import { Head, useVoice } from '../words/speaking.tsx';
import type { PlainKey } from '../words/voice.ts';

const here = '/seats/accept' as OwnPath;
const headers = { 'cache-control': 'private, no-store' };

const refusals: Readonly<Record<string, PlainKey>> = {
  'invitation-invalid': 'seat.invalid',
  'invitation-over': 'seat.over',
  'group-closed': 'seat.closed',
  'group-full': 'seat.full',
  'seat-held': 'seat.held',
};

const emailOf = ({ session }: Visit): string | null =>
  session.kind === 'reader' && !session.session.provisional ? (session.session.email ?? '') : null;

const tokenIn = (value: unknown): string => (typeof value === 'string' ? value.trim().slice(0, 200) : '');

function refused(error: unknown) {
  const says = error instanceof ApiProblem ? refusals[error.code] : undefined;
  if (says === undefined) throw asPage(error);
  return data<Accepting>({ step: 'refused', says }, { status: 422, headers });
}

/** What the invitation leads to. Looking uses nothing up. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const token = tokenIn(new URL(request.url).searchParams.get('invitation'));
  try {
    const body = { invitation: token };
    const { group, email, isTaken } = await visit.asReader.entitlement.call(entitlement.lookAtInvitation, {
      body,
    });
    const reader = emailOf(visit);
    if (isTaken && reader === null)
      return data<Accepting>({ step: 'refused', says: 'seat.over' }, { status: 422, headers });
    const signInHref = signInPath(withQuery(here, 'invitation', token));
    return data<Accepting>({ step: 'asked', token, group, email, reader, signInHref }, { headers });
  } catch (error) {
    return refused(error);
  }
}

export async function action({ context, request }: ActionFunctionArgs) {
  const visit = visitOf(context);
  const invitation = tokenIn((await request.formData()).get('invitation'));
  if (emailOf(visit) === null) return redirect(signInPath(withQuery(here, 'invitation', invitation)), 303);
  try {
    const { name } = await visit.asReader.entitlement.call(entitlement.takeSeat, { body: { invitation } });
    return data<Accepting>({ step: 'taken', group: name }, { headers });
  } catch (error) {
    return refused(error);
  }
}

export default function AcceptSeat() {
  const shown = useLoaderData<typeof loader>();
  const done = useActionData<typeof action>();
  return (
    <>
      <Head title={useVoice().say('seat.for-you')} />
      <AcceptPage at={done ?? shown} />
    </>
  );
}
