import { ApiProblem, billing } from '@gatefold/api';
import { addCivilDays } from '@gatefold/kernel';
import { data, redirect, useActionData, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from 'react-router';
import { dayIn, readGift, type GiftErrors } from '../features/gift/gift-input.ts';
import { GivePage } from '../features/gift/give-page.tsx';
import { asPage, unavailable } from '../features/problem/problem.ts';
import { publication } from '../publication.ts';
import { openGift } from '../server/gifts.ts';
import { visitOf, type Visit } from '../server/visit.ts';

export const meta: MetaFunction = () => [{ title: `Give ${publication.name}` }];

const away = {
  ...unavailable,
  title: 'Nothing can be bought just now',
  says: 'The part that takes payments does not answer. Nothing was charged. Please try again in a minute.',
};

const { zone } = publication;

export async function loader({ context }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const offered = await visit.asSite.billing.call(billing.giftOffers, {}).catch((error: unknown) => {
    throw asPage(error, away);
  });
  return {
    offers: offered.data.filter((offer) => offer.publication === publication.key),
    knownEmail: verifiedEmail(visit),
    attempt: visit.newId(),
    days: { first: dayIn(visit.now, zone), last: dayIn(addCivilDays(visit.now, 365, zone), zone) },
  };
}

const verifiedEmail = ({ session }: Visit): string | null =>
  session.kind === 'reader' && !session.session.provisional ? session.session.email : null;

const refusals: Readonly<Record<string, GiftErrors>> = {
  'gift-day-wrong': { sendOn: 'Please choose a day from today on, within a year.' },
  'offer-not-on-sale': { form: 'This gift is no longer on sale. Nothing was charged.' },
  'too-many-requests': { form: 'That were many tries in a short time. Please wait a few minutes.' },
  'invalid-input': { form: 'Something here is not accepted. Please check the addresses for a slip.' },
};

export async function action({ context, request }: ActionFunctionArgs) {
  const visit = visitOf(context);
  const form = await request.formData();
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
  const { attempt, ...page } = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  return (
    <GivePage
      {...page}
      attempt={refused?.typed.attempt ?? attempt}
      typed={refused?.typed ?? {}}
      errors={refused?.errors ?? {}}
      habits={publication}
    />
  );
}
