import type { Issue } from '../domain/issue.ts';
import type { Choice, EndedBy } from '../domain/newsletter.ts';

type Named = { readonly readerId: string; readonly newsletter: string };

/** Who has asked for what. `Tx` is the transaction that a consumer was handed. */
export type Choices<Tx> = {
  of(readerId: string): Promise<Choice[]>;
  /** Nothing changes for one that comes already. */
  choose(named: Named, at: Date): Promise<void>;
  /** Nothing changes for one that does not come. */
  end(named: Named, by: EndedBy, at: Date): Promise<void>;
  comes(named: Named): Promise<boolean>;
  /** Forgets all that a reader has asked for. */
  forget(readerId: string, tx: Tx): Promise<void>;
};

export type Progress = {
  readonly newsletter: string;
  readonly acceptedAt: Date;
  readonly spreadAt: Date | null;
  readonly mails: Readonly<Record<'due' | 'sent' | 'failed' | 'uncertain', number>>;
};

/** Issues, and to how many of their readers a mail has been written down. */
export type Issues = {
  /** False when the id is taken: then nothing happens. */
  add(issue: Issue, at: Date): Promise<boolean>;
  of(id: string): Promise<Issue | null>;
  progress(id: string): Promise<Progress | null>;
  /** Mails of issues that are written down and have not left. */
  waiting(): Promise<number>;
  /**
   * Writes the mails of the next `limit` readers of one issue down, and how far it has come, both or neither.
   * Answers how many; fewer than `limit` when that was the last of the issue, null when no issue is left.
   */
  spread(limit: number, at: Date): Promise<number | null>;
};

/** Entitlement, asked about one feature. Throws when it does not answer. */
export type Access = {
  mayHave(
    readerId: string,
    what: { readonly feature: string; readonly publication: string },
  ): Promise<boolean>;
};

/** The links in a mail that end a newsletter without a sign-in. They work for as long as their key is kept. */
export type LeaveLinks = {
  urlFor(named: Named, siteUrl: string): string;
  /** Null for one that is none of ours. */
  read(token: string): Named | null;
};
