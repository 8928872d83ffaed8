import { ApiProblem, billing } from '@gatefold/api';
import { data, useActionData } from 'react-router';
import type { ActionFunctionArgs, MetaFunction } from 'react-router';
import type { OrderClaim } from '../features/account/order-claim.tsx';
import { WithdrawPage, type Withdrawal } from '../features/account/withdraw-page.tsx';
import { asPage } from '../features/problem/problem.ts';
import { publication } from '../publication.ts';
import { visitOf, type Visit } from '../server/visit.ts';

export const meta: MetaFunction = () => [
  { title: `Withdraw from a contract · ${publication.name}` },
  { name: 'robots', content: 'noindex' },
];

const nothing: OrderClaim = { email: '', orderNumber: '' };

const refusals: Readonly<Record<string, string>> = {
  'withdrawal-not-found': 'There is no order with this number and this address. Please check both.',
  'withdrawal-over': 'The time in which one may withdraw is over. You can cancel at any time.',
  'subscription-ended': 'This contract has ended already. Nothing more is charged.',
  'charge-not-paid': 'Nothing was paid under this order, so there is nothing to withdraw from.',
  'quote-outdated': 'This page was open for too long, or the sum has changed. Please look at it again.',
  'too-many-requests': 'That were many tries in a short time. Please wait a few minutes.',
  'invalid-input': 'Please give the address and the order number as they stand in the mail.',
};

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
    const says = error instanceof ApiProblem ? refusals[error.code] : undefined;
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
  const body = { ...claim, quote: quoteFrom(quoted) };
  const { certificateNumber, refund } = await asSite.billing.call(billing.withdraw, { body, ...forwarded });
  return { step: 'done', certificateNumber, refund };
}

function quoteFrom(text: string) {
  try {
    return billing.withdraw.body.shape.quote.parse(JSON.parse(text));
  } catch {
    return { at: '', until: '', refund: { amount: '', currency: '' } };
  }
}

export default function Withdraw() {
  const at = useActionData<typeof action>() ?? { step: 'asked' as const, claim: nothing, says: null };
  return <WithdrawPage at={at} habits={publication} />;
}
