import { billing } from '@gatefold/api';
import { isId } from '@gatefold/kernel';
import { ButtonLink } from '@gatefold/ui/button';
import { redirect, useLoaderData, type LoaderFunctionArgs, type MetaFunction } from 'react-router';
import { afterCheckout } from '../features/offer/after-checkout.ts';
import { asPage, notFound, problemPage, unavailable } from '../features/problem/problem.ts';
import { publication } from '../publication.ts';
import { visitOf } from '../server/visit.ts';
import { home, sitePath, withQuery } from '../site-path.ts';

export const meta: MetaFunction<typeof loader> = ({ loaderData }) => [
  { title: `${loaderData?.title ?? 'Your order'} · ${publication.name}` },
  { name: 'robots', content: 'noindex' },
];

const stillLooking = {
  ...unavailable,
  title: 'We are still looking for your payment',
  says: 'The part that takes payments does not answer. If you have paid, it is not lost: we mail you as soon as we see it. Please load this page again in a minute.',
};

/** Back from the hosted page. Billing looks at Stripe at once, so nothing here waits for a webhook. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const { asSite, session, forgetTrouble } = visitOf(context);
  const url = new URL(request.url);
  const id = url.searchParams.get('checkout') ?? '';
  if (!isId(id)) throw problemPage(404, notFound);

  const back = await asSite.billing
    .call(billing.completeCheckout, { params: { id } })
    .catch((error: unknown) => {
      throw asPage(error, stillLooking);
    });
  forgetTrouble();
  const returnTo = sitePath(back.returnTo) ?? home;
  const isOwn = session.kind === 'reader' && session.session.readerId === back.readerId;
  if (back.status === 'paid' && isOwn)
    throw redirect(back.revision === null ? returnTo : withQuery(returnTo, 'revision', back.revision), 303);
  const here = sitePath(`${url.pathname}?checkout=${id}`) ?? home;
  return afterCheckout(back.status, { returnTo, here });
}

export default function CheckoutReturn() {
  const { title, says, actions } = useLoaderData<typeof loader>();
  return (
    <div className="narrow">
      <h1>{title}</h1>
      <p>{says}</p>
      <div className="choices">
        {actions.map(({ label, href }) => (
          <ButtonLink key={href} href={href}>
            {label}
          </ButtonLink>
        ))}
      </div>
    </div>
  );
}
