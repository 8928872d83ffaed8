import { ApiProblem, billing } from '@gatefold/api';
import { ownPath, withQuery, type OwnPath } from '@gatefold/web-kit/own-path';
import { redirect, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { PlanQuotePage, PlansPage, type PlanQuote } from '../features/account/plan-page.tsx';
import { notFound, problemPage } from '../features/problem/problem.ts';
import { planPath } from '../coming-back.ts';
import { opens } from '../publication.ts';
import { throwAsPage, toAccount, type Subscription } from '../server/account.ts';
import { doOnce, held } from '../server/course.ts';
import { visitOf, type Visit } from '../server/visit.ts';
import { Head, useVoice } from '../words/speaking.tsx';

/** The other plans; with one of them named, or only one of use, what a change to it comes to. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const { searchParams: asked } = new URL(request.url);
  const returnTo = ownPath(asked.get('returnTo'));
  const here = '/account/plan' as OwnPath;
  const signedInPath = returnTo === null ? here : planPath(returnTo);
  const subscription = await held(visit, signedInPath, asked.get('subscription'));
  const { id } = subscription;
  // A group changes by its seats.
  if (subscription.seats !== undefined) throw redirect('/account/seats', 303);
  const plans = await plansFor(visit, subscription);
  const offer = asked.get('offer');
  const only = returnTo !== null && plans.length === 1 ? plans[0] : undefined;
  if (offer === null && only === undefined) return { kind: 'plans' as const, id, plans, returnTo };
  const plan = only ?? plans.find(({ key }) => key === offer);
  if (plan === undefined) throw problemPage(404, notFound);
  return { kind: 'quote' as const, id, plan, quote: await quoteOf(visit, id, plan.key), returnTo };
}

/** One who reads another paper of the house is asking for what opens this one. */
async function plansFor({ asReader, voice }: Visit, subscription: Subscription) {
  const { data } = await asReader.billing
    .call(billing.listPlans, { params: { id: subscription.id }, query: { locale: voice.locale } })
    .catch(throwAsPage);
  const { key } = voice.paper;
  return opens(subscription, key) ? data : data.filter((plan) => opens(plan, key));
}

async function quoteOf(visit: Visit, id: string, offer: string): Promise<PlanQuote> {
  try {
    return await visit.asReader.billing.call(billing.quotePlanChange, { params: { id }, query: { offer } });
  } catch (error) {
    // The account says why: it is cancelled, paused, or a payment is open.
    if (error instanceof ApiProblem && error.status === 409) throw toAccount();
    return throwAsPage(error);
  }
}

/** Back to the article that another plan opens, where it does so now; content waits until it knows of it. */
export const action = (asked: ActionFunctionArgs) =>
  doOnce(
    asked,
    async (visit, { id }, form) => {
      const quote = quoteFrom(form.get('quote'));
      const { revision } = await visit.asReader.billing.call(billing.changePlan, {
        params: { id },
        body: quote,
      });
      return quote.from === quote.at ? revision : null;
    },
    (revision, form) => {
      const returnTo = ownPath(form.get('returnTo'));
      return revision === null || returnTo === null ? null : withQuery(returnTo, 'revision', revision);
    },
  );

function quoteFrom(text: unknown): PlanQuote {
  try {
    return billing.changePlan.body.parse(JSON.parse(String(text)));
  } catch {
    throw problemPage(404, notFound);
  }
}

export default function Plan() {
  const page = useLoaderData<typeof loader>();
  const { say } = useVoice();
  return (
    <>
      <Head title={say('plan.title')} />
      {page.kind === 'plans' ? (
        <PlansPage plans={page.plans} id={page.id} returnTo={page.returnTo} />
      ) : (
        <PlanQuotePage {...page} consent={page.plan.consent.text} />
      )}
    </>
  );
}
