import { ApiProblem, billing } from '@gatefold/api';
import { pathOf } from '@gatefold/web-kit/own-path';
import { data, useActionData, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from 'react-router';
import { GiftPage } from '../features/gifts/gift-page.tsx';
import type { Done } from '../features/gifts/giving-back.tsx';
import { asPage, notFound, problemPage } from '../features/problem/problem.ts';
import { idOf } from '../id-of.ts';
import { pressed } from '../pressed.ts';
import { visitOf, type Visit } from '../server/visit.ts';
import { isRefundReason } from '../words/refund-reasons.ts';

export const meta: MetaFunction = () => [{ title: 'Gift · Gatefold finance' }];

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const client = visitOf(context).asPerson.billing;
  const id = idOf(params);
  try {
    const [gift, waiting] = await Promise.all([
      client.call(billing.getGift, { params: { id } }),
      client.call(billing.listRequests, { query: { subjectId: id, limit: 1 } }),
    ]);
    return { gift, request: waiting.data[0] ?? null };
  } catch (error) {
    throw asPage(error, pathOf(request));
  }
}

type Wish = { readonly id: string; readonly form: FormData };

export async function action({ context, params, request }: ActionFunctionArgs) {
  const wish = { id: idOf(params), form: await request.formData() };
  const doing = pressed(wish.form, doings);
  const done = await doing(visitOf(context), wish).catch((error: unknown) => {
    const says = error instanceof ApiProblem ? refusals[error.code] : undefined;
    if (says === undefined) throw asPage(error, pathOf(request));
    return { kind: 'refused', says } satisfies Done;
  });
  return data<Done>(done, { status: done.kind === 'said' ? 200 : 409 });
}

/** What another person was quicker to do. */
const refusals: Readonly<Record<string, string>> = {
  'gift-taken': 'It was taken in the meantime: nothing was given back',
  'request-waiting': 'Somebody has asked for it already',
};

const doings: Readonly<Record<string, (visit: Visit, wish: Wish) => Promise<Done>>> = {
  async refund({ asPerson }, { id, form }) {
    const reason = reasonOf(form);
    try {
      await asPerson.billing.call(billing.refundGift, { params: { id }, body: { reason } });
      return { kind: 'said', says: 'It is given back: the money is on its way to the card' };
    } catch (error) {
      const isTooMuch = error instanceof ApiProblem && error.code === 'refund-needs-approval';
      if (!isTooMuch) throw error;
      return { kind: 'needs-second', reason };
    }
  },
  async ask({ asPerson }, { id, form }) {
    const body = { reason: reasonOf(form) };
    await asPerson.billing.call(billing.askForRefund, { params: { id }, body });
    return { kind: 'said', says: 'It waits for a second person' };
  },
};

function reasonOf(form: FormData) {
  const reason = String(form.get('reason'));
  if (!isRefundReason(reason)) throw problemPage(404, notFound);
  return reason;
}

export default function Gift() {
  return <GiftPage {...useLoaderData<typeof loader>()} done={useActionData<typeof action>() ?? null} />;
}
