import { ApiProblem, billing } from '@gatefold/api';
import type { OwnPath } from '@gatefold/web-kit/own-path';
import { data, redirect, useActionData, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { ReturnPage } from '../features/account/return-page.tsx';
import { readOrder } from '../features/offer/order-input.ts';
import { throwAsPage, toAccount, verified } from '../server/account.ts';
import { startCheckout } from '../server/start-checkout.ts';
import { visitOf, type Visit } from '../server/visit.ts';
import { Head, useVoice } from '../words/speaking.tsx';

const here = '/account/return' as OwnPath;

/** With which offer a reader may come back. Who has none finds the paper's own in the account. */
async function offerFor(visit: Visit) {
  const { readerId } = verified(visit, here);
  const { offer } = await visit.asReader.billing
    .call(billing.winBack, { params: { id: readerId }, query: { locale: visit.locale } })
    .catch(throwAsPage);
  if (offer === null) throw toAccount();
  return offer;
}

export async function loader({ context }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  return { offer: await offerFor(visit), attempt: visit.newId() };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const visit = visitOf(context);
  const order = readOrder(await request.formData(), { needsEmail: false });
  const { key } = await offerFor(visit);
  if (!order.complete) return data({ isConsentMissing: true }, { status: 422 });
  try {
    const { url } = await startCheckout(visit, { ...order.value, offer: key });
    return redirect(url, 303);
  } catch (error) {
    if (error instanceof ApiProblem && error.status < 500) return toAccount();
    return throwAsPage(error);
  }
}

export default function Return() {
  const { offer, attempt } = useLoaderData<typeof loader>();
  const isConsentMissing = useActionData<typeof action>() !== undefined;
  const { say } = useVoice();
  return (
    <>
      <Head title={say('return.title')} />
      <ReturnPage {...{ offer, attempt, isConsentMissing }} />
    </>
  );
}
