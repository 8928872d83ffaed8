import { ApiProblem, billing } from '@gatefold/api';
import { formatMoney, fromMoneyJson } from '@gatefold/kernel';
import { Button, ButtonLink } from '@gatefold/ui/button';
import { useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from 'react-router';
import { notFound, problemPage } from '../features/problem/problem.ts';
import { publication } from '../publication.ts';
import { throwAsPage, toAccount } from '../server/account.ts';
import { doOnce, held } from '../server/course.ts';
import { visitOf } from '../server/visit.ts';
import type { SitePath } from '../site-path.ts';

export const meta: MetaFunction = () => [
  { title: `Begin the regular price · ${publication.name}` },
  { name: 'robots', content: 'noindex' },
];

/** What it comes to when the introduction ends now. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const asked = new URL(request.url).searchParams.get('subscription');
  const { id } = await held(visit, '/account/skip' as SitePath, asked);
  try {
    return { id, quote: await visit.asReader.billing.call(billing.quoteSkipIntro, { params: { id } }) };
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 409) throw toAccount();
    return throwAsPage(error);
  }
}

export const action = (asked: ActionFunctionArgs) =>
  doOnce(asked, (visit, { id }, form) =>
    visit.asReader.billing.call(billing.skipIntro, { params: { id }, body: quoteFrom(form.get('quote')) }),
  );

function quoteFrom(text: unknown) {
  try {
    return billing.skipIntro.body.parse(JSON.parse(String(text)));
  } catch {
    throw problemPage(404, notFound);
  }
}

export default function Skip() {
  const { id, quote } = useLoaderData<typeof loader>();
  const due = formatMoney(fromMoneyJson(quote.due), publication.locale);
  return (
    <div className="narrow">
      <h1>Begin the regular price now</h1>
      <p>
        Your introduction ends and the price of your first year begins. You pay {due} today: what you have not
        used of the introduction is off. As many payments at that price are to come as without this.
      </p>
      <div className="choices">
        <form method="post" action="/account/skip">
          <input type="hidden" name="subscription" value={id} />
          <input type="hidden" name="quote" value={JSON.stringify(quote)} />
          <Button>Pay {due} and begin</Button>
        </form>
        <ButtonLink href="/account">Keep the introduction</ButtonLink>
      </div>
    </div>
  );
}
