import { ApiProblem, billing } from '@gatefold/api';
import { isId } from '@gatefold/kernel';
import type { OwnPath } from '@gatefold/web-kit/own-path';
import { redirect, type ActionFunctionArgs } from 'react-router';
import { throwAsPage, toAccount, verified } from '../server/account.ts';
import { visitOf } from '../server/visit.ts';

export const loader = toAccount;

/** Takes a gift back that nobody has taken. A refusal is explained by what the account shows. */
export async function action({ context, request }: ActionFunctionArgs) {
  const visit = visitOf(context);
  verified(visit, '/account' as OwnPath);
  const id = String((await request.formData()).get('gift') ?? '');
  if (!isId(id)) return redirect('/account', 303);
  try {
    await visit.asReader.billing.call(billing.takeGiftBack, { params: { id } });
  } catch (error) {
    if (!(error instanceof ApiProblem) || (error.status !== 409 && error.status !== 404)) throwAsPage(error);
  }
  return redirect('/account', 303);
}

export { default } from '../features/problem/never-shown.tsx';
