import { billing } from '@gatefold/api';
import { isId } from '@gatefold/kernel';
import { ButtonLink } from '@gatefold/ui/button';
import { useLoaderData, type LoaderFunctionArgs, type MetaFunction } from 'react-router';
import { momentIn } from '../features/account/held.ts';
import { asPage, notFound, problemPage, unavailable } from '../features/problem/problem.ts';
import { publication } from '../publication.ts';
import { visitOf } from '../server/visit.ts';

export const meta: MetaFunction = () => [
  { title: `Your gift · ${publication.name}` },
  { name: 'robots', content: 'noindex' },
];

const stillLooking = {
  ...unavailable,
  title: 'We are still looking for your payment',
  says: 'The part that takes payments does not answer. If you have paid, it is not lost: we mail you as soon as we see it. Please load this page again in a minute.',
};

/** Back from the hosted page. Billing looks at Stripe at once, so nothing here waits for a webhook. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const { asSite, now } = visitOf(context);
  const id = new URL(request.url).searchParams.get('gift') ?? '';
  if (!isId(id)) throw problemPage(404, notFound);
  const back = await asSite.billing.call(billing.giftReturn, { params: { id } }).catch((error: unknown) => {
    throw asPage(error, stillLooking);
  });
  return { ...back, isNow: new Date(back.sendAt) <= now };
}

export default function GiveReturn() {
  const { isPaid, isNow, sendAt } = useLoaderData<typeof loader>();
  return (
    <div className="narrow">
      <h1>{isPaid ? 'Thank you for your gift' : 'Nothing has been paid yet'}</h1>
      <p>
        {isPaid ? (
          <>
            It is paid, and {isNow ? 'on its way' : `we mail it on ${momentIn(publication)(sendAt)}`}. Your
            receipt is in the mail, with the code of the gift.
          </>
        ) : (
          'You came back before the payment was finished. Nothing was charged. If you have just paid, load this page again in a moment.'
        )}
      </p>
      <div className="choices">
        <ButtonLink href={isPaid ? '/' : '/give'}>{isPaid ? 'To the front page' : 'Begin again'}</ButtonLink>
      </div>
    </div>
  );
}
