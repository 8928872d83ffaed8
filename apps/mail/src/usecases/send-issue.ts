import { isDeepStrictEqual } from 'node:util';
import type { BusinessClock, MachineClock } from '@gatefold/kernel';
import type { Issue } from '../domain/issue.ts';
import type { Newsletter } from '../domain/newsletter.ts';
import { paceAt, type Pace } from '../domain/pace.ts';
import { refuse } from '../domain/refusals.ts';
import type { Issues, Progress } from './newsletter-ports.ts';

type Sending = {
  readonly newsletters: readonly Newsletter[];
  readonly issues: Issues;
  readonly businessClock: BusinessClock;
  wake(): void;
};

/** Takes an issue on, once for its id; it is sent at the rate, without being waited for. */
export const sendIssue =
  ({ newsletters, issues, businessClock, wake }: Sending) =>
  async (issue: Issue): Promise<void> => {
    if (!newsletters.some(({ key }) => key === issue.newsletter)) throw refuse('newsletter-not-found');
    if (await issues.add(issue, businessClock.now())) return wake();
    if (!isDeepStrictEqual(await issues.of(issue.id), issue)) throw refuse('issue-differs');
  };

export const issueProgress =
  ({ issues }: Pick<Sending, 'issues'>) =>
  async (id: string): Promise<Progress> => {
    const found = await issues.progress(id);
    if (found === null) throw refuse('issue-not-found');
    return found;
  };

type Spreading = {
  readonly issues: Issues;
  readonly businessClock: BusinessClock;
  readonly machineClock: MachineClock;
  /** Mails that this process begins in a second. */
  readonly perSecond: number;
};

/**
 * Writes mails of issues down, no more than the rate allows and the mail server takes: what waits already counts,
 * so that behind a server that is away nothing piles up.
 */
export function spreadIssues({ issues, businessClock, machineClock, perSecond }: Spreading) {
  let pace: Pace | null = null;
  return async (): Promise<void> => {
    pace = paceAt(pace, machineClock.now(), perSecond);
    let room = Math.floor(pace.allowed) - (await issues.waiting());
    while (room > 0) {
      const spread = await issues.spread(room, businessClock.now());
      if (spread === null) return;
      pace = { ...pace, allowed: pace.allowed - spread };
      room -= spread;
    }
  };
}
