import type { Phrases } from '@gatefold/words';

/** Cancelling, taking it back, withdrawing, deleting. */
export const leaving = {
  'cancel.title': { en: 'Cancel your subscription', de: 'Abo kündigen' },
  'cancel.nothing': { en: 'There is nothing to cancel', de: 'Es gibt nichts zu kündigen' },
  'cancel.nothing-says': {
    en: 'You have no subscription with this address. If you bought with another one, sign in with that.',
    de: 'Unter dieser Adresse haben Sie kein Abo. Wenn Sie mit einer anderen gekauft haben, melden Sie sich mit ihr an.',
  },
  'cancel.ends': {
    en: 'Your subscription ends, and nothing more is charged.',
    de: 'Ihr Abo endet, und es wird nichts mehr abgebucht.',
  },
  'cancel.effect': {
    en: 'You can read until <b>{moment}</b>, since you have paid until then. Nothing more is charged. You can change your mind until that moment.',
    de: 'Sie können bis <b>{moment}</b> lesen, denn bis dahin haben Sie bezahlt. Es wird nichts mehr abgebucht. Bis dahin können Sie es sich anders überlegen.',
  },
  'cancel.do': { en: 'Cancel the subscription', de: 'Das Abo kündigen' },
  'cancel.keep': { en: 'Keep the subscription', de: 'Das Abo behalten' },
  'cancel.has-ended': { en: 'Your subscription has ended', de: 'Ihr Abo ist beendet' },
  'cancel.already': { en: 'You have already cancelled', de: 'Sie haben schon gekündigt' },
  'cancel.certificate': {
    en: 'The number of your certificate is {number}.',
    de: 'Die Nummer Ihrer Kündigungsbestätigung ist {number}.',
  },
  'cancelled.page': { en: 'Cancelled', de: 'Gekündigt' },
  'cancelled.title': { en: 'Your subscription is cancelled', de: 'Ihr Abo ist gekündigt' },
  'cancelled.read-until': {
    en: 'You can read until <b>{moment}</b>.',
    de: 'Sie können bis <b>{moment}</b> lesen.',
  },
  'cancelled.number-mailed': {
    en: 'The certificate with its number is in the mail that we are sending you.',
    de: 'Die Bestätigung mit ihrer Nummer kommt mit der E-Mail, die wir Ihnen senden.',
  },
  'cancelled.number': {
    en: 'The number of your certificate is <n>{number}</n>. It is also in the mail that we are sending you.',
    de: 'Die Nummer Ihrer Bestätigung ist <n>{number}</n>. Sie steht auch in der E-Mail, die wir Ihnen senden.',
  },
  'cancelled.undo': {
    en: 'I have changed my mind: keep it',
    de: 'Ich habe es mir anders überlegt: behalten',
  },
  'stay.title': { en: 'If it was the price', de: 'Wenn es am Preis lag' },
  'stay.says': {
    en: 'Stay for {amount} a period, {charges} times, and then {then} as before. You can cancel again at any time.',
    de: 'Bleiben Sie für {amount} je Zeitraum, {charges} Mal, und dann für {then} wie bisher. Sie können jederzeit wieder kündigen.',
  },
  'stay.do': { en: 'Stay for {amount}', de: 'Für {amount} bleiben' },
  'why.title': { en: 'Would you tell us why?', de: 'Mögen Sie uns sagen, warum?' },
  'why.says': {
    en: 'Only if you like to. Your cancellation is done either way.',
    de: 'Nur wenn Sie mögen. Gekündigt ist in jedem Fall.',
  },
  'why.reason': { en: 'The main reason', de: 'Der wichtigste Grund' },
  'why.too_expensive': { en: 'It costs too much', de: 'Es kostet zu viel' },
  'why.unused': { en: 'I read too little of it', de: 'Ich lese zu wenig davon' },
  'why.low_quality': { en: 'What I read was not good enough', de: 'Was ich las, war nicht gut genug' },
  'why.missing_features': { en: 'Something is missing', de: 'Mir fehlt etwas' },
  'why.switched_service': { en: 'I read another paper', de: 'Ich lese eine andere Zeitung' },
  'why.customer_service': { en: 'I was not helped well', de: 'Mir wurde nicht gut geholfen' },
  'why.too_complex': { en: 'It is too complicated to use', de: 'Die Bedienung ist zu umständlich' },
  'why.other': { en: 'Another reason', de: 'Ein anderer Grund' },
  'why.do': { en: 'Tell it', de: 'Mitteilen' },
  'why.thanks': { en: 'Thank you. We have written it down.', de: 'Danke. Wir haben es notiert.' },
  'leave.title': { en: 'Cancel a subscription', de: 'Ein Abo kündigen' },
  'leave.says': {
    en: 'You need not sign in, and we ask for no reason. If you are signed in, you can <a>cancel in your account</a>.',
    de: 'Sie müssen sich nicht anmelden, und wir fragen nach keinem Grund. Wenn Sie angemeldet sind, können Sie <a>im Konto kündigen</a>.',
  },
  'leave.hint': {
    en: 'It stands in every mail about your subscription.',
    de: 'Sie steht in jeder E-Mail zu Ihrem Abo.',
  },
  'leave.shown': { en: 'Cancel the subscription', de: 'Das Abo kündigen' },
  'leave.change-mind': {
    en: 'You can change your mind until then.',
    de: 'Bis dahin können Sie es sich anders überlegen.',
  },
  'leave.ended': { en: 'The subscription has ended', de: 'Das Abo ist beendet' },
  'leave.done': { en: 'The subscription is cancelled', de: 'Das Abo ist gekündigt' },
  'claim.email-hint': { en: 'The one with which you bought.', de: 'Die, mit der Sie gekauft haben.' },
  'claim.go-on': { en: 'Go on', de: 'Weiter' },
  'claim.not-found': {
    en: 'There is no order with this number and this address. Please check both.',
    de: 'Es gibt keine Bestellung mit dieser Nummer und dieser Adresse. Bitte prüfen Sie beides.',
  },
  'claim.invalid': {
    en: 'Please give the address and the order number as they stand in the mail.',
    de: 'Bitte geben Sie Adresse und Bestellnummer so an, wie sie in der E-Mail stehen.',
  },
  'withdraw.title': { en: 'Withdraw from a contract', de: 'Vertrag widerrufen' },
  'withdraw.says': {
    en: 'Where the law of your country gives you that right you can withdraw from a purchase within 14 days, without a reason and without signing in. After that you can <a>cancel</a> at any time.',
    de: 'Wo das Recht Ihres Landes es vorsieht, können Sie einen Kauf innerhalb von 14 Tagen widerrufen, ohne Grund und ohne Anmeldung. Danach können Sie jederzeit <a>kündigen</a>.',
  },
  'withdraw.hint': {
    en: 'It stands in the mail that confirmed your purchase.',
    de: 'Sie steht in der E-Mail, die Ihren Kauf bestätigt hat.',
  },
  'withdraw.shown': { en: 'Withdraw from the contract', de: 'Den Vertrag widerrufen' },
  'withdraw.order': { en: 'Order', de: 'Bestellung' },
  'withdraw.back': { en: 'You get back', de: 'Sie bekommen zurück' },
  'withdraw.reading': { en: 'Reading ends', de: 'Das Lesen endet' },
  'withdraw.at-once': { en: 'at once', de: 'sofort' },
  'withdraw.until': { en: 'You may withdraw until', de: 'Widerrufen können Sie bis' },
  'withdraw.do': { en: 'Confirm the withdrawal', de: 'Widerruf bestätigen' },
  'withdraw.not': { en: 'Do not withdraw', de: 'Nicht widerrufen' },
  'withdraw.done': {
    en: 'You have withdrawn from the contract',
    de: 'Sie haben den Vertrag widerrufen',
  },
  'withdraw.done-says': {
    en: 'It has ended, and {refund} are on their way back to the card that you paid with. The number of your certificate is <n>{number}</n>. It is also in the mail that we are sending you.',
    de: 'Er ist beendet, und {refund} sind auf dem Weg zurück auf die Karte, mit der Sie bezahlt haben. Die Nummer Ihrer Bestätigung ist <n>{number}</n>. Sie steht auch in der E-Mail, die wir Ihnen senden.',
  },
  'withdraw.over': {
    en: 'The time in which one may withdraw is over. You can cancel at any time.',
    de: 'Die Widerrufsfrist ist vorbei. Sie können jederzeit kündigen.',
  },
  'withdraw.ended': {
    en: 'This contract has ended already. Nothing more is charged.',
    de: 'Dieser Vertrag ist schon beendet. Es wird nichts mehr abgebucht.',
  },
  'withdraw.unpaid': {
    en: 'Nothing was paid under this order, so there is nothing to withdraw from.',
    de: 'Unter dieser Bestellung wurde nichts bezahlt, darum gibt es nichts zu widerrufen.',
  },
  'withdraw.outdated': {
    en: 'This page was open for too long, or the sum has changed. Please look at it again.',
    de: 'Diese Seite war zu lange offen, oder der Betrag hat sich geändert. Bitte sehen Sie ihn noch einmal an.',
  },
  'delete.title': { en: 'Delete your account', de: 'Konto löschen' },
  'delete.order': {
    en: 'Order {number} is cancelled, and nothing more is charged.',
    de: 'Bestellung {number} wird gekündigt, und es wird nichts mehr abgebucht.',
  },
  'delete.paid-until': {
    en: 'You have paid until {moment}; without an account you cannot read until then. If you want to, cancel now and delete the account later.',
    de: 'Sie haben bis {moment} bezahlt; ohne Konto können Sie bis dahin nicht lesen. Wenn Sie das wollen, kündigen Sie jetzt und löschen das Konto später.',
  },
  'delete.address': {
    en: 'Your e-mail address and the list of what you have read are removed, and you are signed out everywhere. Nobody can bring it back.',
    de: 'Ihre E-Mail-Adresse und die Liste dessen, was Sie gelesen haben, werden entfernt, und Sie werden überall abgemeldet. Niemand kann das zurückholen.',
  },
  'delete.books': {
    en: 'What you have paid stays in our books for as long as the law asks for, under a number without your name or address. The payment provider keeps its own records.',
    de: 'Was Sie bezahlt haben, bleibt in unseren Büchern, solange das Gesetz es verlangt, unter einer Nummer ohne Namen und Adresse. Der Zahlungsdienst führt eigene Aufzeichnungen.',
  },
  'delete.anew': {
    en: 'Whoever signs in with the address later begins anew.',
    de: 'Wer sich später mit der Adresse anmeldet, beginnt neu.',
  },
  'delete.mail': { en: 'Mail me the link that deletes it', de: 'Den Link zum Löschen mailen' },
  'delete.now': { en: 'Delete the account now', de: 'Das Konto jetzt löschen' },
  'delete.keep': { en: 'Keep the account', de: 'Das Konto behalten' },
  'delete.done': { en: 'Your account is deleted', de: 'Ihr Konto ist gelöscht' },
  'delete.done-says': {
    en: 'Your address is gone from our records, and nothing more is charged. A last mail says so.',
    de: 'Ihre Adresse ist aus unseren Unterlagen entfernt, und es wird nichts mehr abgebucht. Eine letzte E-Mail sagt das auch.',
  },
  'delete.read': { en: 'Read {name}', de: '{name} lesen' },
  'delete.spent-says': {
    en: 'It was used before, or its hour is over. If your account still exists, nothing was deleted.',
    de: 'Er wurde schon benutzt, oder seine Stunde ist vorbei. Wenn es Ihr Konto noch gibt, wurde nichts gelöscht.',
  },
  'delete.wait-says': {
    en: 'Several mails were asked for in a short time. Nothing was deleted. A link that came works for an hour.',
    de: 'In kurzer Zeit wurden mehrere E-Mails angefordert. Es wurde nichts gelöscht. Ein Link gilt eine Stunde.',
  },
} as const satisfies Phrases;
