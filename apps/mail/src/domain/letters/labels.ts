import type { Sentence } from '@gatefold/words';

/** What stands in more than one letter. */
export const labels = {
  order: { en: 'Order', de: 'Bestellung' },
  paid: { en: 'Paid', de: 'Bezahlt' },
  paidThrough: { en: 'Paid through', de: 'Bezahlt bis' },
  next: { en: 'Next payment', de: 'Nächste Zahlung' },
  paysUntil: { en: 'It pays until', de: 'Sie gilt bis' },
  listPrice: { en: 'List price', de: 'Listenpreis' },
  newPrice: { en: 'New price', de: 'Neuer Preis' },
  from: { en: 'From', de: 'Ab' },
  readUntil: { en: 'You read until', de: 'Sie lesen bis' },
  accessUntil: { en: 'Access until', de: 'Zugang bis' },
  refunded: { en: 'Refunded', de: 'Erstattet' },
  certificate: { en: 'Certificate', de: 'Nummer der Bestätigung' },
  gift: { en: 'Gift', de: 'Geschenk' },
  code: { en: 'Code', de: 'Code' },
  takenUntil: { en: 'It can be taken until', de: 'Es kann angenommen werden bis' },
  account: { en: 'Your account', de: 'Ihr Konto' },
  gifts: { en: 'Your gifts', de: 'Ihre Geschenke' },
  changeCard: { en: 'Change your card', de: 'Karte ändern' },
  cancelIt: { en: 'Cancel the subscription', de: 'Das Abo kündigen' },
  cancel: { en: 'Cancel', de: 'Kündigen' },
  proof: {
    en: 'Keep this mail: it is your proof.',
    de: 'Bewahren Sie diese E-Mail auf: Sie ist Ihr Nachweis.',
  },
} as const satisfies Readonly<Record<string, Sentence>>;
