import { Refusal, type Facts } from '@gatefold/kernel';

const sentences = {
  'sign-in-link-invalid': 'This link was used before, or its time is over. Ask for a new one.',
  'session-ended': 'This session has ended. Sign in again.',
  'reader-not-found': 'There is no such reader.',
  'reader-already-verified': 'The address of this reader is verified: sign in with a mailed link.',
} as const;

export type RefusalCode = keyof typeof sentences;

export const refuse = (code: RefusalCode, facts?: Facts): Refusal<RefusalCode> =>
  new Refusal(code, sentences[code], facts);
