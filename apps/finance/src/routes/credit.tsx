import { ApiProblem, billing } from '@gatefold/api';
import { toMoneyJson } from '@gatefold/kernel';
import { pathOf } from '@gatefold/web-kit/own-path';
import { data, useActionData, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from 'react-router';
import { asPage } from '../features/problem/problem.ts';
import { CreditPage, type CreditDone } from '../features/reader/credit-page.tsx';
import { idOf } from '../id-of.ts';
import { pressed } from '../pressed.ts';
import { subscriptionOf, type Subscription } from '../server/readers.ts';
import { visitOf } from '../server/visit.ts';
import { typedAmount } from '../words/typed-amount.ts';

export const meta: MetaFunction = () => [{ title: 'Give a credit · Gatefold finance' }];

type Asked = Pick<LoaderFunctionArgs, 'context' | 'params' | 'request'>;

export const loader = (asked: LoaderFunctionArgs) => held(asked);

/** The subscription, the currency of a credit on it, and what one person may give alone. */
async function held({ context, params, request }: Asked) {
  const readerId = idOf(params);
  const id = idOf({ id: params['subscription'] });
  const visit = visitOf(context);
  const here = pathOf(request);
  const [subscription, { limit }] = await Promise.all([
    subscriptionOf(visit, { id, readerId }, here),
    visit.asPerson.billing.call(billing.approvalLimit).catch((error: unknown) => {
      throw asPage(error, here);
    }),
  ]);
  const currency = currencyOf(subscription);
  return { readerId, subscription, currency, limit: limit === null ? null : { amount: limit, currency } };
}

/** A subscription has one for all its charges. */
const currencyOf = ({ path }: Pick<Subscription, 'path'>): string => path.at(-1)?.amount.currency ?? 'USD';

export async function action(asked: ActionFunctionArgs) {
  const form = await asked.request.formData();
  const done = await pressed(form, doings)(asked, form);
  return data<CreditDone>(done, { status: statuses[done.kind] });
}

const statuses = { said: 200, asked: 200, confirm: 200, refused: 409, mistake: 422 } as const;

const textOf = (form: FormData, name: string): string => String(form.get(name) ?? '').trim();

const doings: Readonly<Record<string, (asked: Asked, form: FormData) => Promise<CreditDone>>> = {
  /** Changes nothing. The number of this visit is the key under which a second press gives nothing more. */
  async look(asked, form) {
    const { currency, limit } = await held(asked);
    const typed = {
      amount: textOf(form, 'amount').slice(0, 40),
      reason: textOf(form, 'reason').slice(0, 300),
    };
    const amount = typedAmount(typed.amount, currency);
    const errors = {
      ...(amount === null && { amount: 'Please give an amount such as 5.00.' }),
      ...(typed.reason.length < 3 && { reason: 'Please say why, in a few words.' }),
    };
    if (amount === null || Object.keys(errors).length > 0) return { kind: 'mistake', ...typed, errors };
    const isAlone = limit === null || amount.amount <= BigInt(limit.amount);
    const key = isAlone ? visitOf(asked.context).requestId : null;
    return { kind: 'confirm', amount: toMoneyJson(amount), reason: typed.reason, key };
  },
  async give({ context, params, request }, form) {
    const id = idOf({ id: params['subscription'] });
    const body = confirmedIn(form);
    const idempotencyKey = `console:${textOf(form, 'key').slice(0, 100)}`;
    try {
      const { billing: client } = visitOf(context).asPerson;
      const given = await client.call(billing.credit, { params: { id }, body, idempotencyKey });
      return { kind: 'said', amount: given.amount };
    } catch (error) {
      // Other credits of theirs, of the same day, count together with this one.
      const isTooMuch = error instanceof ApiProblem && error.code === 'refund-needs-approval';
      return isTooMuch ? { kind: 'confirm', ...body, key: null } : refusedBy(error, request);
    }
  },
  async ask({ context, params, request }, form) {
    const id = idOf({ id: params['subscription'] });
    const body = confirmedIn(form);
    try {
      const { billing: client } = visitOf(context).asPerson;
      const asked = await client.call(billing.askForCredit, { params: { id }, body });
      return { kind: 'asked', amount: asked.amount, request: asked.id };
    } catch (error) {
      return refusedBy(error, request);
    }
  },
};

const confirmedIn = (form: FormData) => ({
  amount: { amount: textOf(form, 'minor'), currency: textOf(form, 'currency') },
  reason: textOf(form, 'reason'),
});

function refusedBy(error: unknown, request: Request): CreditDone {
  const says = error instanceof ApiProblem ? inTheWay[error.code] : undefined;
  if (says === undefined) throw asPage(error, pathOf(request));
  return { kind: 'refused', says };
}

const inTheWay: Readonly<Record<string, string>> = {
  'subscription-ended': 'The subscription has ended.',
  'charge-not-paid': 'Nothing was paid on it yet.',
  'plan-not-available': 'It is charged in another currency.',
  'request-waiting': 'A credit on it waits for a second person already: see the requests.',
};

export default function Credit() {
  return <CreditPage {...useLoaderData<typeof loader>()} done={useActionData<typeof action>() ?? null} />;
}
