import { ApiProblem } from '@gatefold/api';
import type { OwnPath } from '@gatefold/web-kit/own-path';
import { identityAway, problemPage } from '../features/problem/problem.ts';

const says: Readonly<Record<string, { status: number; says: string }>> = {
  'second-factor-wrong': {
    status: 422,
    says: 'This is not a code that counts now. Each works once: wait for the next one your app shows.',
  },
  'too-many-requests': {
    status: 429,
    says: 'That were too many tries. For a quarter of an hour no code is taken, not even a right one.',
  },
};

const kept = {
  title: 'There is an app already',
  says: 'This account has an authenticator app. For another one, ask an administrator to reset it.',
  action: { label: 'To the billing events', href: '/events' },
};

/** What to say beside the field. Whatever else went wrong is a page of its own. */
export function mistakeIn(error: unknown, here: OwnPath): { status: number; says: string } {
  const known = error instanceof ApiProblem ? says[error.code] : undefined;
  if (known !== undefined) return known;
  if (!(error instanceof ApiProblem)) throw error;
  if (error.status >= 500) throw problemPage(503, identityAway(here));
  throw error.code === 'second-factor-kept' ? problemPage(409, kept) : problemPage(410, beginAgain);
}

const beginAgain = {
  title: 'Please sign in again',
  says: 'This sign-in has ended, or is too old to set anything up with it. A new one takes a moment.',
  action: { label: 'Mail me a new link', href: '/sign-in' },
};
