import type { BusinessClock } from '@gatefold/kernel';
import { refuse } from '../domain/refusals.ts';
import type { Choices, LeaveLinks } from './newsletter-ports.ts';

type Deps = {
  readonly leaveLinks: LeaveLinks;
  readonly choices: Choices<never>;
  readonly businessClock: BusinessClock;
};

/** Which newsletter a link would end, and whether it still comes. Whoever looks through mails may ask. */
export const lookAtLink =
  ({ leaveLinks, choices }: Deps) =>
  async (token: string): Promise<{ newsletter: string; chosen: boolean }> => {
    const named = leaveLinks.read(token) ?? invalid();
    return { newsletter: named.newsletter, chosen: await choices.comes(named) };
  };

/**
 * Ends what the link names, and nothing else. One of an old mail still counts after the newsletter was asked for
 * again: whoever presses it wants it to end.
 */
export const endByLink =
  ({ leaveLinks, choices, businessClock }: Deps) =>
  async (token: string): Promise<void> =>
    choices.end(leaveLinks.read(token) ?? invalid(), 'mailed-link', businessClock.now());

const invalid = (): never => {
  throw refuse('newsletter-link-invalid');
};
