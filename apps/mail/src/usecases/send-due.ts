import { at, type BusinessClock, type MachineClock } from '@gatefold/kernel';
import { kindOf, type Message } from '../domain/message.ts';
import { verdictOf, waitAfter } from '../domain/outcome.ts';
import type { Addressed, Log, Messages, Post } from './ports.ts';

const AT_ONCE = 10;

type Deps = {
  messages: Omit<Messages<never>, 'add'>;
  post: Post;
  writeLetter: (matter: Message['matter']) => Promise<Addressed | null>;
  businessClock: BusinessClock;
  machineClock: MachineClock;
  log: Log;
};

/**
 * Sends everything that is due and resolves when nothing more can be sent now.
 *
 * A reader's mails leave in the order in which they fell due. A mail that has to wait keeps its
 * place and its cause; nothing is lost while the mail server or identity is away.
 */
export const sendDue = (deps: Deps) => async (): Promise<void> => {
  for (;;) {
    const claimed = await deps.messages.claim(AT_ONCE);
    if (claimed.length === 0) return;
    await Promise.all(byReader(claimed).map((messages) => sendInOrder(deps, messages)));
  }
};

async function sendInOrder(deps: Deps, messages: readonly Message[]): Promise<void> {
  for (const message of messages) await sendOne(deps, message);
}

async function sendOne(deps: Deps, message: Message): Promise<void> {
  const { messages, machineClock, log } = deps;
  if (isTooLate(message, machineClock.now())) return messages.fail(message, 'the link expired');

  let addressed: Addressed | null;
  try {
    addressed = await deps.writeLetter(message.matter);
  } catch (error) {
    log.warn({ err: error, messageId: message.id }, 'a letter could not be written yet');
    return messages.postpone(message, waitAfter(message.attempts), 'the letter could not be written');
  }
  if (addressed === null) return messages.fail(message, 'there is nobody to tell, or nothing');

  if (await messages.begin(message, addressed.to)) await handOver(deps, message, addressed);
}

async function handOver(deps: Deps, message: Message, addressed: Addressed): Promise<void> {
  const { messages, post, businessClock, log } = deps;
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
  log.warn({ messageId: message.id, ...failure }, 'a mail was not taken');
  switch (verdictOf(failure)) {
    case 'try-again':
      return messages.postpone(message, waitAfter(message.attempts), reason);
    case 'refused':
      return messages.refuse(message, reason);
    case 'uncertain':
      return messages.doubt(message, reason);
  }
}

/** Mails to nobody we know, sign-in links, are each on their own. */
const byReader = (messages: readonly Message[]): Message[][] => [
  ...Map.groupBy(messages, ({ id, matter }) => {
    if (matter.kind === 'newsletter') return matter.readerId;
    return matter.kind === 'notice' ? matter.notice.readerId : id;
  }).values(),
];

/** A link that no longer works helps nobody. */
const isTooLate = ({ matter }: Message, now: Date): boolean =>
  'expiresAt' in matter && at(matter.expiresAt) <= now;
