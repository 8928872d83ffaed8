import { billing } from '@gatefold/api';
import { isId } from '@gatefold/kernel';
import { ButtonLink } from '@gatefold/ui/button';
import { useLoaderData, type LoaderFunctionArgs } from 'react-router';
import {
  asPage,
  notFound,
  problemPage,
  unavailable,
  type ProblemWords,
} from '../features/problem/problem.ts';
import { visitOf } from '../server/visit.ts';
import { Head, useVoice } from '../words/speaking.tsx';

const stillLooking: ProblemWords = { ...unavailable, title: 'back.looking', says: 'back.looking-says' };

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
  const { say, moment } = useVoice();
  const paid = () => (isNow ? say('gift.paid-now') : say('gift.paid-later', { moment: moment(sendAt) }));
  return (
    <div className="narrow">
      <Head title={say('gift.yours')} />
      <h1>{say(isPaid ? 'gift.thanks' : 'back.open')}</h1>
      <p>{isPaid ? paid() : say('gift.unpaid-says')}</p>
      <div className="choices">
        <ButtonLink href={isPaid ? '/' : '/give'}>
          {say(isPaid ? 'frame.to-front' : 'back.begin-again')}
        </ButtonLink>
      </div>
    </div>
  );
}
