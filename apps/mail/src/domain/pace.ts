import { SECOND } from '@gatefold/kernel';

/** What may be sent now, and when that was last said. */
export type Pace = { readonly allowed: number; readonly at: Date };

/**
 * How many mails may be begun at `now`, by a rate. What is not used is kept for one second and no longer, so that a
 * quiet day is not followed by a flood: after an hour at 50 a second it is 50.
 */
export function paceAt(before: Pace | null, now: Date, perSecond: number): Pace {
  if (before === null) return { allowed: perSecond, at: now };
  const passed = Math.max(0, now.getTime() - before.at.getTime()) / SECOND;
  return { allowed: Math.min(perSecond, before.allowed + passed * perSecond), at: now };
}
