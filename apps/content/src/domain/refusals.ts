import { Refusal, type Facts } from '@gatefold/kernel';

const sentences = {
  'article-not-found': 'There is no such article.',
  'picture-not-found': 'There is no such picture.',
  'cursor-invalid': 'This page of the list does not exist.',
} as const;

export type RefusalCode = keyof typeof sentences;

export const refuse = (code: RefusalCode, facts?: Facts): Refusal<RefusalCode> =>
  new Refusal(code, sentences[code], facts);
