import type { TurnedAway } from '@gatefold/web-kit';
import { ApiProblem } from '@gatefold/api';
import { data, isRouteErrorResponse } from 'react-router';

/** What happened and what to do, in the reader's words. */
export type ProblemWords = {
  readonly title: string;
  readonly says: string;
  readonly action: { readonly label: string; readonly href: string };
};

const toFront = { label: 'To the front page', href: '/' };

export const notFound: ProblemWords = {
  title: 'There is nothing at this address',
  says: 'The page may have moved, or the address was cut off on its way to you. The archive has everything that we have published.',
  action: { label: 'Search the archive', href: '/search' },
};

export const unavailable: ProblemWords = {
  title: 'This page cannot be shown just now',
  says: 'A part of our system does not answer. Nothing is lost and nothing was changed. Please try again in a minute.',
  action: toFront,
};

/** Money and accounts are away; the paper is not. */
export const accountUnavailable: ProblemWords = {
  title: 'Your account cannot be shown just now',
  says: 'The part that keeps subscriptions does not answer. Your subscription is as it was, and you can go on reading. Please try again in a minute.',
  action: { label: 'Read the paper', href: '/' },
};

export const unexpected: ProblemWords = {
  title: 'This page could not be made',
  says: 'The mistake is ours and was written down. Please try again; if it stays, tell us the number below.',
  action: toFront,
};

const turnedAway: Readonly<Record<TurnedAway, { status: number; words: ProblemWords }>> = {
  'foreign-form': {
    status: 403,
    words: {
      title: 'This form did not come from our pages',
      says: 'To protect you, we only take forms that were filled in on this site. Nothing was changed. Please open the page here and send it again.',
      action: toFront,
    },
  },
  'too-large': {
    status: 413,
    words: {
      title: 'This is too much to send',
      says: 'The form was larger than we take. Nothing was changed.',
      action: toFront,
    },
  },
  malformed: {
    status: 400,
    words: {
      title: 'The form could not be read',
      says: 'It was damaged on its way. Nothing was changed. Please go back and send it again.',
      action: toFront,
    },
  },
  'not-found': { status: 404, words: notFound },
};

/** To be thrown: the nearest page frame shows the words with that status. */
export const problemPage = (status: number, words: ProblemWords) =>
  data(words, { status, headers: { 'cache-control': 'private, no-store' } });

export const turnedAwayPage = (why: TurnedAway) => problemPage(turnedAway[why].status, turnedAway[why].words);

/** Turns a service's answer into the page for it; what is no answer of a service is thrown on. */
export function asPage(error: unknown, whenAway: ProblemWords = unavailable): unknown {
  if (!(error instanceof ApiProblem)) return error;
  if (error.status === 404 || error.code === 'invalid-input') return problemPage(404, notFound);
  return problemPage(503, whenAway);
}

export function wordsFor(error: unknown): { readonly status: number; readonly words: ProblemWords } {
  if (!isRouteErrorResponse(error)) return { status: 500, words: unexpected };
  const said = error.data as Partial<ProblemWords> | null;
  if (said !== null && typeof said === 'object' && said.title !== undefined && said.says !== undefined)
    return { status: error.status, words: said as ProblemWords };
  return error.status === 404
    ? { status: 404, words: notFound }
    : { status: error.status, words: unexpected };
}
