import type { Sentence } from '@gatefold/words';

/** What the paper sends again and again to those who asked for it. */
export type Newsletter = {
  readonly key: string;
  readonly publication: string;
  /** What a reader's subscription must hold to get it; null for one that everybody may have. */
  readonly feature: string | null;
  readonly name: Sentence;
  readonly about: Sentence;
  readonly rhythm: Sentence;
};

/** Who ended it: the reader in the account, by the link of a mail or as spam, or the mail server of the address. */
export type EndedBy = 'reader' | 'mailed-link' | 'refused' | 'complaint';

/** That a reader asked for a newsletter, and since when it is as it is. */
export type Choice = {
  readonly newsletter: string;
  readonly since: Date;
  /** Null while it comes. */
  readonly endedBy: EndedBy | null;
};

/** So many issues in a row that the mail server of an address refused for good end the newsletter. */
export const MOST_REFUSALS = 3;
