import type { Say, Sentence } from '@gatefold/words';
import { button, link, paragraph, small, type Letter } from '../letter.ts';
import type { AccountMatter } from '../message.ts';
import type { About } from './about.ts';
import { labels } from './labels.ts';
import { staffLetters } from './staff.ts';

const onceADay = {
  en: 'The link works once, for a day.',
  de: 'Der Link gilt einmal, einen Tag lang.',
} as const satisfies Sentence;

const notYou = (say: Say) =>
  small(
    say({
      en: 'If it was not you, do nothing: without this mail nothing is changed.',
      de: 'Wenn Sie das nicht waren, tun Sie nichts: Ohne diese E-Mail wird nichts geändert.',
    }),
  );

/** A new matter does not compile until somebody has written its letter. */
const letters: Readonly<Record<AccountMatter, (about: About) => Letter>> = {
  'email-change-old': ({ publication, url, say }) => ({
    subject: say(
      {
        en: 'A new address for your account at {publication}?',
        de: 'Eine neue Adresse für Ihr Konto: {publication}?',
      },
      { publication },
    ),
    preview: say({
      en: 'Please confirm that it was you. The link works once, for a day.',
      de: 'Bitte bestätigen Sie, dass Sie das waren. Der Link gilt einmal, einen Tag lang.',
    }),
    heading: say({ en: 'A new address?', de: 'Eine neue Adresse?' }),
    parts: [
      paragraph(
        say({
          en: 'Somebody who is signed in to your account asked to change its address from this one.',
          de: 'Jemand, der in Ihrem Konto angemeldet ist, möchte diese Adresse durch eine andere ersetzen.',
        }),
      ),
      button(say({ en: 'Yes, change it', de: 'Ja, ändern' }), url),
      small(
        say({
          en: 'The link works once, for a day. The new address has to be confirmed as well.',
          de: 'Der Link gilt einmal, einen Tag lang. Auch die neue Adresse muss bestätigt werden.',
        }),
      ),
      notYou(say),
    ],
  }),
  'email-change-new': ({ publication, url, say }) => ({
    subject: say(
      { en: 'Confirm this address for {publication}', de: 'Diese Adresse bestätigen: {publication}' },
      { publication },
    ),
    preview: say(onceADay),
    heading: say({ en: 'Is this your address?', de: 'Ist das Ihre Adresse?' }),
    parts: [
      paragraph(
        say(
          {
            en: 'Somebody, most likely you, wants to use this address for an account at {publication}.',
            de: 'Jemand, vermutlich Sie, möchte diese Adresse für ein Konto bei {publication} benutzen.',
          },
          { publication },
        ),
      ),
      button(say({ en: 'Yes, it is mine', de: 'Ja, das ist meine' }), url),
      small(
        say({
          en: 'The link works once, for a day. The old address has to confirm the change as well.',
          de: 'Der Link gilt einmal, einen Tag lang. Auch die alte Adresse muss die Änderung bestätigen.',
        }),
      ),
      notYou(say),
    ],
  }),
  'email-changed': ({ publication, url, say }) => ({
    subject: say(
      {
        en: 'The address of your account at {publication} was changed',
        de: 'Die Adresse Ihres Kontos wurde geändert: {publication}',
      },
      { publication },
    ),
    preview: say({
      en: 'From now on we write to the new one.',
      de: 'Ab jetzt schreiben wir an die neue.',
    }),
    heading: say({ en: 'Your address was changed', de: 'Ihre Adresse wurde geändert' }),
    parts: [
      paragraph(
        say({
          en: 'Both addresses confirmed it. From now on we write to the new one, and you sign in with it.',
          de: 'Beide Adressen haben es bestätigt. Ab jetzt schreiben wir an die neue, und Sie melden sich mit ihr an.',
        }),
      ),
      link(say(labels.account), url),
    ],
  }),
  'passkey-added': ({ publication, url, say }) => ({
    subject: say(
      {
        en: 'A passkey was added to your account at {publication}',
        de: 'Ihrem Konto wurde ein Passkey hinzugefügt: {publication}',
      },
      { publication },
    ),
    preview: say({
      en: 'If it was not you, remove it.',
      de: 'Wenn Sie das nicht waren, entfernen Sie ihn.',
    }),
    heading: say({ en: 'A passkey was added', de: 'Ein Passkey wurde hinzugefügt' }),
    parts: [
      paragraph(
        say({
          en: 'Somebody who is signed in to your account added a passkey. It signs in without a mail.',
          de: 'Jemand, der in Ihrem Konto angemeldet ist, hat einen Passkey hinzugefügt. Er meldet ohne E-Mail an.',
        }),
      ),
      paragraph(
        say({
          en: 'If it was you, all is well. If it was not, remove it and sign out everywhere else.',
          de: 'Wenn Sie das waren, ist alles gut. Wenn nicht, entfernen Sie ihn und melden Sie sich überall sonst ab.',
        }),
      ),
      button(say({ en: 'See your passkeys', de: 'Ihre Passkeys ansehen' }), url),
    ],
  }),
  erasure: ({ publication, url, say }) => ({
    subject: say(
      { en: 'Delete your account at {publication}?', de: 'Ihr Konto löschen: {publication}?' },
      { publication },
    ),
    preview: say({
      en: 'The last step. The link works once, for an hour.',
      de: 'Der letzte Schritt. Der Link gilt einmal, eine Stunde lang.',
    }),
    heading: say({ en: 'Delete your account?', de: 'Ihr Konto löschen?' }),
    parts: [
      paragraph(
        say({
          en: 'Somebody who is signed in to your account asked to delete it. It cannot be taken back.',
          de: 'Jemand, der in Ihrem Konto angemeldet ist, möchte es löschen. Das lässt sich nicht zurücknehmen.',
        }),
      ),
      button(say({ en: 'See what happens, and decide', de: 'Ansehen, was geschieht, und entscheiden' }), url),
      small(
        say({
          en: 'The link works once, for an hour, in the browser that is signed in.',
          de: 'Der Link gilt einmal, eine Stunde lang, in dem Browser, der angemeldet ist.',
        }),
      ),
      notYou(say),
    ],
  }),
  erased: ({ publication, url, say }) => ({
    subject: say(
      { en: 'Your account at {publication} is deleted', de: 'Ihr Konto ist gelöscht: {publication}' },
      { publication },
    ),
    preview: say({ en: 'Nothing more is charged.', de: 'Es wird nichts mehr abgebucht.' }),
    heading: say({ en: 'Your account is deleted', de: 'Ihr Konto ist gelöscht' }),
    parts: [
      paragraph(
        say({
          en: 'Your address is gone from our records with this mail. Nothing more is charged.',
          de: 'Mit dieser E-Mail ist Ihre Adresse aus unseren Unterlagen verschwunden. Es wird nichts mehr abgebucht.',
        }),
      ),
      paragraph(
        say({
          en: 'What was paid stays in the books for as long as the law asks, under a number without a name.',
          de: 'Was bezahlt wurde, bleibt so lange in den Büchern, wie das Recht es verlangt, unter einer Nummer ohne Namen.',
        }),
      ),
      link(publication, url),
    ],
  }),
  ...staffLetters,
};

export const accountLetter = (matter: AccountMatter, about: About): Letter => letters[matter](about);
