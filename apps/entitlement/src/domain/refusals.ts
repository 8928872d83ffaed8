import { Refusal, type Facts } from '@gatefold/kernel';

const sentences = {
  'article-not-found': 'There is no such article.',
  'feature-not-found': 'No bundle holds such a feature.',
  'question-incomplete': 'Name a feature or an article.',
  'not-yet-known': 'This write of billing has not arrived here yet. Ask again shortly.',
  'snapshot-not-ready': 'What readers have is still being gathered here. Ask again shortly.',
  'position-too-old': 'What has changed since then is not kept here. Take a snapshot first.',
} as const;

export type RefusalCode = keyof typeof sentences;

export const refuse = (code: RefusalCode, facts?: Facts): Refusal<RefusalCode> =>
  new Refusal(code, sentences[code], facts);
