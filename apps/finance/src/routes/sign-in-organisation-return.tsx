import { ApiProblem, identity } from '@gatefold/api';
import { redirect, type LoaderFunctionArgs } from 'react-router';
import { readLeaving } from '../features/sign-in/leaving.ts';
import {
  notOfTheStaff,
  organisationAway,
  organisationRefused,
  problemPage,
} from '../features/problem/problem.ts';
import { visitOf } from '../server/visit.ts';

const LONGEST = { code: 2_000, state: 200, iss: 500 } as const;

/**
 * Where the organisation sends people back. What it sends is worth nothing in a browser that has not left
 * from here, and nothing a second time.
 */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const { asPages, leaving, leavings, cookies, from, forgetSession } = visitOf(context);
  const { searchParams } = new URL(request.url);
  const given = (name: keyof typeof LONGEST): string => searchParams.get(name)?.slice(0, LONGEST[name]) ?? '';
  const left = readLeaving(leaving);
  if (left === null || given('code') === '' || given('state') === '')
    throw problemPage(422, organisationRefused);

  const opened = await asPages.identity
    .call(identity.finishStaffSignIn, {
      body: {
        ...{ ceremony: left.ceremony, code: given('code'), state: given('state') },
        ...(given('iss') === '' ? {} : { issuer: given('iss') }),
      },
      ...(from === null ? {} : { forwardedFor: from }),
    })
    .catch((error: unknown) => {
      throw asOrganisationPage(error);
    });
  forgetSession();
  const headers = new Headers({ 'set-cookie': cookies.open(opened.sessionToken, opened.expiresAt) });
  headers.append('set-cookie', leavings.close());
  return redirect(left.next, { status: 303, headers });
}

function asOrganisationPage(error: unknown): unknown {
  if (!(error instanceof ApiProblem)) return error;
  if (error.code === 'staff-not-known') return problemPage(403, notOfTheStaff);
  return error.status >= 500 ? problemPage(503, organisationAway) : problemPage(422, organisationRefused);
}

/** There is nothing to see; with a page of its own the frame shows what went wrong. */
export default function SignInOrganisationReturn() {
  return null;
}
