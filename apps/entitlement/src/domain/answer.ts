import { decide, holdersOf, type Decision, type Question } from '@gatefold/access';
import { SECOND } from '@gatefold/kernel';
import type { Article } from './article.ts';
import type { BundleVersion } from './bundle.ts';
import type { MeterState } from './meter-state.ts';
import { ranOut, toGrant, toPastGrant, type ReaderSet } from './reader-set.ts';

export type AccessAnswer = Pick<Decision, 'granted' | 'reason' | 'grant'> & {
  readonly version: number;
  /** Seconds for which the same question has the same answer, unless something happens. */
  readonly cacheFor: number;
  /**
   * A no to somebody whose subscription renews, and of whom merely nothing more was heard: most likely
   * they have paid, and the fault is ours.
   */
  readonly endedInSilence: boolean;
  /** Where one was asked and had to be: how much of this month's reading is used up. */
  readonly meter?: MeterState;
};

/** The longest that anyone may keep a yes. */
const YES_SECONDS = 60;
/** A no is kept for a moment only: whoever has just paid should not meet it again. */
const NO_SECONDS = 5;

export type Asked = {
  readonly what: { readonly article: Article } | { readonly feature: string };
  readonly publication: string | null;
  /** Null for a visitor who is not signed in. */
  readonly set: ReaderSet | null;
  readonly bundles: readonly BundleVersion[];
  readonly now: Date;
};

/** Whether the reader may, and for how long one may go on without asking again: never beyond the next boundary. */
export function answer(asked: Asked): AccessAnswer {
  const { set, now } = asked;
  const held = set?.grants ?? [];
  const { granted, reason, grant, nextChangeAt } = decide(questionOf(asked));
  const untilBoundary =
    nextChangeAt === null ? YES_SECONDS : (nextChangeAt.getTime() - now.getTime()) / SECOND;
  const cacheFor = Math.min(granted ? YES_SECONDS : NO_SECONDS, Math.floor(untilBoundary));
  const endedInSilence = reason === 'ended' && held.some((candidate) => ranOut(candidate, now));
  return { granted, reason, grant, version: set?.version ?? 0, cacheFor, endedInSilence };
}

/** What is asked, with all that the reader has or had. */
export function questionOf({ what, publication, set, bundles, now }: Asked): Question {
  const held = set?.grants ?? [];
  return {
    rule: 'article' in what ? what.article.rule : holdersOf(what.feature),
    publication: 'article' in what ? what.article.publication : publication,
    grants: held.map((grant) => toGrant(grant, bundles, now)),
    history: held.map((grant) => toPastGrant(grant, bundles, now)),
    signedIn: set !== null,
    now,
  };
}
