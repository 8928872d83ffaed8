import { button, paragraph, small, type Letter } from '../letter.ts';

type SignIn = { publication: string; url: string; minutes: number };

/** Says how long the link works rather than until when: its end is machine time, all other dates are not. */
export const signInLetter = ({ publication, url, minutes }: SignIn): Letter => ({
  subject: `Sign in to ${publication}`,
  preview: 'Your link to sign in. It works once.',
  heading: 'Sign in',
  parts: [
    paragraph('Somebody, most likely you, asked to sign in with this address.'),
    button('Sign in', url),
    small(`The link works once, within the next ${minutes === 1 ? 'minute' : `${minutes} minutes`}.`),
    small('If it was not you, do nothing: nobody gets in without this mail.'),
  ],
});
