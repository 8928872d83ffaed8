import type { Phrases } from '@gatefold/words';

/** The price path, the order form, and the way back from the payment page. */
export const offer = {
  'path.headline': { en: 'Only {price} for {length}', de: 'Nur {price} für {length}' },
  'path.length': {
    en: '{unit, select, day {{count, plural, one {one day} other {{words} days}}} week {{count, plural, one {one week} other {{words} weeks}}} month {{count, plural, one {one month} other {{words} months}}} other {{count, plural, one {one year} other {{words} years}}}}',
    de: '{unit, select, day {{count, plural, one {einen Tag} other {{words} Tage}}} week {{count, plural, one {eine Woche} other {{words} Wochen}}} month {{count, plural, one {einen Monat} other {{words} Monate}}} other {{count, plural, one {ein Jahr} other {{words} Jahre}}}}',
  },
  'path.every': {
    en: '{unit, select, day {{count, plural, one {every day} other {every {words} days}}} week {{count, plural, one {every week} other {every {words} weeks}}} month {{count, plural, one {every month} other {every {words} months}}} other {{count, plural, one {every year} other {every {words} years}}}}',
    de: '{unit, select, day {{count, plural, one {jeden Tag} other {alle {words} Tage}}} week {{count, plural, one {jede Woche} other {alle {words} Wochen}}} month {{count, plural, one {jeden Monat} other {alle {words} Monate}}} other {{count, plural, one {jedes Jahr} other {alle {words} Jahre}}}}',
  },
  /** From zero on, a blank between. */
  'path.numbers': {
    en: 'no one two three four five six seven eight nine ten eleven twelve',
    de: 'null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf',
  },
  'path.each-period': { en: 'each period', de: 'je Zeitraum' },
  'path.today': { en: '{price} today', de: '{price} heute' },
  'path.price-every': { en: '{price} {every}', de: '{price} {every}' },
  'path.until-cancel': { en: 'until you cancel', de: 'bis Sie kündigen' },
  'path.then-until-cancel': {
    en: 'from {day}, until you cancel. We write to you before it changes.',
    de: 'ab {day}, bis Sie kündigen. Wir schreiben Ihnen, bevor sich der Preis ändert.',
  },
  'path.for-everything': { en: 'for everything, until {day}', de: 'für alles, bis {day}' },
  'path.for-a-year': {
    en: 'for a year, from {from} until {until}',
    de: 'ein Jahr lang, von {from} bis {until}',
  },
  'path.payments': {
    en: '{count, plural, one {one payment} other {# payments}}, from {from} until {until}',
    de: '{count, plural, one {eine Zahlung} other {# Zahlungen}}, von {from} bis {until}',
  },
  'path.your-path': { en: 'Your price path', de: 'Ihr Preisverlauf' },
  'path.your-price': { en: 'your price now', de: 'Ihr Preis jetzt' },
  'path.from': { en: 'from {day}', de: 'ab {day}' },
  'path.all-paid': { en: 'all {count} paid', de: 'alle {count} bezahlt' },
  'path.paid': { en: 'paid', de: 'bezahlt' },
  'path.some-paid': { en: '{paid} of {count} paid', de: '{paid} von {count} bezahlt' },
  'path.to-come': {
    en: '{count, plural, one {one payment} other {# payments}}, from {day}',
    de: '{count, plural, one {eine Zahlung} other {# Zahlungen}}, ab {day}',
  },
  'offer.title': { en: 'Subscribe', de: 'Abonnieren' },
  'offer.pay-when': { en: 'What you pay, and when', de: 'Was Sie bezahlen, und wann' },
  'offer.whole': {
    en: 'These are the whole amounts: any tax is in them, and nothing is added.',
    de: 'Das sind die ganzen Beträge: Steuern sind enthalten, und nichts kommt hinzu.',
  },
  'offer.dates': {
    en: 'Dates are in {zone}, counted from today. Each payment is mailed to you.',
    de: 'Die Daten gelten in {zone}, gezählt ab heute. Zu jeder Zahlung kommt eine E-Mail.',
  },
  'offer.your-order': { en: 'Your order', de: 'Ihre Bestellung' },
  'offer.you-get': { en: 'What you get', de: 'Was Sie bekommen' },
  'offer.promise': {
    en: 'Cancelling takes two steps, in your account or by the link at the foot of every page, and you read until the days you paid for are over.',
    de: 'Kündigen braucht zwei Schritte, im Konto oder über den Link am Fuß jeder Seite, und Sie lesen, bis die bezahlten Tage vorbei sind.',
  },
  'offer.had-intro': {
    en: 'You have had the introduction before',
    de: 'Sie hatten das Kennenlernangebot schon',
  },
  'offer.had-intro-says': {
    en: 'It is for once, so nothing was ordered or charged. This is what you can subscribe to instead. If you think that we are wrong, write to us: a person looks at it.',
    de: 'Es gilt einmal, darum wurde nichts bestellt oder abgebucht. Dies können Sie stattdessen abonnieren. Wenn Sie meinen, dass wir uns irren, schreiben Sie uns: Ein Mensch sieht es sich an.',
  },
  'offer.held': { en: 'You subscribe already', de: 'Sie haben schon ein Abo' },
  'offer.held-says': {
    en: 'Nobody pays twice for the same, so this could not be ordered. What you pay, another plan or a new card: see <a>your account</a>.',
    de: 'Niemand bezahlt dasselbe zweimal, darum lässt sich dies nicht bestellen. Was Sie bezahlen, ein anderes Abo oder eine neue Karte: siehe <a>Ihr Konto</a>.',
  },
  'offer.away': { en: 'Nothing can be bought just now', de: 'Gerade lässt sich nichts kaufen' },
  'offer.away-says': {
    en: 'The part that takes subscriptions does not answer. Nothing was charged. Please try again in a minute.',
    de: 'Der Teil, der Abos annimmt, antwortet nicht. Es wurde nichts abgebucht. Bitte versuchen Sie es in einer Minute noch einmal.',
  },
  'order.email': { en: 'E-mail address', de: 'E-Mail-Adresse' },
  'order.email-hint': {
    en: 'Your receipts and the link that signs you in go here. No password.',
    de: 'Hierher kommen Ihre Belege und der Link, der Sie anmeldet. Kein Passwort.',
  },
  'order.as': { en: 'You subscribe as <b>{email}</b>.', de: 'Sie abonnieren als <b>{email}</b>.' },
  'order.to-payment': { en: 'Continue to payment', de: 'Weiter zur Zahlung' },
  'order.card-next': {
    en: 'You give your card on the payment page that follows. Nothing is charged before you confirm there.',
    de: 'Ihre Karte geben Sie auf der folgenden Zahlungsseite an. Abgebucht wird erst, wenn Sie dort bestätigen.',
  },
  'order.bad-email': {
    en: 'Please give an e-mail address, such as name@example.com.',
    de: 'Bitte geben Sie eine E-Mail-Adresse an, etwa name@example.com.',
  },
  'order.no-consent': {
    en: 'Please confirm this before you go on.',
    de: 'Bitte bestätigen Sie das, bevor Sie weitergehen.',
  },
  'order.incomplete': {
    en: 'The form was not complete. Please send it again.',
    de: 'Das Formular war nicht vollständig. Bitte senden Sie es noch einmal.',
  },
  'order.already': {
    en: 'You already have this subscription. Nothing was ordered or charged: see “Your account”.',
    de: 'Sie haben dieses Abo schon. Es wurde nichts bestellt oder abgebucht: siehe „Ihr Konto“.',
  },
  'order.outdated': {
    en: 'The terms have changed while this page was open. Please read and confirm them again.',
    de: 'Die Bedingungen haben sich geändert, während diese Seite offen war. Bitte lesen und bestätigen Sie sie noch einmal.',
  },
  'order.bad-code': {
    en: 'This code is no longer valid. Nothing was ordered or charged.',
    de: 'Dieser Code gilt nicht mehr. Es wurde nichts bestellt oder abgebucht.',
  },
  'order.not-on-sale': {
    en: 'This offer is no longer on sale. Nothing was ordered or charged.',
    de: 'Dieses Angebot gibt es nicht mehr. Es wurde nichts bestellt oder abgebucht.',
  },
  'order.too-many': {
    en: 'That were many tries in a short time. Please wait a few minutes.',
    de: 'Das waren viele Versuche in kurzer Zeit. Bitte warten Sie ein paar Minuten.',
  },
  'order.odd-email': {
    en: 'This address is not accepted. Please check it for a slip.',
    de: 'Diese Adresse wird nicht angenommen. Bitte prüfen Sie sie auf einen Tippfehler.',
  },
  'not-sold.seats': {
    en: '{name} is not sold to groups',
    de: '{name} gibt es nicht für Gruppen',
  },
  'not-sold.seats-says': {
    en: 'Here each reader subscribes for themselves. Nothing of this page can be ordered.',
    de: 'Hier abonniert jede und jeder für sich. Auf dieser Seite lässt sich nichts bestellen.',
  },
  'not-sold.seats-elsewhere': { en: '{name} for groups', de: '{name} für Gruppen' },
  'not-sold.gift': {
    en: '{name} cannot be given just now',
    de: '{name} lässt sich gerade nicht verschenken',
  },
  'not-sold.gift-says': {
    en: 'No gift is on sale here. Have you been given one? <a>Take your gift</a>.',
    de: 'Hier gibt es keine Geschenke zu kaufen. Hat Ihnen jemand eines geschenkt? <a>Geschenk annehmen</a>.',
  },
  'not-sold.gift-elsewhere': { en: 'Give {name}', de: '{name} verschenken' },
  'not-sold.to-offer': { en: 'What {name} costs', de: 'Was {name} kostet' },
  'back.paid': { en: 'Thank you: your payment has arrived', de: 'Danke: Ihre Zahlung ist angekommen' },
  'back.paid-says': {
    en: 'This browser is not the one in which you began, so we do not open your account here by ourselves. The link in the mail that we have sent you signs you in; you can also ask for a new one.',
    de: 'In diesem Browser haben Sie nicht begonnen, darum öffnen wir Ihr Konto hier nicht von selbst. Der Link in unserer E-Mail meldet Sie an; Sie können auch einen neuen anfordern.',
  },
  'back.open': { en: 'Nothing has been paid yet', de: 'Es ist noch nichts bezahlt' },
  'back.open-says': {
    en: 'You came back before the payment was finished. Nothing was charged, and your order is kept for a while. If you have just paid, look again in a moment.',
    de: 'Sie sind zurückgekommen, bevor die Zahlung fertig war. Es wurde nichts abgebucht, und Ihre Bestellung bleibt eine Weile erhalten. Wenn Sie gerade bezahlt haben, sehen Sie gleich noch einmal nach.',
  },
  'back.go-on': { en: 'Go on with the order', de: 'Bestellung fortsetzen' },
  'back.look-again': { en: 'Look again', de: 'Noch einmal nachsehen' },
  'back.expired': { en: 'The payment page has closed', de: 'Die Zahlungsseite ist geschlossen' },
  'back.expired-says': {
    en: 'It closes by itself after a while. Nothing was charged. You can begin again whenever you like.',
    de: 'Sie schließt sich nach einer Weile von selbst. Es wurde nichts abgebucht. Sie können jederzeit neu beginnen.',
  },
  'back.begin-again': { en: 'Begin again', de: 'Neu beginnen' },
  'back.looking': {
    en: 'We are still looking for your payment',
    de: 'Wir suchen Ihre Zahlung noch',
  },
  'back.looking-says': {
    en: 'The part that takes payments does not answer. If you have paid, it is not lost: we mail you as soon as we see it. Please load this page again in a minute.',
    de: 'Der Teil, der Zahlungen annimmt, antwortet nicht. Wenn Sie bezahlt haben, ist nichts verloren: Wir mailen Ihnen, sobald wir es sehen. Bitte laden Sie diese Seite in einer Minute neu.',
  },
} as const satisfies Phrases;
