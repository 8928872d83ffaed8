import { ApiProblem, billing } from '@gatefold/api';
import { isId } from '@gatefold/kernel';
import { data, useActionData, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from 'react-router';
import { GiftPage } from '../features/gifts/gift-page.tsx';
import { isReason, type Done } from '../features/gifts/giving-back.tsx';
import { asPage, notFound, problemPage } from '../features/problem/problem.ts';
import { idOf } from '../id-of.ts';
import { pathOf } from '../own-path.ts';
import { pressed } from '../pressed.ts';
import { visitOf, type Visit } from '../server/visit.ts';

export const meta: MetaFunction = () => [{ title: 'Gift · Gatefold finance' }];

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const client = visitOf(context).asPerson.billing;
  const id = idOf(params);
  try {
    const [gift, waiting] = await Promise.all([
      client.call(billing.getGift, { params: { id } }),
      client.call(billing.listRequests, { query: { state: 'waiting', limit: 100 } }),
    ]);
    return { gift, request: waiting.data.find(({ subjectId }) => subjectId === id) ?? null };
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

/** What another person, or the same one in another window, was quicker to do. */
const refusals: Readonly<Record<string, string>> = {
  'gift-taken': 'It was taken in the meantime: nothing was given back',
  'request-waiting': 'Somebody has asked for it already',
  'request-decided': 'Somebody has decided on it already',
  'second-person-required': 'You have asked for it yourself: somebody else must approve it',
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
  async approve(visit, wish) {
    await decide(visit, wish, 'approved');
    return { kind: 'said', says: 'It is approved: the money is on its way to the card' };
  },
  async reject(visit, wish) {
    await decide(visit, wish, 'rejected');
    return { kind: 'said', says: 'It is rejected: nothing was given back' };
  },
};

function reasonOf(form: FormData) {
  const reason = String(form.get('reason'));
  if (!isReason(reason)) throw problemPage(404, notFound);
  return reason;
}

async function decide({ asPerson }: Visit, { form }: Wish, verdict: 'approved' | 'rejected'): Promise<void> {
  const id = String(form.get('request'));
  if (!isId(id)) throw problemPage(404, notFound);
  await asPerson.billing.call(billing.decideOnRequest, { params: { id }, body: { verdict } });
}

export default function Gift() {
  return <GiftPage {...useLoaderData<typeof loader>()} done={useActionData<typeof action>() ?? null} />;
}
