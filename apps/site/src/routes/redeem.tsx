import { ApiProblem, billing } from '@gatefold/api';
import { data, redirect, useActionData, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from 'react-router';
import { RedeemPage, type Redeem } from '../features/gift/redeem-page.tsx';
import { asPage } from '../features/problem/problem.ts';
import { publication } from '../publication.ts';
import { visitOf, type Visit } from '../server/visit.ts';
import { signInPath, withQuery, type SitePath } from '../site-path.ts';

export const meta: MetaFunction = () => [
  { title: `Take a gift · ${publication.name}` },
  { name: 'robots', content: 'noindex' },
];

const here = '/redeem' as SitePath;
const headers = { 'cache-control': 'private, no-store' };

const refusals: Readonly<Record<string, string>> = {
  'gift-not-found': 'There is no gift with this code that could be taken now. Please check it for a slip.',
  'gift-taken': 'Somebody has taken this gift already.',
  'payment-outstanding': 'A payment of your subscription is open. Please settle that first, in your account.',
  'renewal-running': 'Your subscription is being renewed just now. Please try again in a few hours.',
  'subscription-paused': 'Your subscription is paused. Let it go on first, in your account.',
  'change-pending':
    'Another plan of yours is about to begin. Take that back first, or wait until it has begun.',
  'too-many-requests': 'That were many tries in a short time. Please wait a few minutes.',
};

const emailOf = ({ session }: Visit): string | null =>
  session.kind === 'reader' && !session.session.provisional ? (session.session.email ?? '') : null;

async function look(visit: Visit, code: string, says: string | null): Promise<Redeem> {
  const body = { code };
  const { asSite, from } = visit;
  const card = await asSite.billing.call(billing.lookAtGift, {
    body,
    ...(from === null ? {} : { forwardedFor: from }),
  });
  const signInHref = signInPath(withQuery(here, 'code', code));
  return { step: 'shown', code, card, email: emailOf(visit), signInHref, says };
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
  const code = codeIn((await request.formData()).get('code'));
  if (emailOf(visit) === null) return redirect(signInPath(withQuery(here, 'code', code)), 303);
  try {
    const { period } = await visit.asReader.billing.call(billing.redeemGift, { body: { code } });
    visit.forgetTrouble();
    return data<Redeem>({ step: 'taken', until: period?.until ?? '' }, { headers });
  } catch (error) {
    return again(error, code);
  }
}

export default function RedeemGift() {
  const shown = useLoaderData<typeof loader>();
  return <RedeemPage at={useActionData<typeof action>() ?? shown} habits={publication} />;
}
