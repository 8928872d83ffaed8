import { at, type BusinessClock, type MachineClock } from '@gatefold/kernel';
import { kindOf, type Message } from '../domain/message.ts';
import { verdictOf, waitAfter } from '../domain/outcome.ts';
import type { Messages, Post } from './ports.ts';
import type { Addressed } from './write-letter.ts';

const AT_ONCE = 5;

type Deps = {
  messages: Messages;
  post: Post;
  writeLetter: (matter: Message['matter']) => Promise<Addressed | null>;
  businessClock: BusinessClock;
  machineClock: MachineClock;
};

/**
 * Sends everything that is due and resolves when nothing more can be sent now.
 *
 * A mail that has to wait keeps its place and its cause; nothing is lost while the mail server or
 * identity is away.
 */
export const sendDue = (deps: Deps) => async (): Promise<void> => {
  for (;;) {
    const claimed = await deps.messages.claim(AT_ONCE);
    if (claimed.length === 0) return;
    await Promise.all(claimed.map((message) => sendOne(deps, message)));
  }
};

async function sendOne(deps: Deps, message: Message): Promise<void> {
  const { messages, post, businessClock } = deps;
  if (isTooLate(message, deps.machineClock.now())) return messages.fail(message, 'the link expired');

  const addressed = await deps.writeLetter(message.matter).catch(() => 'unwritten' as const);
  if (addressed === 'unwritten')
    return messages.postpone(message, waitAfter(message.attempts), 'identity does not answer');
  if (addressed === null) return messages.fail(message, 'there is no such reader');

  if (!(await messages.begin(message))) return;
  const date = businessClock.now();
  const failure = await post.handOver({
    ...addressed,
    messageId: message.id,
    kind: kindOf(message.matter),
    date,
  });
  if (failure === null) return messages.sent(message, date);

  // The server's own words are not kept: they often repeat the address.
  const reason = `the mail server answered ${failure.responseCode ?? 'nothing'}`;
  switch (verdictOf(failure)) {
    case 'try-again':
      return messages.postpone(message, waitAfter(message.attempts), reason);
    case 'refused':
      return messages.fail(message, reason);
    case 'uncertain':
      return messages.doubt(message, reason);
  }
}

/** A link that no longer works helps nobody. */
const isTooLate = ({ matter }: Message, now: Date): boolean =>
  matter.kind === 'sign-in' && at(matter.expiresAt) <= now;
