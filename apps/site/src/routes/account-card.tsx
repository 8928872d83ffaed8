import { billing } from '@gatefold/api';
import { ownPath, type OwnPath } from '@gatefold/web-kit/own-path';
import { redirect, type ActionFunctionArgs } from 'react-router';
import { chosen, throwAsPage, toAccount, verified } from '../server/account.ts';
import { visitOf } from '../server/visit.ts';

export const loader = toAccount;

/** To the hosted page for a new card. */
export async function action({ context, request }: ActionFunctionArgs) {
  const visit = visitOf(context);
  const form = await request.formData();
  const returnTo = ownPath(form.get('returnTo')) ?? ('/account' as OwnPath);
  const subscription = await chosen(visit, verified(visit, returnTo), form.get('subscription'));
  if (subscription === null || subscription.phase === 'ended') return toAccount();

  const { url } = await visit.asReader.billing
    .call(billing.updateCard, {
      params: { id: subscription.id },
      body: { returnTo, title: visit.voice.paper.key, locale: visit.locale },
    })
    .catch(throwAsPage);
  if (!visit.isPaymentPage(url))
    throw new Error('billing named a payment page whose origin is not in PAYMENT_ORIGINS');
  return redirect(url, 303);
}

export { default } from '../features/problem/never-shown.tsx';
