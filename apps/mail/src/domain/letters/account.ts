import { button, link, paragraph, small, type Letter } from '../letter.ts';
import type { AccountMatter } from '../message.ts';

type About = { readonly publication: string; readonly url: string };

const notYou = small('If it was not you, do nothing: without this mail nothing is changed.');

/** A new matter does not compile until somebody has written its letter. */
const letters: Readonly<Record<AccountMatter, (about: About) => Letter>> = {
  'email-change-old': ({ publication, url }) => ({
    subject: `A new address for your account at ${publication}?`,
    preview: 'Please confirm that it was you. The link works once, for a day.',
    heading: 'A new address?',
    parts: [
      paragraph('Somebody who is signed in to your account asked to change its address from this one.'),
      button('Yes, change it', url),
      small('The link works once, for a day. The new address has to be confirmed as well.'),
      notYou,
    ],
  }),
  'email-change-new': ({ publication, url }) => ({
    subject: `Confirm this address for ${publication}`,
    preview: 'The link works once, for a day.',
    heading: 'Is this your address?',
    parts: [
      paragraph(`Somebody, most likely you, wants to use this address for an account at ${publication}.`),
      button('Yes, it is mine', url),
      small('The link works once, for a day. The old address has to confirm the change as well.'),
      notYou,
    ],
  }),
  'email-changed': ({ publication, url }) => ({
    subject: `The address of your account at ${publication} was changed`,
    preview: 'From now on we write to the new one.',
    heading: 'Your address was changed',
    parts: [
      paragraph('Both addresses confirmed it. From now on we write to the new one, and you sign in with it.'),
      link('Your account', url),
    ],
  }),
  'passkey-added': ({ publication, url }) => ({
    subject: `A passkey was added to your account at ${publication}`,
    preview: 'If it was not you, remove it.',
    heading: 'A passkey was added',
    parts: [
      paragraph('Somebody who is signed in to your account added a passkey. It signs in without a mail.'),
      paragraph('If it was you, all is well. If it was not, remove it and sign out everywhere else.'),
      button('See your passkeys', url),
    ],
  }),
  erasure: ({ publication, url }) => ({
    subject: `Delete your account at ${publication}?`,
    preview: 'The last step. The link works once, for an hour.',
    heading: 'Delete your account?',
    parts: [
      paragraph('Somebody who is signed in to your account asked to delete it. It cannot be taken back.'),
      button('See what happens, and decide', url),
      small('The link works once, for an hour, in the browser that is signed in.'),
      notYou,
    ],
  }),
  erased: ({ publication, url }) => ({
    subject: `Your account at ${publication} is deleted`,
    preview: 'Nothing more is charged.',
    heading: 'Your account is deleted',
    parts: [
      paragraph('Your address is gone from our records with this mail. Nothing more is charged.'),
      paragraph(
        'What was paid stays in the books for as long as the law asks, under a number without a name.',
      ),
      link(publication, url),
    ],
  }),
};

export const accountLetter = (matter: AccountMatter, about: About): Letter => letters[matter](about);
