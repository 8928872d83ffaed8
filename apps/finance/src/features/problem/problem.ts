import type { TurnedAway } from '@gatefold/web-kit';
import { ApiProblem } from '@gatefold/api';
import type { OwnPath } from '@gatefold/web-kit/own-path';
import { data, isRouteErrorResponse } from 'react-router';

/** What happened and what to do, in words. */
export type ProblemWords = {
  readonly title: string;
  readonly says: string;
  /** Null where signing out is all that is left. */
  readonly action: { readonly label: string; readonly href: string } | null;
  readonly requestId?: string;
};

const toEvents = { label: 'To the billing events', href: '/events' };
const again = (path: OwnPath) => ({ label: 'Try again', href: path });

export const notFound: ProblemWords = {
  title: 'There is nothing at this address',
  says: 'No event and no reader has this id, or the address was cut off on its way to you.',
  action: toEvents,
};

export const billingAway = (path: OwnPath): ProblemWords => ({
  title: 'The books cannot be shown just now',
  says: 'Billing does not answer. Nothing is lost and nothing was changed: it goes on where it stopped. Please try again in a minute.',
  action: again(path),
});

export const entitlementAway = (path: OwnPath): ProblemWords => ({
  title: 'Access cannot be shown just now',
  says: 'Entitlement does not answer. Readers whom it knew go on reading. Please try again in a minute.',
  action: again(path),
});

export const identityAway = (path: OwnPath): ProblemWords => ({
  title: 'We cannot see who you are just now',
  says: 'The part that knows staff does not answer, and without it nobody is let in. Please try again in a minute.',
  action: again(path),
});

export const noPermission = (email: string | null): ProblemWords => ({
  title: 'You have no permission to see this',
  says: `${email === null ? 'Your account' : `The account ${email}`} does not have the role “finance”. Ask an administrator for it, or sign in with another address.`,
  action: null,
});

const toSignIn = { label: 'To the sign-in', href: '/sign-in' };

export const organisationAway: ProblemWords = {
  title: 'Your organisation’s sign-in does not answer',
  says: 'Nothing was changed. Please try again in a minute, or have a link mailed to you.',
  action: toSignIn,
};

export const organisationRefused: ProblemWords = {
  title: 'This sign-in did not come through',
  says: 'It was begun in another browser, took too long, was used before, or was given up on the way. Please begin again.',
  action: toSignIn,
};

export const notOfTheStaff: ProblemWords = {
  title: 'Your organisation gives you no role here',
  says: 'It knows you, and none of your groups stands for a role here. Ask whoever looks after them.',
  action: toSignIn,
};

const unexpected: ProblemWords = {
  title: 'This page could not be made',
  says: 'The mistake is ours and was written down. Please try again; if it stays, tell us the number below.',
  action: toEvents,
};

const turnedAway: Readonly<Record<TurnedAway, { status: number; words: ProblemWords }>> = {
  'foreign-form': {
    status: 403,
    words: {
      title: 'This form did not come from our pages',
      says: 'Only forms that were filled in here are taken. Nothing was changed. Please open the page here and send it again.',
      action: toEvents,
    },
  },
  'too-large': {
    status: 413,
    words: {
      title: 'This is too much to send',
      says: 'The form was larger than we take. Nothing was changed.',
      action: toEvents,
    },
  },
  malformed: {
    status: 400,
    words: {
      title: 'The form could not be read',
      says: 'It was damaged on its way. Nothing was changed. Please go back and send it again.',
      action: toEvents,
    },
  },
  'not-found': { status: 404, words: notFound },
};

/** To be thrown: the frame shows the words with that status. */
export const problemPage = (status: number, words: ProblemWords) => data(words, { status });

export const turnedAwayPage = (why: TurnedAway, requestId: string) =>
  problemPage(turnedAway[why].status, { ...turnedAway[why].words, requestId });

/** Turns a service's answer into the page for it; what is no answer of a service is thrown on. */
export function asPage(error: unknown, path: OwnPath, away = billingAway): unknown {
  if (!(error instanceof ApiProblem)) return error;
  if (error.status === 404 || error.code === 'invalid-input') return problemPage(404, notFound);
  // The role was taken away while we still remembered it.
  if (error.status === 403) return problemPage(403, noPermission(null));
  return problemPage(503, away(path));
}

export function wordsFor(error: unknown): ProblemWords {
  if (!isRouteErrorResponse(error)) return unexpected;
  const said = error.data as Partial<ProblemWords> | null;
  if (said !== null && typeof said === 'object' && said.title !== undefined && said.says !== undefined)
    return said as ProblemWords;
  return error.status === 404 ? notFound : unexpected;
}
