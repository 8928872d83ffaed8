import { ApiProblem, billing } from '@gatefold/api';
import { Button, ButtonLink } from '@gatefold/ui/button';
import type { OwnPath } from '@gatefold/web-kit/own-path';
import { useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { notFound, problemPage } from '../features/problem/problem.ts';
import { throwAsPage, toAccount } from '../server/account.ts';
import { doOnce, held } from '../server/course.ts';
import { visitOf } from '../server/visit.ts';
import { Head, useVoice } from '../words/speaking.tsx';

/** What it comes to when the introduction ends now. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const asked = new URL(request.url).searchParams.get('subscription');
  const { id } = await held(visit, '/account/skip' as OwnPath, asked);
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
  const { say, money } = useVoice();
  const due = money(quote.due);
  return (
    <div className="narrow">
      <Head title={say('skip.title')} />
      <h1>{say('course.skip')}</h1>
      <p>{say('skip.says', { due })}</p>
      <div className="choices">
        <form method="post" action="/account/skip">
          <input type="hidden" name="subscription" value={id} />
          <input type="hidden" name="quote" value={JSON.stringify(quote)} />
          <Button>{say('skip.pay', { due })}</Button>
        </form>
        <ButtonLink href="/account">{say('skip.keep')}</ButtonLink>
      </div>
    </div>
  );
}
