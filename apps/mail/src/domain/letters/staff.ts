import type { Sentence } from '@gatefold/words';
import { button, paragraph, type Letter } from '../letter.ts';
import type { StaffMatter } from '../message.ts';
import type { About } from './about.ts';

type Told = {
  subject(about: Pick<About, 'publication' | 'say'>): string;
  readonly heading: Sentence;
  readonly says: Sentence;
  readonly todo: Sentence;
};

const told: Readonly<Record<StaffMatter, Told>> = {
  'second-factor-added': {
    subject: ({ publication, say }) =>
      say(
        {
          en: 'Your staff account at {publication} has a second factor',
          de: 'Ihr Mitarbeiterkonto hat einen zweiten Faktor: {publication}',
        },
        { publication },
      ),
    heading: { en: 'A second factor was set up', de: 'Ein zweiter Faktor wurde eingerichtet' },
    says: {
      en: 'From now on a code of the authenticator app is asked for after the link in the mail.',
      de: 'Ab jetzt wird nach dem Link in der E-Mail ein Code der Authenticator-App verlangt.',
    },
    todo: {
      en: 'If it was not you, tell an administrator at once: somebody else reads your mail.',
      de: 'Wenn Sie das nicht waren, sagen Sie es sofort der Administration: Jemand liest Ihre E-Mails.',
    },
  },
  'second-factor-reset': {
    subject: ({ publication, say }) =>
      say(
        {
          en: 'The second factor of your staff account at {publication} was reset',
          de: 'Der zweite Faktor Ihres Mitarbeiterkontos wurde zurückgesetzt: {publication}',
        },
        { publication },
      ),
    heading: { en: 'Your second factor was reset', de: 'Ihr zweiter Faktor wurde zurückgesetzt' },
    says: {
      en: 'An administrator removed your app, backup codes and passkeys, and signed you out everywhere. Set up a new one at your next sign-in.',
      de: 'Die Administration hat App, Ersatzcodes und Passkeys entfernt und Sie überall abgemeldet. Richten Sie bei der nächsten Anmeldung einen neuen ein.',
    },
    todo: {
      en: 'If you did not ask for it, tell an administrator before anybody else signs in.',
      de: 'Wenn Sie nicht darum gebeten haben, sagen Sie es der Administration, bevor sich jemand anders anmeldet.',
    },
  },
  'backup-code-used': {
    subject: ({ publication, say }) =>
      say(
        {
          en: 'A backup code was used for your staff account at {publication}',
          de: 'Für Ihr Mitarbeiterkonto wurde ein Ersatzcode benutzt: {publication}',
        },
        { publication },
      ),
    heading: { en: 'A backup code was used', de: 'Ein Ersatzcode wurde benutzt' },
    says: {
      en: 'Somebody signed in with one of your backup codes in place of the app. It works no more.',
      de: 'Jemand hat sich mit einem Ihrer Ersatzcodes statt mit der App angemeldet. Er gilt nicht mehr.',
    },
    todo: {
      en: 'If it was not you, tell an administrator at once.',
      de: 'Wenn Sie das nicht waren, sagen Sie es sofort der Administration.',
    },
  },
};

const letterOf =
  ({ subject, heading, says, todo }: Told) =>
  ({ publication, url, say }: About): Letter => ({
    subject: subject({ publication, say }),
    preview: say(todo),
    heading: say(heading),
    parts: [
      paragraph(say(says)),
      paragraph(say(todo)),
      button(say({ en: 'To the sign-in', de: 'Zur Anmeldung' }), url),
    ],
  });

/** What is told to those who have a role. */
export const staffLetters = Object.fromEntries(
  Object.entries(told).map(([matter, one]) => [matter, letterOf(one)]),
) as Readonly<Record<StaffMatter, (about: About) => Letter>>;
