import { mail } from '@gatefold/api';
import { redirect, type ActionFunctionArgs } from 'react-router';
import { newslettersAway } from '../server/newsletters.ts';
import { asPage } from '../features/problem/problem.ts';
import type { OwnPath } from '@gatefold/web-kit/own-path';
import { toAccount, verified } from '../server/account.ts';
import { visitOf } from '../server/visit.ts';

export const loader = toAccount;

const here = '/account' as OwnPath;

/** The reader says that their address works. */
export async function action({ context }: ActionFunctionArgs) {
  const visit = visitOf(context);
  const { readerId: id } = verified(visit, here);
  await visit.asReader.mail.call(mail.trustAddress, { params: { id }, body: {} }).catch((error: unknown) => {
    throw asPage(error, newslettersAway);
  });
  return redirect(here, 303);
}

export { default } from '../features/problem/never-shown.tsx';
