import type { Phrases } from '@gatefold/words';

/** What a reader has read, for themselves. */
export const history = {
  'history.title': { en: 'What you have read', de: 'Was Sie gelesen haben' },
  'history.says': {
    en: 'Only you see this list. It helps you to find an article again, and it is never used to choose what you are shown. If your bank takes a payment back, it may be part of our answer. Each entry is forgotten after eighteen months.',
    de: 'Diese Liste sehen nur Sie. Sie hilft, einen Artikel wiederzufinden, und bestimmt nie, was Ihnen gezeigt wird. Wenn Ihre Bank eine Zahlung zurückholt, kann sie zu unserer Antwort gehören. Jeder Eintrag wird nach achtzehn Monaten vergessen.',
  },
  'history.list': { en: 'Articles, newest first', de: 'Artikel, neueste zuerst' },
  'history.read': { en: '{section}, {day}', de: '{section}, {day}' },
  'history.none': {
    en: 'Nothing yet. What you read while you are signed in will stand here.',
    de: 'Noch nichts. Was Sie lesen, während Sie angemeldet sind, steht dann hier.',
  },
  'history.no-more': { en: 'There is nothing older.', de: 'Es gibt nichts Älteres.' },
  'history.is-off': { en: 'Your history is switched off', de: 'Ihr Verlauf ist ausgeschaltet' },
  'history.is-off-says': {
    en: 'We keep nothing of what you read.',
    de: 'Wir bewahren nichts davon auf, was Sie lesen.',
  },
  'history.yours': { en: 'Yours to decide', de: 'Sie entscheiden' },
  'history.clear': { en: 'Forget all of it', de: 'Alles vergessen' },
  'history.clear-says': {
    en: 'Forgets what stands here. What you read from now on is listed again.',
    de: 'Vergisst, was hier steht. Was Sie ab jetzt lesen, wird wieder aufgeführt.',
  },
  'history.off': { en: 'Switch the history off', de: 'Verlauf ausschalten' },
  'history.off-says': {
    en: 'Forgets what stands here, and keeps nothing from now on.',
    de: 'Vergisst, was hier steht, und bewahrt ab jetzt nichts auf.',
  },
  'history.on': { en: 'Switch the history on', de: 'Verlauf einschalten' },
  'history.cleared': { en: 'All of it is forgotten.', de: 'Alles ist vergessen.' },
  'history.now-off': {
    en: 'Your history is off, and what it held is forgotten.',
    de: 'Ihr Verlauf ist aus, und was darin stand, ist vergessen.',
  },
  'history.now-on': {
    en: 'Your history is on. It begins with what you read next.',
    de: 'Ihr Verlauf ist an. Er beginnt mit dem, was Sie als Nächstes lesen.',
  },
} as const satisfies Phrases;
