import { ApiProblem, identity } from '@gatefold/api';
import { Button } from '@gatefold/ui/button';
import {
  redirect,
  useLoaderData,
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
} from 'react-router';
import { asPage, problemPage } from '../features/problem/problem.ts';
import { publication } from '../publication.ts';
import { visitOf } from '../server/visit.ts';
import { home, sitePath } from '../site-path.ts';

export const meta: MetaFunction = () => [
  { title: `Sign in · ${publication.name}` },
  { name: 'robots', content: 'noindex' },
];

const linkSpent = {
  title: 'This link does not work any more',
  says: 'It was used before, or its time is over. That happens when a mail is opened twice. A new one takes a moment.',
  action: { label: 'Mail me a new link', href: '/sign-in' },
};

const LONGEST = 1_000;

/** Only a button: programs that look through mails open links, and must not use them up. */
export function loader({ request }: LoaderFunctionArgs) {
  const token = new URL(request.url).searchParams.get('token') ?? '';
  if (token === '' || token.length > LONGEST) throw problemPage(410, linkSpent);
  return { token };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const { asSite, cookies, device, forgetSession } = visitOf(context);
  const token = (await request.formData()).get('token');
  if (typeof token !== 'string' || token === '' || token.length > LONGEST) throw problemPage(410, linkSpent);
  const opened = await asSite.identity
    .call(identity.redeemSignIn, { body: { token, device } })
    .catch((error: unknown) => {
      throw error instanceof ApiProblem && error.status < 500 ? problemPage(410, linkSpent) : asPage(error);
    });
  forgetSession();
  throw redirect(sitePath(opened.returnTo) ?? home, {
    status: 303,
    headers: { 'set-cookie': cookies.open(opened.sessionToken, opened.expiresAt) },
  });
}

export default function SignInConfirm() {
  const { token } = useLoaderData<typeof loader>();
  return (
    <div className="narrow">
      <h1>Sign in to {publication.name}</h1>
      <p>One step is left: this button confirms your address and signs you in, in this browser.</p>
      <form method="post" action="/sign-in/confirm">
        <input type="hidden" name="token" value={token} />
        <Button main>Sign in</Button>
      </form>
    </div>
  );
}
