import type { Phrases } from '@gatefold/words';

/** Why the wall is there, what would open it, and what is read free of charge. */
export const wall = {
  'wall.for-subscribers': { en: 'For subscribers', de: 'Für Abonnenten' },
  'wall.not-signed-in': {
    en: 'You have read the beginning. The rest of this article is for subscribers.',
    de: 'Sie haben den Anfang gelesen. Der Rest dieses Artikels ist für Abonnenten.',
  },
  'wall.no-plan': {
    en: 'You are signed in and have no subscription yet. The rest of this article is for subscribers.',
    de: 'Sie sind angemeldet und haben noch kein Abo. Der Rest dieses Artikels ist für Abonnenten.',
  },
  'wall.ended': { en: 'Your subscription has ended', de: 'Ihr Abo ist beendet' },
  'wall.ended-says': {
    en: 'What you had paid for is over, and nothing more is charged. You can come back at any time.',
    de: 'Was Sie bezahlt hatten, ist zu Ende, und es wird nichts mehr abgebucht. Sie können jederzeit zurückkommen.',
  },
  'wall.payment': { en: 'Payment problem', de: 'Zahlungsproblem' },
  'wall.payment-title': {
    en: 'Your last payment did not go through',
    de: 'Ihre letzte Zahlung ist nicht angekommen',
  },
  'wall.payment-says': {
    en: 'We tried your card several times without success. Give us another one: the payment is tried again at once, and the article opens.',
    de: 'Wir haben Ihre Karte mehrmals ohne Erfolg belastet. Geben Sie uns eine andere: Die Zahlung wird sofort noch einmal versucht, und der Artikel öffnet sich.',
  },
  'wall.wrong-plan': { en: 'Not in your plan', de: 'Nicht in Ihrem Abo' },
  'wall.wrong-plan-title': {
    en: 'Your plan does not include this',
    de: 'Ihr Abo enthält dies nicht',
  },
  'wall.wrong-plan-says': {
    en: 'Your subscription is in order, but this part of the paper is not in it.',
    de: 'Ihr Abo ist in Ordnung, aber dieser Teil der Zeitung gehört nicht dazu.',
  },
  'wall.other-plan-title': { en: 'Another plan opens this', de: 'Ein anderes Abo öffnet dies' },
  'wall.other-plan-says': {
    en: 'Your subscription is in order, but this article is not in it. You can change to a plan that holds it, and see to the cent what that comes to before anything changes.',
    de: 'Ihr Abo ist in Ordnung, aber dieser Artikel gehört nicht dazu. Sie können in ein Abo wechseln, das ihn enthält, und sehen auf den Cent genau, was das kostet, bevor sich etwas ändert.',
  },
  'wall.another-plan': { en: 'See what opens it', de: 'Ansehen, was ihn öffnet' },
  'wall.together': {
    en: 'Or <a>{name}</a>: {prices}.',
    de: 'Oder <a>{name}</a>: {prices}.',
  },
  'wall.then': { en: '{before}, then {after}', de: '{before}, danach {after}' },
  'wall.meter-says': {
    en: 'You have read your free articles of this month. The rest of this one is for subscribers.',
    de: 'Sie haben Ihre freien Artikel dieses Monats gelesen. Der Rest dieses Artikels ist für Abonnenten.',
  },
  'wall.early': { en: 'Not open yet', de: 'Noch nicht offen' },
  'wall.early-title': { en: 'This opens a little later', de: 'Das öffnet sich etwas später' },
  'wall.early-says': {
    en: 'It is published, and not yet open to you. Please come back later.',
    de: 'Es ist erschienen und für Sie noch nicht offen. Bitte kommen Sie später wieder.',
  },
  'wall.closed': { en: 'Closed', de: 'Geschlossen' },
  'wall.closed-title': { en: 'This is no longer open', de: 'Das ist nicht mehr offen' },
  'wall.closed-says': {
    en: 'The time in which it could be read is over.',
    de: 'Die Zeit, in der man es lesen konnte, ist vorbei.',
  },
  'wall.unknown': { en: 'One moment', de: 'Einen Augenblick' },
  'wall.unknown-title': {
    en: 'We cannot see your subscription just now',
    de: 'Wir können Ihr Abo gerade nicht sehen',
  },
  'wall.unknown-says': {
    en: 'Nothing has changed about it, and nothing is lost. Please try again in a minute.',
    de: 'Daran hat sich nichts geändert, und nichts ist verloren. Bitte versuchen Sie es in einer Minute noch einmal.',
  },
  'wall.register': { en: 'Free for registered readers', de: 'Frei für angemeldete Leser' },
  'wall.register-title': {
    en: 'Read on with your e-mail address',
    de: 'Weiterlesen mit Ihrer E-Mail-Adresse',
  },
  'wall.register-says': {
    en: 'This article costs nothing. We mail you a link, and you read on where you are.',
    de: 'Dieser Artikel kostet nichts. Wir mailen Ihnen einen Link, und Sie lesen hier weiter.',
  },
  'wall.no-offer-title': { en: 'Read on with a subscription', de: 'Weiterlesen mit einem Abo' },
  'wall.no-prices': {
    en: 'The prices cannot be shown at this moment. You see them before you pay anything.',
    de: 'Die Preise lassen sich im Augenblick nicht zeigen. Sie sehen sie, bevor Sie etwas bezahlen.',
  },
  'wall.already': {
    en: 'Already with us? <a>Sign in and keep reading</a>',
    de: 'Schon dabei? <a>Anmelden und weiterlesen</a>',
  },
  'wall.dates': {
    en: 'Dates are in {zone}, counted from today.',
    de: 'Die Daten gelten in {zone}, gezählt ab heute.',
  },
  'wall.subscribe': { en: 'Subscribe now', de: 'Jetzt abonnieren' },
  'wall.by-mail': { en: 'Go on with e-mail', de: 'Weiter mit E-Mail' },
  'wall.new-card': { en: 'Give a new card', de: 'Neue Karte angeben' },
  'wall.see-plan': { en: 'See your plan', de: 'Ihr Abo ansehen' },
  'wall.try-again': { en: 'Try again', de: 'Noch einmal versuchen' },
  'meter.gift': {
    en: 'A subscriber has given you this article.',
    de: 'Diesen Artikel hat Ihnen jemand mit einem Abo geschenkt.',
  },
  'meter.used': {
    en: 'You have read {used} of {of} free articles of this month.',
    de: 'Sie haben {used} von {of} freien Artikeln dieses Monats gelesen.',
  },
  'meter.last': {
    en: 'You have read {used} of {of} free articles of this month. That was the last one until {day}.',
    de: 'Sie haben {used} von {of} freien Artikeln dieses Monats gelesen. Das war der letzte bis {day}.',
  },
  'meter.used-up': {
    en: 'You have read your {of} free articles of this month; on {day} it begins again. The rest of this one is for subscribers.',
    de: 'Sie haben Ihre {of} freien Artikel dieses Monats gelesen; am {day} beginnt es von vorn. Der Rest dieses Artikels ist für Abonnenten.',
  },
  'meter.more': {
    en: 'Read {more} more with your e-mail address',
    de: 'Noch {more} mehr mit Ihrer E-Mail-Adresse',
  },
  'meter.more-says': {
    en: 'You have read your {of} free articles of this month; on {day} it begins again. Registered readers have {all} a month. It costs nothing: we mail you a link, and you read on where you are.',
    de: 'Sie haben Ihre {of} freien Artikel dieses Monats gelesen; am {day} beginnt es von vorn. Angemeldete Leser haben {all} im Monat. Das kostet nichts: Wir mailen Ihnen einen Link, und Sie lesen hier weiter.',
  },
} as const satisfies Phrases;
