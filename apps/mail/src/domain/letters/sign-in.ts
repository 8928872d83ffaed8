import { button, facts, paragraph, small, type Letter } from '../letter.ts';

type SignIn = { publication: string; url: string; code: string | undefined; minutes: number };

/** Says how long the link works rather than until when: its end is machine time, all other dates are not. */
export const signInLetter = ({ publication, url, code, minutes }: SignIn): Letter => ({
  subject: `Sign in to ${publication}`,
  preview: 'Your link to sign in. It works once.',
  heading: 'Sign in',
  parts: [
    paragraph('Somebody, most likely you, asked to sign in with this address.'),
    button('Sign in', url),
    ...(code === undefined ? [] : codeParts(code)),
    small(`The link works once, within the next ${minutes === 1 ? 'minute' : `${minutes} minutes`}.`),
    small('If it was not you, do nothing: nobody gets in without this mail.'),
  ],
});

/** For those who read their mail on another device than the one that they want to sign in on. */
const codeParts = (code: string) => [
  paragraph('Or type this code into the page on which you asked for it:'),
  facts([{ label: 'Code', value: `${code.slice(0, 4)} ${code.slice(4)}` }]),
];
