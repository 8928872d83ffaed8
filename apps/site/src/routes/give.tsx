import { ApiProblem, billing } from '@gatefold/api';
import { addCivilDays } from '@gatefold/kernel';
import { data, redirect, useActionData, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { dayIn, readGift, type GiftErrors } from '../features/gift/gift-input.ts';
import { GivePage } from '../features/gift/give-page.tsx';
import { NotSoldPage } from '../features/offer/not-sold-page.tsx';
import { asPage, unavailable, type ProblemWords } from '../features/problem/problem.ts';
import { openGift } from '../server/gifts.ts';
import { soldElsewhere } from '../server/sold-elsewhere.ts';
import { visitOf, type Visit } from '../server/visit.ts';
import { Head, useVoice } from '../words/speaking.tsx';

const away: ProblemWords = { ...unavailable, title: 'offer.away', says: 'offer.away-says' };

export async function loader({ context }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const { key, zone } = visit.voice.paper;
  const query = { locale: visit.locale };
  const offered = await visit.asSite.billing.call(billing.giftOffers, { query }).catch((error: unknown) => {
    throw asPage(error, away);
  });
  const offers = offered.data.filter((offer) => offer.publication === key);
  if (offers.length === 0)
    return data({ offers: null, elsewhere: soldElsewhere(visit, offered.data, '/give') }, { status: 404 });
  return data({
    offers,
    knownEmail: verifiedEmail(visit),
    attempt: visit.newId(),
    days: { first: dayIn(visit.now, zone), last: dayIn(addCivilDays(visit.now, 365, zone), zone) },
  });
}

const verifiedEmail = ({ session }: Visit): string | null =>
  session.kind === 'reader' && !session.session.provisional ? session.session.email : null;

const refusals: Readonly<Record<string, GiftErrors>> = {
  'gift-day-wrong': { sendOn: 'gift.bad-day' },
  'offer-not-on-sale': { form: 'gift.not-on-sale' },
  'too-many-requests': { form: 'order.too-many' },
  'invalid-input': { form: 'gift.invalid' },
};

export async function action({ context, request }: ActionFunctionArgs) {
  const visit = visitOf(context);
  const form = await request.formData();
  const { zone } = visit.voice.paper;
  const gift = readGift(form, { needsEmail: verifiedEmail(visit) === null, now: visit.now, zone });
  const again = (errors: GiftErrors, status: number) =>
    data({ errors, typed: gift.typed }, { status, headers: { 'cache-control': 'private, no-store' } });
  if (!gift.complete) return again(gift.errors, 422);
  try {
    return redirect(await openGift(visit, gift.value), 303);
  } catch (error) {
    const refusal = error instanceof ApiProblem ? refusals[error.code] : undefined;
    if (refusal !== undefined) return again(refusal, 409);
    throw asPage(error, away);
  }
}

export default function Give() {
  const page = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const { say, paper } = useVoice();
  const title = say('gift.title', { name: paper.name });
  if (page.offers === null)
    return (
      <>
        <Head title={title} />
        <NotSoldPage what="gift" elsewhere={page.elsewhere} />
      </>
    );
  return (
    <>
      <Head title={title} index />
      <GivePage
        {...page}
        attempt={refused?.typed.attempt ?? page.attempt}
        typed={refused?.typed ?? {}}
        errors={refused?.errors ?? {}}
      />
    </>
  );
}
