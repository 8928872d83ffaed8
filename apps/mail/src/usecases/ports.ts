import type { Letter } from '../domain/letter.ts';
import type { GiftCard } from '../domain/letters/context.ts';
import type { MailedLinks, Purpose } from '../domain/mailed-links.ts';
import type { Matter, Message, Status } from '../domain/message.ts';
import type { HandoverFailure } from '../domain/outcome.ts';

export type Listed = {
  readonly id: string;
  readonly kind: string;
  readonly status: Status;
  readonly dueAt: Date;
  readonly sentAt: Date | null;
};

export type NewMessage = { readonly id: string; readonly matter: Matter; readonly dueAt: Date };

export type Outlook = {
  /** Whether a round would find anything to do now. */
  readonly hasWork: boolean;
  /** When the next mail falls due after now, in business time. */
  readonly nextDueAt: Date | null;
};

/** A mail that this process has in hand, and by which try. */
export type Claim = Pick<Message, 'id' | 'attempts'>;

/** Mails and how far they have come. `Tx` is the transaction that a consumer was handed. */
export type Messages<Tx> = {
  /** Takes a mail on, in `tx` when there is one. False when its cause was seen before: then nothing happens. */
  add(message: NewMessage, tx?: Tx): Promise<boolean>;
  /**
   * Takes up to `limit` due mails for this process, the oldest first, for two minutes: who dies
   * before the handover leaves them due.
   */
  claim(limit: number): Promise<Message[]>;
  /**
   * The handover to this address begins. From here on a crash leaves the mail `uncertain`. False when the claim was
   * lost.
   */
  begin(message: Message, to: string): Promise<boolean>;
  /** The server has taken it; its address and links are forgotten. */
  sent(message: Claim, at: Date): Promise<void>;
  /** Due again after `waitMs` of machine time. */
  postpone(message: Claim, waitMs: number, reason: string): Promise<void>;
  /**
   * The mail server refuses the address or the text for good. Of a newsletter this is counted, and so many in a row
   * end it.
   */
  refuse(message: Claim, reason: string): Promise<void>;
  /** Will never be sent. */
  fail(message: Claim, reason: string): Promise<void>;
  /** May have been sent. A person decides; it is never sent again by itself. */
  doubt(message: Claim, reason: string): Promise<void>;
  /** Marks what a dead process was handing over as `uncertain`. Answers how many. */
  doubtAbandoned(): Promise<number>;
  outlook(): Promise<Outlook>;
  /** A reader's mails, newest first; `after` is the id of the last one seen. */
  listOf(readerId: string, page: { after: string | null; limit: number }): Promise<Listed[]>;
};

export type Contact = {
  readonly email: string;
  /** Whether somebody has shown that it is theirs. */
  readonly verified: boolean;
  readonly locale: string;
  readonly zone: string;
};

/** Identity, asked when a mail is sent and not before, so that a changed address is the right one. */
export type Readers = {
  /** Null when there is no such reader. Throws when identity does not answer. */
  contact(readerId: string): Promise<Contact | null>;
  signInUrl(readerId: string, asked: { returnTo: string; title: string }): Promise<string>;
  /** One for each purpose, for this subscription of theirs. */
  links(
    readerId: string,
    asked: { subject: string; purposes: readonly Purpose[]; title: string },
  ): Promise<MailedLinks>;
};

export type MailingList = { readonly key: string; readonly leaveUrl: string };

/** A paper of the house: who writes, and where its site is. */
export type Title = { readonly key: string; readonly name: string; readonly url: string };

/** A letter, who writes it, whom it goes to, and in which language. */
export type Addressed = {
  readonly title: Title;
  readonly to: string;
  readonly locale: string;
  readonly letter: Letter;
  /** Of a mail that many get: what it is called, and how one of them ends it. */
  readonly list?: MailingList;
};

export type Envelope = Addressed & {
  readonly messageId: string;
  readonly kind: string;
  readonly date: Date;
};

/** Billing, asked when a letter about a gift is written: what stands on it is in no event. */
export type Gifts = {
  /** Null when there is no such gift. Throws when billing does not answer. */
  card(id: string, locale: string): Promise<GiftCard | null>;
};

/** Knows how a letter looks and how it is handed to a mail server. */
export type Post = {
  /** Null when the server took it. */
  handOver(envelope: Envelope): Promise<HandoverFailure | null>;
};

/** Told of what people who run the service should see. Ids only. */
export type Log = {
  warn(facts: object, message: string): void;
};
