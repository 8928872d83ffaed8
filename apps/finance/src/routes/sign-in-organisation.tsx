import { ApiProblem, identity } from '@gatefold/api';
import { home, ownPath } from '@gatefold/web-kit/own-path';
import { redirect, type LoaderFunctionArgs } from 'react-router';
import { writeLeaving } from '../features/sign-in/leaving.ts';
import { organisationAway, problemPage } from '../features/problem/problem.ts';
import { visitOf } from '../server/visit.ts';

/** Leads to the organisation's sign-in. It changes nothing yet, so a link does. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const { asPages, leavings, from } = visitOf(context);
  const next = ownPath(new URL(request.url).searchParams.get('next')) ?? home;
  const begun = await asPages.identity
    .call(identity.beginStaffSignIn, { body: {}, ...(from === null ? {} : { forwardedFor: from }) })
    .catch((error: unknown) => {
      throw error instanceof ApiProblem ? problemPage(503, organisationAway) : error;
    });
  const kept = writeLeaving({ ceremony: begun.ceremony, next });
  return redirect(begun.url, {
    status: 303,
    headers: { 'set-cookie': leavings.open(kept, begun.expiresAt) },
  });
}

/** There is nothing to see; with a page of its own the frame shows what went wrong. */
export default function SignInOrganisation() {
  return null;
}
