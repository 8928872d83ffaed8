import { Refusal, type Facts } from '@gatefold/kernel';

const sentences = {
  'newsletter-not-found': 'There is no such newsletter.',
  'newsletter-not-included': 'This newsletter is for subscribers.',
  'newsletter-address-unconfirmed': 'A newsletter goes to a confirmed address only.',
  'newsletter-link-invalid': 'This link is none of ours.',
  'report-unsigned': 'This report is not signed by the mail provider, or too long ago.',
  'issue-not-found': 'There is no such issue.',
  'issue-differs': 'An issue with this id says something else. It was not changed.',
} as const;

export type RefusalCode = keyof typeof sentences;

/** `throw refuse('newsletter-not-found')`. The sentence is shown as it stands. */
export const refuse = (code: RefusalCode, facts?: Facts): Refusal<RefusalCode> =>
  new Refusal(code, sentences[code], facts);
