import { ApiProblem, billing } from '@gatefold/api';
import type { OwnPath } from '@gatefold/web-kit/own-path';
import { redirect, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { CancelPage } from '../features/account/cancel-page.tsx';
import { chosen, throwAsPage, toAccount, verified } from '../server/account.ts';
import { visitOf } from '../server/visit.ts';
import { Head, useVoice } from '../words/speaking.tsx';

const here = '/account/cancel' as OwnPath;

/** The first of two screens: what will happen. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const id = new URL(request.url).searchParams.get('subscription');
  return { subscription: await chosen(visit, verified(visit, here), id) };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const visit = visitOf(context);
  const form = await request.formData();
  const subscription = await chosen(visit, verified(visit, here), form.get('subscription'));
  if (subscription === null) return toAccount();

  try {
    await visit.asReader.billing.call(billing.cancel, { params: { id: subscription.id } });
  } catch (error) {
    if (error instanceof ApiProblem && error.code === 'subscription-ended') return toAccount();
    throwAsPage(error);
  }
  return redirect(`/account/cancel/done?subscription=${subscription.id}`, 303);
}

export default function Cancel() {
  const { subscription } = useLoaderData<typeof loader>();
  const { say } = useVoice();
  return (
    <>
      <Head title={say('cancel.title')} />
      <CancelPage subscription={subscription} />
    </>
  );
}
