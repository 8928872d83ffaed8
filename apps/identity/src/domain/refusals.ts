import { Refusal, type Facts } from '@gatefold/kernel';

const sentences = {
  'sign-in-link-invalid': 'This link was used before, or its time is over. Ask for a new one.',
  'sign-in-code-wrong': 'This is not the code that was mailed. Look again, or ask for a new mail.',
  'session-ended': 'This session has ended. Sign in again.',
  'session-not-fresh': 'This needs a session that was opened within the last day. Sign in again.',
  'second-factor-due': 'This needs a second factor: a code of your authenticator app, or a passkey.',
  'second-factor-kept': 'This account has a second factor already, or needs none.',
  'second-factor-wrong': 'This is no code that counts now. Wait for the next one, or use a backup code.',
  'staff-sign-in-off': 'No organisation signs anybody in here. Use a mailed link.',
  'staff-sign-in-refused': 'This sign-in did not come through, or was used before. Begin again.',
  'staff-not-known': 'The organisation knows you, and gives you no role here.',
  'account-not-found': 'There is no such account.',
  'passkey-refused': 'This passkey is not known here, or was asked for too long ago.',
  'passkey-not-found': 'There is no such passkey in this account.',
  'reader-not-found': 'There is no such reader.',
  'reader-already-verified': 'The address of this reader is verified: sign in with a mailed link.',
  'address-unchanged': 'This is the address that the account has already.',
  'address-has-account': 'The new address has an account of its own. Sign in with it, or choose another.',
  'action-link-invalid': 'This link was used before, or its time is over. Begin again in the account.',
} as const;

export type RefusalCode = keyof typeof sentences;

export const refuse = (code: RefusalCode, facts?: Facts): Refusal<RefusalCode> =>
  new Refusal(code, sentences[code], facts);
