import { billing, content } from '@gatefold/api';
import { isId } from '@gatefold/kernel';
import { ButtonLink } from '@gatefold/ui/button';
import { home, ownPath, withQuery } from '@gatefold/web-kit/own-path';
import { redirect, useLoaderData, type LoaderFunctionArgs } from 'react-router';
import { afterCheckout } from '../features/offer/after-checkout.ts';
import { asPage, notFound, problemPage, unavailable } from '../features/problem/problem.ts';
import { visitOf, type Visit } from '../server/visit.ts';
import { Head, useVoice } from '../words/speaking.tsx';

const stillLooking = { ...unavailable, title: 'back.looking', says: 'back.looking-says' } as const;

/** Back from the hosted page. Billing looks at Stripe at once, so nothing here waits for a webhook. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const { asSite, session, forgetTrouble } = visit;
  const url = new URL(request.url);
  const id = url.searchParams.get('checkout') ?? '';
  if (!isId(id)) throw problemPage(404, notFound);

  const back = await asSite.billing
    .call(billing.completeCheckout, { params: { id } })
    .catch((error: unknown) => {
      throw asPage(error, stillLooking);
    });
  forgetTrouble();
  const returnTo = ownPath(back.returnTo) ?? home;
  const isOwn = session.kind === 'reader' && session.session.readerId === back.readerId;
  if (back.status === 'paid' && isOwn)
    throw redirect(back.revision === null ? returnTo : withQuery(returnTo, 'revision', back.revision), {
      status: 303,
      headers: await courtesy(visit, back.readerId),
    });
  const here = ownPath(`${url.pathname}?checkout=${id}`) ?? home;
  return afterCheckout(back.status, { returnTo, here });
}

/** Stripe has just said that this reader has paid: whoever has not heard of it yet takes content's word for a while. */
async function courtesy(visit: Visit, reader: string): Promise<Record<string, string>> {
  try {
    const body = { reader, publication: visit.voice.paper.key };
    const { pass } = await visit.asSite.content.call(content.courtesyPass, { body });
    return { 'set-cookie': visit.pass.keep(pass) };
  } catch (error) {
    visit.report(error, 'one who has just paid got no pass');
    return {};
  }
}

export default function CheckoutReturn() {
  const { title, says, actions } = useLoaderData<typeof loader>();
  const { say } = useVoice();
  return (
    <div className="narrow">
      <Head title={say(title)} />
      <h1>{say(title)}</h1>
      <p>{say(says)}</p>
      <div className="choices">
        {actions.map(({ label, href }) => (
          <ButtonLink key={href} href={href}>
            {say(label)}
          </ButtonLink>
        ))}
      </div>
    </div>
  );
}
