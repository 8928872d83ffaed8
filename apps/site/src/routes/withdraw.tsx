import { ApiProblem, billing } from '@gatefold/api';
import { data, useActionData } from 'react-router';
import type { ActionFunctionArgs } from 'react-router';
import type { OrderClaim } from '../features/account/order-claim.tsx';
import { WithdrawPage, type Withdrawal } from '../features/account/withdraw-page.tsx';
import { asPage } from '../features/problem/problem.ts';
import { withdrawalQuote, withdrawalRefusals } from '../server/withdrawal.ts';
import { visitOf, type Visit } from '../server/visit.ts';
import { Head, useVoice } from '../words/speaking.tsx';

const nothing: OrderClaim = { email: '', orderNumber: '' };

/** Two steps: what comes of it, and done. Nobody needs to sign in. */
export async function action({ context, request }: ActionFunctionArgs) {
  const visit = visitOf(context);
  const form = await request.formData();
  const text = (name: string): string =>
    String(form.get(name) ?? '')
      .trim()
      .slice(0, 300);
  const claim = { email: text('email'), orderNumber: text('orderNumber') };
  try {
    const at = await stepOf(visit, claim, form.get('quote'));
    return data(at, { headers: { 'cache-control': 'private, no-store' } });
  } catch (error) {
    const says = error instanceof ApiProblem ? withdrawalRefusals[error.code] : undefined;
    if (says === undefined) throw asPage(error);
    const at: Withdrawal = { step: 'asked', claim, says };
    return data(at, { status: 422, headers: { 'cache-control': 'private, no-store' } });
  }
}

async function stepOf({ asSite, from }: Visit, claim: OrderClaim, quoted: unknown): Promise<Withdrawal> {
  const forwarded = from === null ? {} : { forwardedFor: from };
  if (typeof quoted !== 'string') {
    const quote = await asSite.billing.call(billing.quoteWithdrawal, { body: claim, ...forwarded });
    return { step: 'quoted', claim, quote };
  }
  const body = { ...claim, quote: withdrawalQuote(quoted) };
  const { certificateNumber, refund } = await asSite.billing.call(billing.withdraw, { body, ...forwarded });
  return { step: 'done', certificateNumber, refund };
}

export default function Withdraw() {
  const at = useActionData<typeof action>() ?? { step: 'asked' as const, claim: nothing, says: null };
  const { say } = useVoice();
  return (
    <>
      <Head title={say('withdraw.title')} />
      <WithdrawPage at={at} />
    </>
  );
}
