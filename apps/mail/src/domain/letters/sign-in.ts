import { button, paragraph, small, type Letter } from '../letter.ts';
import type { Words } from '../words.ts';

type SignIn = { publication: string; url: string; expiresAt: string; words: Words };

export const signInLetter = ({ publication, url, expiresAt, words }: SignIn): Letter => ({
  subject: `Sign in to ${publication}`,
  preview: 'Your link to sign in. It works once.',
  heading: 'Sign in',
  parts: [
    paragraph('Somebody, most likely you, asked to sign in with this address.'),
    button('Sign in', url),
    small(`The link works once, until ${words.instant(expiresAt)}.`),
    small('If it was not you, do nothing: nobody gets in without this mail.'),
  ],
});
