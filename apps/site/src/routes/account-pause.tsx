import { billing } from '@gatefold/api';
import type { OwnPath } from '@gatefold/web-kit/own-path';
import { useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { PausePage } from '../features/account/pause-page.tsx';
import { toAccount } from '../server/account.ts';
import { doOnce, held } from '../server/course.ts';
import { visitOf } from '../server/visit.ts';
import { Head, useVoice } from '../words/speaking.tsx';

export async function loader({ context, request }: LoaderFunctionArgs) {
  const asked = new URL(request.url).searchParams.get('subscription');
  const { id, paidThrough, pause } = await held(visitOf(context), '/account/pause' as OwnPath, asked);
  if (paidThrough === null || pause !== null) throw toAccount();
  return { id, paidThrough };
}

export const action = (asked: ActionFunctionArgs) =>
  doOnce(asked, (visit, { id }, form) =>
    visit.asReader.billing.call(billing.pause, {
      params: { id },
      body: { until: String(form.get('until')) },
    }),
  );

export default function Pause() {
  const { id, paidThrough } = useLoaderData<typeof loader>();
  const { say } = useVoice();
  return (
    <>
      <Head title={say('pause.title')} />
      <PausePage id={id} paidThrough={paidThrough} />
    </>
  );
}
