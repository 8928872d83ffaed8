import { ApiProblem, billing } from '@gatefold/api';
import type { OwnPath } from '@gatefold/web-kit/own-path';
import { redirect, type ActionFunctionArgs } from 'react-router';
import { chosen, throwAsPage, toAccount, verified } from '../server/account.ts';
import { visitOf } from '../server/visit.ts';

export const loader = toAccount;

/** Takes a cancellation back. Once the end has come the account page says so. */
export async function action({ context, request }: ActionFunctionArgs) {
  const visit = visitOf(context);
  const form = await request.formData();
  const reader = verified(visit, '/account' as OwnPath);
  const subscription = await chosen(visit, reader, form.get('subscription'));
  if (subscription === null) return toAccount();

  try {
    await visit.asReader.billing.call(billing.undoCancel, { params: { id: subscription.id } });
  } catch (error) {
    if (error instanceof ApiProblem && error.code === 'subscription-ended') return toAccount();
    throwAsPage(error);
  }
  return redirect('/account', 303);
}

export { default } from '../features/problem/never-shown.tsx';
