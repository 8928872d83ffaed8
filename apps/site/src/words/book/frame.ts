import type { Phrases } from '@gatefold/words';

/** What stands around every page. */
export const frame = {
  'frame.skip': { en: 'Skip to the content', de: 'Zum Inhalt' },
  'frame.account': { en: 'Account', de: 'Konto' },
  'frame.sections': { en: 'Sections', de: 'Ressorts' },
  'frame.service': { en: 'Service', de: 'Service' },
  'frame.archive': { en: 'Archive', de: 'Archiv' },
  'frame.columns': { en: 'Columns', de: 'Kolumnen' },
  'frame.galleries': { en: 'Galleries', de: 'Bildstrecken' },
  'frame.feed': { en: 'Feed', de: 'Feed' },
  'frame.sign-in': { en: 'Sign in', de: 'Anmelden' },
  'frame.sign-out': { en: 'Sign out', de: 'Abmelden' },
  'frame.subscribe': { en: 'Subscribe', de: 'Abonnieren' },
  'frame.your-account': { en: 'Your account', de: 'Ihr Konto' },
  'frame.cancel': { en: 'Cancel a subscription', de: 'Abo kündigen' },
  'frame.withdraw': { en: 'Withdraw from a contract', de: 'Vertrag widerrufen' },
  'frame.times': { en: '{name}. Times are {zone}.', de: '{name}. Alle Zeiten: {zone}.' },
  'frame.zone': { en: '{city} time', de: 'Ortszeit {city}' },
  'frame.language': { en: 'Language', de: 'Sprache' },
  'frame.to-front': { en: 'To the front page', de: 'Zur Titelseite' },
  'frame.to-account': { en: 'To your account', de: 'Zu Ihrem Konto' },
  'frame.read-paper': { en: 'Read the paper', de: 'Zeitung lesen' },
  'frame.older': { en: 'Older', de: 'Ältere' },
  'frame.signed-in-as': { en: 'Signed in as {email}', de: 'Angemeldet als {email}' },
  'frame.request': { en: 'Request {id}', de: 'Anfrage {id}' },
  'frame.order': { en: '{name}, order {number}', de: '{name}, Bestellung {number}' },
} as const satisfies Phrases;
