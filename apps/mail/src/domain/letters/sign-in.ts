import type { Say } from '@gatefold/words';
import { button, facts, paragraph, small, type Letter } from '../letter.ts';
import { labels } from './labels.ts';

type SignIn = { publication: string; url: string; code: string | undefined; minutes: number; say: Say };

/** Says how long the link works rather than until when: its end is machine time, all other dates are not. */
export const signInLetter = ({ publication, url, code, minutes, say }: SignIn): Letter => ({
  subject: say({ en: 'Sign in to {publication}', de: 'Anmelden: {publication}' }, { publication }),
  preview: say({
    en: 'Your link to sign in. It works once.',
    de: 'Ihr Link zum Anmelden. Er gilt einmal.',
  }),
  heading: say({ en: 'Sign in', de: 'Anmelden' }),
  parts: [
    paragraph(
      say({
        en: 'Somebody, most likely you, asked to sign in with this address.',
        de: 'Jemand, vermutlich Sie, möchte sich mit dieser Adresse anmelden.',
      }),
    ),
    button(say({ en: 'Sign in', de: 'Anmelden' }), url),
    ...(code === undefined ? [] : codeParts(code, say)),
    small(
      say(
        {
          en: 'The link works once, within the next {minutes, plural, one {# minute} other {# minutes}}.',
          de: 'Der Link gilt einmal, {minutes, plural, one {eine Minute} other {# Minuten}} lang.',
        },
        { minutes },
      ),
    ),
    small(
      say({
        en: 'If it was not you, do nothing: nobody gets in without this mail.',
        de: 'Wenn Sie das nicht waren, tun Sie nichts: Ohne diese E-Mail kommt niemand hinein.',
      }),
    ),
  ],
});

/** For those who read their mail on another device than the one that they want to sign in on. */
const codeParts = (code: string, say: Say) => [
  paragraph(
    say({
      en: 'Or type this code into the page on which you asked for it:',
      de: 'Oder geben Sie diesen Code auf der Seite ein, auf der Sie danach gefragt haben:',
    }),
  ),
  facts([{ label: say(labels.code), value: `${code.slice(0, 4)} ${code.slice(4)}` }]),
];
