import { billing } from '@gatefold/api';
import { isId } from '@gatefold/kernel';
import type { OwnPath } from '@gatefold/web-kit/own-path';
import { redirect, type LoaderFunctionArgs } from 'react-router';
import { notFound, problemPage } from '../features/problem/problem.ts';
import { throwAsPage, verified } from '../server/account.ts';
import { visitOf } from '../server/visit.ts';

/** To Stripe's invoice of one payment, as PDF. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  verified(visit, '/account' as OwnPath);
  const { searchParams: asked } = new URL(request.url);
  const [id, charge] = [asked.get('subscription'), asked.get('charge')];
  if (id === null || charge === null || !isId(id) || !isId(charge)) throw problemPage(404, notFound);
  const { pdf } = await visit.asReader.billing
    .call(billing.chargeInvoice, { params: { id, charge } })
    .catch(throwAsPage);
  if (!visit.isPaymentPage(pdf))
    throw new Error('billing named an invoice whose origin is not in PAYMENT_ORIGINS');
  return redirect(pdf, { status: 303, headers: { 'cache-control': 'private, no-store' } });
}

export { default } from '../features/problem/never-shown.tsx';
