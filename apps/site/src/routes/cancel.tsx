import { ApiProblem, billing } from '@gatefold/api';
import { data, useActionData } from 'react-router';
import type { ActionFunctionArgs } from 'react-router';
import { LeavePage, type Leave } from '../features/account/leave-page.tsx';
import { asPage } from '../features/problem/problem.ts';
import { visitOf } from '../server/visit.ts';
import { Head, useVoice } from '../words/speaking.tsx';
import type { PlainKey } from '../words/voice.ts';

const refusals: Readonly<Record<string, PlainKey>> = {
  'withdrawal-not-found': 'claim.not-found',
  'too-many-requests': 'order.too-many',
  'invalid-input': 'claim.invalid',
};

/** Two steps: what comes of it, and done. Nobody needs to sign in. */
export async function action({ context, request }: ActionFunctionArgs) {
  const { asSite, from } = visitOf(context);
  const form = await request.formData();
  const text = (name: string): string =>
    String(form.get(name) ?? '')
      .trim()
      .slice(0, 300);
  const claim = { email: text('email'), orderNumber: text('orderNumber') };
  const isSure = form.get('sure') === 'yes';
  const headers = { 'cache-control': 'private, no-store' };
  try {
    const leaving = await asSite.billing.call(isSure ? billing.cancelByOrder : billing.quoteCancellation, {
      body: claim,
      ...(from === null ? {} : { forwardedFor: from }),
    });
    const at: Leave = isSure ? { step: 'done', leaving } : { step: 'shown', claim, leaving };
    return data(at, { headers });
  } catch (error) {
    const says = error instanceof ApiProblem ? refusals[error.code] : undefined;
    if (says === undefined) throw asPage(error);
    const at: Leave = { step: 'asked', claim, says };
    return data(at, { status: 422, headers });
  }
}

const nothing: Leave = { step: 'asked', claim: { email: '', orderNumber: '' }, says: null };

export default function Cancel() {
  const { say } = useVoice();
  return (
    <>
      <Head title={say('leave.title')} />
      <LeavePage at={useActionData<typeof action>() ?? nothing} />
    </>
  );
}
