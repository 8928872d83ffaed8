import type { TurnedAway } from '@gatefold/web-kit';
import { ApiProblem } from '@gatefold/api';
import { data, isRouteErrorResponse } from 'react-router';
import type { PlainKey } from '../../words/voice.ts';

/** What happened and what to do, by the names of the phrases that say it. */
export type ProblemWords = {
  readonly title: PlainKey;
  readonly says: PlainKey;
  readonly action: { readonly label: PlainKey; readonly href: string };
};

const toFront = { label: 'frame.to-front', href: '/' } as const;

export const notFound: ProblemWords = {
  title: 'problem.not-found',
  says: 'problem.not-found-says',
  action: { label: 'problem.search', href: '/search' },
};

export const unavailable: ProblemWords = {
  title: 'problem.unavailable',
  says: 'problem.unavailable-says',
  action: toFront,
};

/** Money and accounts are away; the paper is not. */
export const accountUnavailable: ProblemWords = {
  title: 'account.away',
  says: 'account.away-says',
  action: { label: 'frame.read-paper', href: '/' },
};

const unexpected: ProblemWords = {
  title: 'problem.unexpected',
  says: 'problem.unexpected-says',
  action: toFront,
};

const turnedAway: Readonly<Record<TurnedAway, { status: number; words: ProblemWords }>> = {
  'foreign-form': {
    status: 403,
    words: { title: 'problem.foreign-form', says: 'problem.foreign-form-says', action: toFront },
  },
  'too-large': {
    status: 413,
    words: { title: 'problem.too-large', says: 'problem.too-large-says', action: toFront },
  },
  malformed: {
    status: 400,
    words: { title: 'problem.malformed', says: 'problem.malformed-says', action: toFront },
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
