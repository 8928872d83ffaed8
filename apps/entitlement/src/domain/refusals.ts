import { Refusal, type Facts } from '@gatefold/kernel';

const sentences = {
  'article-not-found': 'There is no such article.',
  'feature-not-found': 'No bundle holds such a feature.',
  'question-incomplete': 'Name a feature or an article.',
  'not-yet-known': 'This write of billing has not arrived here yet. Ask again shortly.',
  'snapshot-not-ready': 'What readers have is still being gathered here. Ask again shortly.',
  'position-too-old': 'What has changed since then is not kept here. Take a snapshot first.',
  'gift-needs-access': 'Only what you may read yourself can be given away.',
  'gift-links-used-up': 'Ten articles in thirty days can be given away.',
  'gift-link-not-found': 'There is no such gift link of yours.',
  'comp-not-found': 'There is no such comp.',
  'comp-already-over': 'A comp ends in the future.',
  'comp-too-long': 'A comp lasts 400 days at the most; give another one then.',
  'comp-key-required': 'Send an Idempotency-Key, so that a repeat gives nothing twice.',
} as const;

export type RefusalCode = keyof typeof sentences;

export const refuse = (code: RefusalCode, facts?: Facts): Refusal<RefusalCode> =>
  new Refusal(code, sentences[code], facts);
