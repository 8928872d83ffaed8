import { ApiProblem, billing } from '@gatefold/api';
import { withQuery, type OwnPath } from '@gatefold/web-kit/own-path';
import { data, redirect, useActionData, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { RedeemPage, type Redeem } from '../features/gift/redeem-page.tsx';
import { asPage } from '../features/problem/problem.ts';
import { visitOf, type Visit } from '../server/visit.ts';
import { signInPath } from '../coming-back.ts';
import { Head, useVoice } from '../words/speaking.tsx';
import type { PlainKey } from '../words/voice.ts';

const here = '/redeem' as OwnPath;
const headers = { 'cache-control': 'private, no-store' };

const refusals: Readonly<Record<string, PlainKey>> = {
  'gift-not-found': 'redeem.not-found',
  'gift-taken': 'redeem.gone',
  'gift-within-subscription': 'redeem.within',
  'payment-outstanding': 'redeem.outstanding',
  'renewal-running': 'redeem.renewing',
  'subscription-paused': 'redeem.paused',
  'change-pending': 'redeem.change-pending',
  'too-many-requests': 'order.too-many',
};

const emailOf = ({ session }: Visit): string | null =>
  session.kind === 'reader' && !session.session.provisional ? (session.session.email ?? '') : null;

async function look(visit: Visit, code: string, says: PlainKey | null): Promise<Redeem> {
  const { asSite, from, locale } = visit;
  const body = { code, locale };
  const card = await asSite.billing.call(billing.lookAtGift, {
    body,
    ...(from === null ? {} : { forwardedFor: from }),
  });
  const signInHref = signInPath(withQuery(here, 'code', code));
  const email = emailOf(visit);
  const isTheirs = email !== null && card.state === 'paid';
  const quoted = isTheirs ? await quote(visit, code) : { quote: null, says: null };
  return { step: 'shown', code, card, email, signInHref, quote: quoted.quote, says: says ?? quoted.says };
}

/** What taking it comes to for this reader, or what stands in the way. */
async function quote({ asReader }: Visit, code: string) {
  try {
    return { quote: await asReader.billing.call(billing.quoteGift, { body: { code } }), says: null };
  } catch (error) {
    const says = error instanceof ApiProblem ? refusals[error.code] : undefined;
    if (says === undefined) throw error;
    return { quote: null, says };
  }
}

export async function loader({ context, request }: LoaderFunctionArgs) {
  const code = codeIn(new URL(request.url).searchParams.get('code'));
  if (code === '') return data<Redeem>({ step: 'asked', typed: '', says: null }, { headers });
  try {
    return data(await look(visitOf(context), code, null), { headers });
  } catch (error) {
    return again(error, code);
  }
}

const codeIn = (typed: unknown): string => (typeof typed === 'string' ? typed.trim().slice(0, 60) : '');

function again(error: unknown, typed: string) {
  const says = error instanceof ApiProblem ? refusals[error.code] : undefined;
  if (says === undefined) throw asPage(error);
  return data<Redeem>({ step: 'asked', typed, says }, { status: 422, headers });
}

/** Takes it, for a reader whose address is confirmed. */
export async function action({ context, request }: ActionFunctionArgs) {
  const visit = visitOf(context);
  const form = await request.formData();
  const code = codeIn(form.get('code'));
  if (emailOf(visit) === null) return redirect(signInPath(withQuery(here, 'code', code)), 303);
  try {
    const accepted = acceptedIn(form);
    const body = { code, ...(accepted === null ? {} : { accepted }) };
    const { period } = await visit.asReader.billing.call(billing.redeemGift, { body });
    visit.forgetTrouble();
    return data<Redeem>({ step: 'taken', until: period?.until ?? '' }, { headers });
  } catch (error) {
    // What was shown holds no more: the page shows what holds now, and asks again.
    if (error instanceof ApiProblem && error.code === 'quote-outdated')
      return data<Redeem>(await look(visit, code, 'redeem.outdated'), { status: 409, headers });
    return again(error, code);
  }
}

/** The next charge of their own subscription, as the page showed it. */
function acceptedIn(form: FormData) {
  const typed = { at: form.get('at'), phase: form.get('phase') };
  const amount = { amount: form.get('amount'), currency: form.get('currency') };
  const read = billing.redeemGift.body.shape.accepted.safeParse({ ...typed, amount });
  return read.success ? (read.data ?? null) : null;
}

export default function RedeemGift() {
  const shown = useLoaderData<typeof loader>();
  const done = useActionData<typeof action>();
  return (
    <>
      <Head title={useVoice().say('redeem.title')} />
      <RedeemPage at={done ?? shown} />
    </>
  );
}
