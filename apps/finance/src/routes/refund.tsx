import { ApiProblem, billing } from '@gatefold/api';
import { toMoneyJson } from '@gatefold/kernel';
import { pathOf } from '@gatefold/web-kit/own-path';
import { data, useActionData, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from 'react-router';
import { asPage, notFound, problemPage } from '../features/problem/problem.ts';
import { RefundPage, type RefundDone } from '../features/reader/refund-page.tsx';
import { idOf } from '../id-of.ts';
import { pressed } from '../pressed.ts';
import { paymentsOf, subscriptionOf } from '../server/readers.ts';
import { visitOf } from '../server/visit.ts';
import { isRefundReason, type RefundReason } from '../words/refund-reasons.ts';
import { typedAmount } from '../words/typed-amount.ts';

export const meta: MetaFunction = () => [{ title: 'Give a payment back · Gatefold finance' }];

type Asked = Pick<LoaderFunctionArgs, 'context' | 'params' | 'request'>;

export const loader = (asked: LoaderFunctionArgs) => held(asked);

/** The subscription, and what was paid on it of which something is left. */
async function held({ context, params, request }: Asked) {
  const readerId = idOf(params);
  const id = idOf({ id: params['subscription'] });
  const visit = visitOf(context);
  const here = pathOf(request);
  const [subscription, payments] = await Promise.all([
    subscriptionOf(visit, { id, readerId }, here),
    paymentsOf(visit, id, here),
  ]);
  return { readerId, subscription, payments };
}

export async function action(asked: ActionFunctionArgs) {
  const form = await asked.request.formData();
  const done = await pressed(form, doings)(asked, form);
  return data<RefundDone>(done, { status: statuses[done.kind] });
}

const statuses = { given: 200, asked: 200, confirm: 200, refused: 409, mistake: 422 } as const;

const textOf = (form: FormData, name: string): string => String(form.get(name) ?? '').trim();

/** A payment of this very subscription, and one of the known reasons: else it is a page that does not exist. */
async function wishIn(asked: Asked, form: FormData) {
  const chargeId = textOf(form, 'charge');
  const reason = textOf(form, 'reason');
  const { payments } = await held(asked);
  const payment = payments.find(({ id }) => id === chargeId);
  if (payment === undefined || !isRefundReason(reason)) throw problemPage(404, notFound);
  return { chargeId, reason, currency: payment.left.currency };
}

type Confirmed = { chargeId: string; reason: RefundReason; amount: { amount: string; currency: string } };

async function confirmedIn(asked: Asked, form: FormData): Promise<Confirmed> {
  const { chargeId, reason } = await wishIn(asked, form);
  return { chargeId, reason, amount: { amount: textOf(form, 'minor'), currency: textOf(form, 'currency') } };
}

const doings: Readonly<Record<string, (asked: Asked, form: FormData) => Promise<RefundDone>>> = {
  /** Changes nothing. The number of this visit is the key under which a second press gives nothing more. */
  async look(asked, form) {
    const { chargeId, reason, currency } = await wishIn(asked, form);
    const typed = textOf(form, 'amount').slice(0, 40);
    const mistake = (error: string): RefundDone => ({
      kind: 'mistake',
      chargeId,
      reason,
      amount: typed,
      error,
    });
    const wanted = typed === '' ? null : typedAmount(typed, currency);
    if (typed !== '' && wanted === null) return mistake('Please give an amount such as 5.00, or none.');
    const visit = visitOf(asked.context);
    const query = wanted === null ? {} : { amount: toMoneyJson(wanted).amount };
    try {
      const { billing: client } = visit.asPerson;
      const { amount, isAlone } = await client.call(billing.quoteRefund, { params: { id: chargeId }, query });
      return { kind: 'confirm', chargeId, amount, reason, key: isAlone ? visit.requestId : null };
    } catch (error) {
      if (error instanceof ApiProblem && error.code === 'refund-exceeds-payment')
        return mistake('So much is not left of this payment.');
      return refusedBy(error, asked.request);
    }
  },
  async give(asked, form) {
    const { chargeId, ...body } = await confirmedIn(asked, form);
    const idempotencyKey = `console:${textOf(form, 'key').slice(0, 100)}`;
    try {
      const { billing: client } = visitOf(asked.context).asPerson;
      const given = await client.call(billing.refund, { params: { id: chargeId }, body, idempotencyKey });
      return { kind: 'given', amount: given.amount, isPending: given.status === 'pending' };
    } catch (error) {
      // Other refunds of this payment count together with this one.
      const isTooMuch = error instanceof ApiProblem && error.code === 'refund-needs-approval';
      return isTooMuch ? { kind: 'confirm', chargeId, ...body, key: null } : refusedBy(error, asked.request);
    }
  },
  async ask(asked, form) {
    const { chargeId, ...body } = await confirmedIn(asked, form);
    try {
      const { billing: client } = visitOf(asked.context).asPerson;
      const { amount, id } = await client.call(billing.askForRefund, { params: { id: chargeId }, body });
      return { kind: 'asked', amount, request: id };
    } catch (error) {
      return refusedBy(error, asked.request);
    }
  },
};

function refusedBy(error: unknown, request: Request): RefundDone {
  const says = error instanceof ApiProblem ? inTheWay[error.code] : undefined;
  if (says === undefined) throw asPage(error, pathOf(request));
  return { kind: 'refused', says };
}

const inTheWay: Readonly<Record<string, string>> = {
  'refund-exceeds-payment': 'Meanwhile so much is not left of the payment.',
  'charge-not-paid': 'The payment is not settled, or nothing is left of it.',
  'request-waiting': 'A refund of it waits for a second person already: see the requests.',
};

export default function Refund() {
  return <RefundPage {...useLoaderData<typeof loader>()} done={useActionData<typeof action>() ?? null} />;
}
