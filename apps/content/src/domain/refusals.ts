import { Refusal, type Facts } from '@gatefold/kernel';

const sentences = {
  'article-not-found': 'There is no such article.',
  'publication-not-found': 'There is no such publication here.',
  'month-not-found': 'Nothing was published in such a month.',
  'picture-not-found': 'There is no such picture.',
  'open-all-not-found': 'Nobody has asked for this.',
  'open-all-over': 'This was decided on, was closed, or waited for more than an hour.',
  'second-person-required': 'Another person than who asked has to approve it.',
  'too-many-saved': 'As many articles are put aside as may be. Take one off the list first.',
  'reader-gone': 'This account was deleted.',
  'cursor-invalid': 'This page of the list does not exist.',
} as const;

export type RefusalCode = keyof typeof sentences;

export const refuse = (code: RefusalCode, facts?: Facts): Refusal<RefusalCode> =>
  new Refusal(code, sentences[code], facts);
