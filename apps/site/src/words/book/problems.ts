import type { Phrases } from '@gatefold/words';

/** What happened, what did not, and what to do. */
export const problems = {
  'problem.not-found': { en: 'There is nothing at this address', de: 'Unter dieser Adresse ist nichts' },
  'problem.not-found-says': {
    en: 'The page may have moved, or the address was cut off on its way to you. The archive has everything that we have published.',
    de: 'Die Seite ist vielleicht umgezogen, oder die Adresse wurde auf dem Weg zu Ihnen abgeschnitten. Im Archiv steht alles, was wir veröffentlicht haben.',
  },
  'problem.search': { en: 'Search the archive', de: 'Archiv durchsuchen' },
  'problem.unavailable': {
    en: 'This page cannot be shown just now',
    de: 'Diese Seite lässt sich gerade nicht zeigen',
  },
  'problem.unavailable-says': {
    en: 'A part of our system does not answer. Nothing is lost and nothing was changed. Please try again in a minute.',
    de: 'Ein Teil unseres Systems antwortet nicht. Nichts ist verloren, und nichts wurde geändert. Bitte versuchen Sie es in einer Minute noch einmal.',
  },
  'problem.unexpected': {
    en: 'This page could not be made',
    de: 'Diese Seite ließ sich nicht erstellen',
  },
  'problem.unexpected-says': {
    en: 'The mistake is ours and was written down. Please try again; if it stays, tell us the number below.',
    de: 'Der Fehler liegt bei uns und wurde notiert. Bitte versuchen Sie es noch einmal; wenn er bleibt, nennen Sie uns die Nummer unten.',
  },
  'problem.foreign-form': {
    en: 'This form did not come from our pages',
    de: 'Dieses Formular kam nicht von unseren Seiten',
  },
  'problem.foreign-form-says': {
    en: 'To protect you, we only take forms that were filled in on this site. Nothing was changed. Please open the page here and send it again.',
    de: 'Zu Ihrem Schutz nehmen wir nur Formulare an, die auf dieser Seite ausgefüllt wurden. Es wurde nichts geändert. Bitte öffnen Sie die Seite hier und senden Sie es noch einmal.',
  },
  'problem.too-large': { en: 'This is too much to send', de: 'Das ist zu viel auf einmal' },
  'problem.too-large-says': {
    en: 'The form was larger than we take. Nothing was changed.',
    de: 'Das Formular war größer, als wir annehmen. Es wurde nichts geändert.',
  },
  'problem.malformed': { en: 'The form could not be read', de: 'Das Formular ließ sich nicht lesen' },
  'problem.malformed-says': {
    en: 'It was damaged on its way. Nothing was changed. Please go back and send it again.',
    de: 'Es wurde unterwegs beschädigt. Es wurde nichts geändert. Bitte gehen Sie zurück und senden Sie es noch einmal.',
  },
} as const satisfies Phrases;
