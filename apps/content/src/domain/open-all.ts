import { HOUR, plus } from '@gatefold/kernel';
import { refuse } from './refusals.ts';

/** Two people open the whole paper to everyone for some hours, when nobody can tell who has paid. Never deleted. */
export type OpenAll = {
  readonly id: string;
  readonly reason: string;
  /** Staff, by their readers' ids. */
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly approvedBy: string | null;
  /** Exclusive; null until it is approved. */
  readonly until: Date | null;
  readonly closedBy: string | null;
  readonly closedAt: Date | null;
};

/** It ends by itself, so that nobody has to remember it. */
const LASTS = 4 * HOUR;
/** One that nobody approved is forgotten. */
const WAITS = HOUR;

type Who = { readonly by: string; readonly at: Date };

/**
 * Opens from `at` on. A repeat by the same second person changes nothing.
 *
 * Refuses with `second-person-required` and `open-all-over`.
 */
export function approve(asked: OpenAll, { by, at }: Who): OpenAll {
  if (asked.askedBy === by) throw refuse('second-person-required');
  if (asked.approvedBy === by) return asked;
  if (asked.approvedBy !== null || asked.closedAt !== null || at >= plus(asked.askedAt, WAITS))
    throw refuse('open-all-over');
  return { ...asked, approvedBy: by, until: plus(at, LASTS) };
}

/** Any one person closes; a repeat changes nothing. */
export const close = (open: OpenAll, { by, at }: Who): OpenAll =>
  open.closedAt === null ? { ...open, closedBy: by, closedAt: at } : open;

export const isOpen = ({ until, closedAt }: OpenAll, now: Date): boolean =>
  until !== null && closedAt === null && now < until;
