import { ApiProblem, billing } from '@gatefold/api';
import { Notice } from '@gatefold/ui/notice';
import { PriceSteps } from '@gatefold/ui/price-path';
import { home, ownPath, type OwnPath } from '@gatefold/web-kit/own-path';
import { data, redirect, useActionData, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { isHeld } from '../features/offer/already-held.ts';
import { Benefits, Promises } from '../features/offer/benefits.tsx';
import { offerInWords } from '../features/offer/offer-view.ts';
import { besideIt, type Together } from '../features/offer/together.ts';
import { readOrder, refusalInWords } from '../features/offer/order-input.ts';
import { OrderForm, type OrderErrors } from '../features/offer/order.tsx';
import { asPage, problemPage, unavailable } from '../features/problem/problem.ts';
import { subscriptionsOf } from '../server/account.ts';
import type { Offer } from '../server/lookups.ts';
import { startCheckout } from '../server/start-checkout.ts';
import { visitOf, type Visit } from '../server/visit.ts';
import { Head, Say, useVoice } from '../words/speaking.tsx';

export async function loader({ context, request }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const search = new URL(request.url).searchParams;
  const { offer, code } = await offerUnder(visit, search);
  if (offer === null)
    throw problemPage(503, {
      ...unavailable,
      title: 'offer.away',
      says: 'offer.away-says',
    });
  const returnTo = ownPath(search.get('returnTo')) ?? home;
  return {
    name: offer.name,
    beside: await besideOf(visit, offer, returnTo),
    holds: await holds(visit, offer),
    key: offer.key,
    isInstead: search.get('why') === 'intro-used',
    consent: offer.consent,
    words: offerInWords(offer, visit.now, visit.voice),
    attempt: visit.newId(),
    knownEmail: verifiedEmail(visit),
    code,
    returnTo,
  };
}

/** Whether whoever is signed in subscribes to it already. Where nobody can say, the order itself does. */
async function holds(visit: Visit, offer: Offer): Promise<boolean> {
  if (visit.session.kind !== 'reader' || visit.session.session.provisional) return false;
  try {
    return isHeld(offer, await subscriptionsOf(visit, visit.session.session));
  } catch (error) {
    visit.report(error, 'whether they subscribe already could not be asked');
    return false;
  }
}

/** The paper together with another beside the paper alone, and the paper alone beside both. */
async function besideOf({ lookups, now, voice }: Visit, { alsoReads }: Offer, returnTo: OwnPath) {
  const other = alsoReads.length > 0 ? await lookups.offer() : await lookups.together();
  return other === null ? null : besideIt(other, { now, voice, returnTo });
}

/** The offer that is asked for, with what a code makes of it. A code that is not valid changes nothing. */
async function offerUnder({ lookups, asSite, report, voice, locale }: Visit, search: URLSearchParams) {
  const plan = search.get('plan') ?? undefined;
  const code = (search.get('code') ?? '').trim().slice(0, 40);
  if (code !== '')
    try {
      const params = { key: plan ?? voice.paper.offer };
      const query = { code, locale };
      return { offer: await asSite.billing.call(billing.promotedOffer, { params, query }), code };
    } catch (error) {
      report(error, 'a promotion code was not taken');
    }
  return { offer: await lookups.offer(plan), code: '' };
}

const verifiedEmail = ({ session }: Visit): string | null =>
  session.kind === 'reader' && !session.session.provisional ? session.session.email : null;

export async function action({ context, request }: ActionFunctionArgs) {
  const visit = visitOf(context);
  const form = await request.formData();
  const order = readOrder(form, { needsEmail: verifiedEmail(visit) === null });
  const again = (errors: OrderErrors, status: number) =>
    data({ errors, typed: order.typed }, { status, headers: { 'cache-control': 'private, no-store' } });
  if (!order.complete) return again(order.errors, 422);

  try {
    const { url, cookie } = await startCheckout(visit, { ...order.value, ...planOf(form) });
    return redirect(url, { status: 303, headers: cookie === null ? {} : { 'set-cookie': cookie } });
  } catch (error) {
    if (error instanceof ApiProblem) {
      const instead = error.code === 'intro-used' ? error.facts['instead'] : null;
      if (typeof instead === 'string') throw redirect(insteadPath(instead, order.typed.returnTo), 303);
      const refusal = refusalInWords(error.code);
      if (refusal !== null) return again(refusal, 409);
    }
    throw asPage(error);
  }
}

/** What is ordered, when it is not the first offer. */
function planOf(form: FormData): { offer?: string } {
  const plan = form.get('offer');
  return typeof plan === 'string' && plan !== '' ? { offer: plan.slice(0, 60) } : {};
}

/** What those who had the introduction may have: shown with the reason, before anything is paid. */
const insteadPath = (plan: string, returnTo: string): string =>
  `/offer?${new URLSearchParams({ plan, why: 'intro-used', returnTo })}`;

export default function OfferPage() {
  const { words, name, key, holds, isInstead, consent, attempt, knownEmail, code, returnTo, beside } =
    useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const { say, zoneName } = useVoice();
  return (
    <div className="narrow offer">
      <Head title={words.headline} />
      <header className="page-head">
        <p className="kicker">{name}</p>
        <h1>{words.headline}</h1>
      </header>
      <Before holds={holds} isInstead={isInstead} />
      <section aria-labelledby="path-title">
        <h2 id="path-title">{say('offer.pay-when')}</h2>
        <PriceSteps steps={words.steps} />
        <p className="meta">
          {say('offer.whole')} {say('offer.dates', { zone: zoneName })}
        </p>
        <Beside beside={beside} />
      </section>
      <section aria-labelledby="order-title">
        <h2 id="order-title">{say('offer.your-order')}</h2>
        <OrderForm
          knownEmail={knownEmail}
          typedEmail={refused?.typed.email ?? ''}
          consent={consent}
          offer={key}
          attempt={refused?.typed.attempt ?? attempt}
          returnTo={refused?.typed.returnTo ?? returnTo}
          code={code}
          errors={refused?.errors ?? {}}
        />
      </section>
      <section aria-labelledby="gets-title">
        <h2 id="gets-title">{say('offer.you-get')}</h2>
        <Benefits benefits={words.benefits} />
        <Promises />
      </section>
    </div>
  );
}

/** What whoever is signed in is to know before they read on. */
function Before({ holds, isInstead }: { readonly holds: boolean; readonly isInstead: boolean }) {
  const { say } = useVoice();
  return (
    <>
      {holds && (
        <Notice title={say('offer.held')}>
          <p>
            <Say of="offer.held-says" href="/account" />
          </p>
        </Notice>
      )}
      {isInstead && (
        <Notice title={say('offer.had-intro')}>
          <p>{say('offer.had-intro-says')}</p>
        </Notice>
      )}
    </>
  );
}

function Beside({ beside }: { readonly beside: Together | null }) {
  if (beside === null) return null;
  return (
    <p className="ui">
      <Say of="wall.together" href={beside.href} with={beside} />
    </p>
  );
}
