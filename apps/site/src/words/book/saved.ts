import type { Phrases } from '@gatefold/words';

/** What a reader has put aside to read. */
export const saved = {
  'saved.save': { en: 'Save for later', de: 'Für später merken' },
  'saved.title': { en: 'Saved for later', de: 'Für später gemerkt' },
  'saved.says': {
    en: 'Only you see this list. Each article stays until you take it off.',
    de: 'Diese Liste sehen nur Sie. Jeder Artikel bleibt, bis Sie ihn entfernen.',
  },
  'saved.list': { en: 'Articles, newest first', de: 'Artikel, neueste zuerst' },
  'saved.on': { en: '{section}, saved on {day}', de: '{section}, gemerkt am {day}' },
  'saved.none': {
    en: 'Nothing yet. Every article has a button that saves it, at its end.',
    de: 'Noch nichts. Jeder Artikel hat an seinem Ende einen Knopf dafür.',
  },
  'saved.no-more': { en: 'There is nothing older.', de: 'Es gibt nichts Älteres.' },
  'saved.drop': { en: 'Take off the list', de: 'Von der Liste nehmen' },
  'saved.now-saved': { en: 'It is on your list.', de: 'Er steht auf Ihrer Liste.' },
  'saved.now-dropped': { en: 'It is off your list.', de: 'Er ist von Ihrer Liste genommen.' },
  'saved.full': {
    en: 'Your list is full. Take an article off it, and then save this one.',
    de: 'Ihre Liste ist voll. Nehmen Sie einen Artikel herunter, und merken Sie sich dann diesen.',
  },
} as const satisfies Phrases;
