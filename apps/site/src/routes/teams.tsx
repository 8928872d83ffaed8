import { ApiProblem, billing } from '@gatefold/api';
import type { OwnPath } from '@gatefold/web-kit/own-path';
import { data, redirect, useActionData, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { readTeam, seatsIn, teamRefusals, type TeamErrors } from '../features/group/team-input.ts';
import { TeamPage, type TeamOffer } from '../features/group/team-page.tsx';
import { NotSoldPage } from '../features/offer/not-sold-page.tsx';
import { asPage } from '../features/problem/problem.ts';
import { soldElsewhere } from '../server/sold-elsewhere.ts';
import { startCheckout } from '../server/start-checkout.ts';
import type { Offer } from '../server/lookups.ts';
import { visitOf, type Visit } from '../server/visit.ts';
import { Head, useVoice } from '../words/speaking.tsx';

export async function loader({ context, request }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const sold = await groupOffers(visit);
  const offer = teamOffer(sold, visit.voice.paper.key);
  if (offer === null)
    return data({ offer, elsewhere: soldElsewhere(visit, sold, '/teams') }, { status: 404 });
  const asked = new URL(request.url).searchParams.get('seats');
  return data({
    offer,
    seats: seatsIn(asked, offer.seats),
    knownEmail: verifiedEmail(visit),
    attempt: visit.newId(),
  });
}

/** What is sold with seats, by any paper of the house. */
async function groupOffers({ asSite, locale }: Visit) {
  const { data: sold } = await asSite.billing
    .call(billing.listOffers, { query: { locale } })
    .catch((error: unknown) => {
      throw asPage(error);
    });
  return sold.filter(({ seats }) => seats !== undefined);
}

/** The first of them that this paper sells. */
function teamOffer(sold: readonly Offer[], paper: string): TeamOffer | null {
  const offer = sold.find(({ publication }) => publication === paper);
  const phase = offer?.phases[0];
  if (offer?.seats === undefined || phase === undefined) return null;
  const { key, name, seats, consent, benefits } = offer;
  return { key, name, seats, consent, benefits, amount: phase.amount, interval: phase.interval };
}

const verifiedEmail = ({ session }: Visit): string | null =>
  session.kind === 'reader' && !session.session.provisional ? session.session.email : null;

export async function action({ context, request }: ActionFunctionArgs) {
  const visit = visitOf(context);
  const form = await request.formData();
  const knownEmail = verifiedEmail(visit);
  const team = readTeam(form, { needsEmail: knownEmail === null });
  const again = (errors: TeamErrors, status: number) =>
    data({ errors, typed: team.typed }, { status, headers: { 'cache-control': 'private, no-store' } });
  if (!team.complete) return again(team.errors, 422);
  const { email, seats } = team.typed;
  try {
    const order = { ...team.value, seats, email: knownEmail === null ? email : null };
    const { url, cookie } = await startCheckout(visit, { ...order, returnTo: '/account/seats' as OwnPath });
    return redirect(url, { status: 303, headers: cookie === null ? {} : { 'set-cookie': cookie } });
  } catch (error) {
    const refusal = error instanceof ApiProblem ? teamRefusals[error.code] : undefined;
    if (refusal !== undefined) return again(refusal, 409);
    throw asPage(error);
  }
}

export default function Teams() {
  const page = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const { say } = useVoice();
  if (page.offer === null)
    return (
      <>
        <Head title={say('team.title')} />
        <NotSoldPage what="seats" elsewhere={page.elsewhere} />
      </>
    );
  const { offer, seats, knownEmail, attempt } = page;
  return (
    <>
      <Head title={offer.name} index />
      <TeamPage
        offer={offer}
        seats={seats}
        knownEmail={knownEmail}
        typedEmail={refused?.typed.email ?? ''}
        attempt={refused?.typed.attempt ?? attempt}
        errors={refused?.errors ?? {}}
      />
    </>
  );
}
