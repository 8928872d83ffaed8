import type { Phrases } from '@gatefold/words';

/** Passkeys: signing in by them, and keeping them. */
export const passkeys = {
  'passkeys.title': { en: 'Passkeys', de: 'Passkeys' },
  'passkeys.lead': {
    en: 'Sign in by a finger, a face or the number of a device, without waiting for mail.',
    de: 'Anmelden mit Finger, Gesicht oder der PIN eines Geräts, ohne auf eine E-Mail zu warten.',
  },
  'passkeys.yours': { en: 'Your passkeys', de: 'Ihre Passkeys' },
  'passkeys.none': {
    en: 'There is none yet. A link by mail signs you in at any time, now and later.',
    de: 'Noch keiner. Ein Link per E-Mail meldet Sie jederzeit an, jetzt und später.',
  },
  'passkeys.beside': {
    en: 'Sign in with one touch instead of waiting for mail. The mailed link keeps working beside them.',
    de: 'Anmelden mit einer Berührung, statt auf eine E-Mail zu warten. Der Link per E-Mail gilt daneben weiter.',
  },
  'passkeys.since': { en: 'Since {day}.', de: 'Seit {day}.' },
  'passkeys.unused': { en: 'Not used yet.', de: 'Noch nicht benutzt.' },
  'passkeys.last-used': { en: 'Last used {day}.', de: 'Zuletzt benutzt am {day}.' },
  'passkeys.synced': { en: 'Kept on all your devices.', de: 'Auf allen Ihren Geräten.' },
  'passkeys.one-device': { en: 'Kept on one device.', de: 'Auf einem Gerät.' },
  'passkeys.works-at': { en: 'Works at {paper}.', de: 'Gilt bei {paper}.' },
  'passkeys.bound': {
    en: 'Browsers bind a passkey to one address: this one will work at {paper}.',
    de: 'Browser binden einen Passkey an eine Adresse: Dieser wird bei {paper} gelten.',
  },
  'passkeys.other-name': { en: 'Another name for {name}', de: 'Anderer Name für {name}' },
  'passkeys.rename': { en: 'Rename', de: 'Umbenennen' },
  'passkeys.remove': { en: 'Remove', de: 'Entfernen' },
  'passkeys.remove-one': { en: 'Remove {name}', de: '{name} entfernen' },
  'passkeys.add-one': { en: 'Add one', de: 'Einen hinzufügen' },
  'passkeys.add': { en: 'Add a passkey on this device', de: 'Passkey auf diesem Gerät anlegen' },
  'passkeys.name': { en: 'Name', de: 'Name' },
  'passkeys.name-hint': {
    en: 'So that you know it again, such as “My telephone”.',
    de: 'Damit Sie ihn wiedererkennen, etwa „Mein Telefon“.',
  },
  'passkeys.needs-script': {
    en: 'This needs JavaScript, and a browser that knows passkeys. All else in the account does not.',
    de: 'Das braucht JavaScript und einen Browser, der Passkeys kennt. Alles andere im Konto geht ohne.',
  },
  'passkeys.not-made': {
    en: 'No passkey was made. Nothing has changed.',
    de: 'Es wurde kein Passkey angelegt. Nichts hat sich geändert.',
  },
  'passkeys.added': {
    en: 'This passkey is kept. Next time, one touch signs you in.',
    de: 'Der Passkey ist gespeichert. Beim nächsten Mal genügt eine Berührung.',
  },
  'passkeys.renamed': { en: 'The passkey has its new name.', de: 'Der Passkey hat seinen neuen Namen.' },
  'passkeys.removed': {
    en: 'The passkey is removed. It signs nobody in any more.',
    de: 'Der Passkey ist entfernt. Er meldet niemanden mehr an.',
  },
  'passkeys.not-fresh': {
    en: 'For this you must have signed in within the last day. Please sign out, and in again.',
    de: 'Dafür müssen Sie sich im Laufe des letzten Tages angemeldet haben. Bitte melden Sie sich ab und wieder an.',
  },
  'passkeys.refused': {
    en: 'This passkey was not taken. Please try it again.',
    de: 'Der Passkey wurde nicht angenommen. Bitte versuchen Sie es noch einmal.',
  },
  'passkeys.gone': {
    en: 'This passkey does not exist any more.',
    de: 'Diesen Passkey gibt es nicht mehr.',
  },
  'passkeys.needs-name': {
    en: 'Please give it a name of up to 60 letters.',
    de: 'Bitte geben Sie ihm einen Namen von höchstens 60 Zeichen.',
  },
  'passkeys.sign-in': { en: 'Sign in with a passkey', de: 'Mit einem Passkey anmelden' },
  'passkeys.not-used': {
    en: 'No passkey of this site was used. A link by mail signs you in as always.',
    de: 'Es wurde kein Passkey dieser Seite benutzt. Ein Link per E-Mail meldet Sie an wie immer.',
  },
  'passkeys.not-taken': {
    en: 'This passkey did not sign you in',
    de: 'Dieser Passkey hat Sie nicht angemeldet',
  },
  'passkeys.not-taken-says': {
    en: 'It belongs to no account here, or was asked for too long ago. A link by mail signs you in as always.',
    de: 'Er gehört hier zu keinem Konto, oder er wurde vor zu langer Zeit angefragt. Ein Link per E-Mail meldet Sie an wie immer.',
  },
  'passkeys.to-sign-in': { en: 'To the sign-in', de: 'Zur Anmeldung' },
} as const satisfies Phrases;
