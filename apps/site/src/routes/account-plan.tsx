import { ApiProblem, billing } from '@gatefold/api';
import type { OwnPath } from '@gatefold/web-kit/own-path';
import { redirect, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { PlanQuotePage, PlansPage, type PlanQuote } from '../features/account/plan-page.tsx';
import { notFound, problemPage } from '../features/problem/problem.ts';
import { throwAsPage, toAccount } from '../server/account.ts';
import { doOnce, held } from '../server/course.ts';
import { visitOf, type Visit } from '../server/visit.ts';
import { Head, useVoice } from '../words/speaking.tsx';

/** The other plans; with one of them named, what a change to it comes to. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const { searchParams: asked } = new URL(request.url);
  const subscription = await held(visit, '/account/plan' as OwnPath, asked.get('subscription'));
  // A group changes by its seats.
  if (subscription.seats !== undefined) throw redirect('/account/seats', 303);
  const { data: plans } = await visit.asReader.billing
    .call(billing.listPlans, { params: { id: subscription.id }, query: { locale: visit.voice.locale } })
    .catch(throwAsPage);
  const offer = asked.get('offer');
  if (offer === null) return { kind: 'plans' as const, id: subscription.id, plans };
  const plan = plans.find(({ key }) => key === offer);
  if (plan === undefined) throw problemPage(404, notFound);
  const quote = await quoteOf(visit, subscription.id, offer);
  return { kind: 'quote' as const, id: subscription.id, plan, quote };
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

export const action = (asked: ActionFunctionArgs) =>
  doOnce(asked, (visit, { id }, form) =>
    visit.asReader.billing.call(billing.changePlan, { params: { id }, body: quoteFrom(form.get('quote')) }),
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
        <PlansPage plans={page.plans} id={page.id} />
      ) : (
        <PlanQuotePage {...page} consent={page.plan.consent.text} />
      )}
    </>
  );
}
