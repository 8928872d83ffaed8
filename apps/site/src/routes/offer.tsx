import { ApiProblem } from '@gatefold/api';
import { PriceSteps } from '@gatefold/ui/price-path';
import { data, redirect, useActionData, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from 'react-router';
import { Benefits, Promises } from '../features/offer/benefits.tsx';
import { offerInWords } from '../features/offer/offer-view.ts';
import { readOrder, refusalInWords } from '../features/offer/order-input.ts';
import { OrderForm, type OrderErrors } from '../features/offer/order.tsx';
import { asPage, problemPage, unavailable } from '../features/problem/problem.ts';
import { publication } from '../publication.ts';
import { startCheckout } from '../server/start-checkout.ts';
import { visitOf, type Visit } from '../server/visit.ts';
import { home, sitePath } from '../site-path.ts';

export const meta: MetaFunction<typeof loader> = ({ loaderData }) => [
  { title: `${loaderData?.words.headline ?? 'Subscribe'} · ${publication.name}` },
  { name: 'robots', content: 'noindex' },
];

export async function loader({ context, request }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const offer = await visit.lookups.offer();
  if (offer === null)
    throw problemPage(503, {
      ...unavailable,
      title: 'Nothing can be bought just now',
      says: 'The part that takes subscriptions does not answer. Nothing was charged. Please try again in a minute.',
    });
  return {
    name: offer.name,
    consent: offer.consent,
    words: offerInWords(offer, visit.now, publication),
    attempt: visit.newId(),
    knownEmail: verifiedEmail(visit),
    returnTo: sitePath(new URL(request.url).searchParams.get('returnTo')) ?? home,
  };
}

const verifiedEmail = ({ session }: Visit): string | null =>
  session.kind === 'reader' && !session.session.provisional ? session.session.email : null;

export async function action({ context, request }: ActionFunctionArgs) {
  const visit = visitOf(context);
  const order = readOrder(await request.formData(), { needsEmail: verifiedEmail(visit) === null });
  const again = (errors: OrderErrors, status: number) =>
    data({ errors, typed: order.typed }, { status, headers: { 'cache-control': 'private, no-store' } });
  if (!order.complete) return again(order.errors, 422);

  try {
    const { url, cookie } = await startCheckout(visit, order.value);
    return redirect(url, { status: 303, headers: cookie === null ? {} : { 'set-cookie': cookie } });
  } catch (error) {
    if (error instanceof ApiProblem) {
      const refusal = refusalInWords(error.code);
      if (refusal !== null) return again(refusal, 409);
    }
    throw asPage(error);
  }
}

export default function OfferPage() {
  const { words, name, consent, attempt, knownEmail, returnTo } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <div className="narrow offer">
      <header className="page-head">
        <p className="kicker">{name}</p>
        <h1>{words.headline}</h1>
      </header>
      <section aria-labelledby="path-title">
        <h2 id="path-title">What you pay, and when</h2>
        <PriceSteps steps={words.steps} />
        <p className="meta">Dates are in {words.zone}, counted from today. Each payment is mailed to you.</p>
      </section>
      <section aria-labelledby="order-title">
        <h2 id="order-title">Your order</h2>
        <OrderForm
          knownEmail={knownEmail}
          typedEmail={refused?.typed.email ?? ''}
          consent={consent}
          attempt={refused?.typed.attempt ?? attempt}
          returnTo={refused?.typed.returnTo ?? returnTo}
          errors={refused?.errors ?? {}}
        />
      </section>
      <section aria-labelledby="gets-title">
        <h2 id="gets-title">What you get</h2>
        <Benefits benefits={words.benefits} />
        <Promises />
      </section>
    </div>
  );
}
