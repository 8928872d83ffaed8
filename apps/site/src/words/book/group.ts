import type { Phrases } from '@gatefold/words';

/** Seats of a group: buying them, handing them out, taking one. */
export const group = {
  'group.seats': {
    en: '{seats, plural, one {# seat} other {# seats}}',
    de: '{seats, plural, one {# Platz} other {# Plätze}}',
  },
  'group.some': { en: 'A group', de: 'Eine Gruppe' },
  'group.yours': { en: 'Your group', de: 'Ihre Gruppe' },
  'group.for-a-group': { en: 'Seats for a group', de: 'Plätze für eine Gruppe' },
  'team.title': { en: 'Seats for your group', de: 'Plätze für Ihre Gruppe' },
  'team.says': {
    en: '{price} for each seat {every}. You read with the first seat and hand out the others by e-mail; each member has an account of their own.',
    de: '{price} je Platz {every}. Sie lesen mit dem ersten Platz und vergeben die anderen per E-Mail; jedes Mitglied hat ein eigenes Konto.',
  },
  'team.seats': { en: 'Seats', de: 'Plätze' },
  'team.today': { en: 'Today', de: 'Heute' },
  'team.then': { en: 'After that', de: 'Danach' },
  'team.then-says': {
    en: '{price} {every}, until you cancel',
    de: '{price} {every}, bis Sie kündigen',
  },
  'team.how-many': { en: 'How many seats?', de: 'Wie viele Plätze?' },
  'team.range': { en: 'From {least} to {most}.', de: 'Von {least} bis {most}.' },
  'team.show-price': { en: 'Show the price', de: 'Preis zeigen' },
  'team.order': {
    en: 'Your order: {seats, plural, one {# seat} other {# seats}}',
    de: 'Ihre Bestellung: {seats, plural, one {# Platz} other {# Plätze}}',
  },
  'team.as': {
    en: 'You pay for the group as <b>{email}</b>.',
    de: 'Sie bezahlen für die Gruppe als <b>{email}</b>.',
  },
  'team.already': {
    en: 'You pay for a group already. Nothing was charged: add seats in your account.',
    de: 'Sie bezahlen schon für eine Gruppe. Es wurde nichts abgebucht: Fügen Sie im Konto Plätze hinzu.',
  },
  'team.outdated': {
    en: 'The terms have changed while this page was open. Please read them again.',
    de: 'Die Bedingungen haben sich geändert, während diese Seite offen war. Bitte lesen Sie sie noch einmal.',
  },
  'team.out-of-range': {
    en: 'This is not sold with so many seats. Nothing was charged.',
    de: 'So viele Plätze gibt es hier nicht. Es wurde nichts abgebucht.',
  },
  'seat.for-you': { en: 'A seat for you', de: 'Ein Platz für Sie' },
  'seat.kept': { en: 'A seat is kept for you', de: 'Ein Platz ist für Sie frei gehalten' },
  'seat.asked': {
    en: '{group} pays for a subscription to {paper}, and you can read by it. You pay nothing and give no card.',
    de: '{group} bezahlt ein Abo von „{paper}“, und Sie können damit lesen. Sie bezahlen nichts und geben keine Karte an.',
  },
  'seat.sign-in-first': {
    en: 'Sign in first. No password.',
    de: 'Melden Sie sich zuerst an. Kein Passwort.',
  },
  'seat.sign-in-first-with': {
    en: 'Sign in first, with {email} or with an account that you have. No password.',
    de: 'Melden Sie sich zuerst an, mit {email} oder mit einem Konto, das Sie haben. Kein Passwort.',
  },
  'seat.sign-in': { en: 'Sign in and take the seat', de: 'Anmelden und den Platz annehmen' },
  'seat.as': {
    en: 'You take it as <b>{email}</b>. Whoever pays sees the address that was invited.',
    de: 'Sie nehmen ihn als <b>{email}</b> an. Wer bezahlt, sieht die eingeladene Adresse.',
  },
  'seat.take': { en: 'Take the seat', de: 'Den Platz annehmen' },
  'seat.taken': { en: 'The seat is yours', de: 'Der Platz gehört Ihnen' },
  'seat.taken-says': {
    en: 'You read {paper} by {group} from now on. You pay nothing.',
    de: 'Sie lesen „{paper}“ ab jetzt mit einem Platz von „{group}“. Sie bezahlen nichts.',
  },
  'seat.taken-says-some': {
    en: 'You read {paper} by a group from now on. You pay nothing.',
    de: 'Sie lesen „{paper}“ ab jetzt mit dem Platz einer Gruppe. Sie bezahlen nichts.',
  },
  'seat.refused': { en: 'This seat cannot be taken', de: 'Dieser Platz lässt sich nicht annehmen' },
  'seat.invalid': {
    en: 'This link is not one of ours, or a part of it is missing. Please open it from the mail again.',
    de: 'Dieser Link ist nicht von uns, oder ein Teil von ihm fehlt. Bitte öffnen Sie ihn noch einmal aus der E-Mail.',
  },
  'seat.over': {
    en: 'This invitation was used, taken back or is over. Please ask for a new one.',
    de: 'Diese Einladung wurde benutzt, zurückgenommen oder ist abgelaufen. Bitte lassen Sie sich neu einladen.',
  },
  'seat.closed': {
    en: 'The subscription that pays for this seat is over.',
    de: 'Das Abo, das diesen Platz bezahlt, ist beendet.',
  },
  'seat.full': {
    en: 'Every seat of this group is taken. Please ask whoever invited you.',
    de: 'Alle Plätze dieser Gruppe sind vergeben. Bitte fragen Sie, wer Sie eingeladen hat.',
  },
  'seat.held': {
    en: 'You pay for this group yourself, and read by that.',
    de: 'Sie bezahlen diese Gruppe selbst und lesen damit.',
  },
  'seats.title': { en: 'Seats', de: 'Plätze' },
  'seats.yours': { en: 'Your seats', de: 'Ihre Plätze' },
  'seats.making': { en: 'Your seats are being made ready', de: 'Ihre Plätze werden eingerichtet' },
  'seats.making-says': {
    en: 'This takes a moment. Please load this page again.',
    de: 'Das dauert einen Augenblick. Bitte laden Sie diese Seite noch einmal.',
  },
  'seats.counts': {
    en: '{seats, plural, one {# seat} other {# seats}}: {taken, number} taken, {invited, number} invited, {free, number} free.',
    de: '{seats, plural, one {# Platz} other {# Plätze}}: {taken, number} vergeben, {invited, number} eingeladen, {free, number} frei.',
  },
  'seats.you': { en: 'you, who pay', de: 'Sie bezahlen' },
  'seats.reader': { en: 'A reader', de: 'Jemand' },
  'seats.since': { en: 'since {day}', de: 'seit {day}' },
  'seats.take-back': {
    en: 'Take the seat back<hidden> from {who}</hidden>',
    de: 'Platz zurücknehmen<hidden> von {who}</hidden>',
  },
  'seats.invited': { en: 'invited, until {day}', de: 'eingeladen, bis {day}' },
  'seats.withdraw': {
    en: 'Withdraw<hidden> the invitation of {who}</hidden>',
    de: 'Zurückziehen<hidden>: die Einladung von {who}</hidden>',
  },
  'seats.hand-out': { en: 'Hand out a seat', de: 'Einen Platz vergeben' },
  'seats.none-free': {
    en: 'Every seat is taken or kept for somebody. Add seats below, or take one back.',
    de: 'Alle Plätze sind vergeben oder für jemanden frei gehalten. Fügen Sie unten Plätze hinzu, oder nehmen Sie einen zurück.',
  },
  'seats.invite-hint': {
    en: 'We mail a link that is good once, for two weeks.',
    de: 'Wir mailen einen Link, der einmal gilt, zwei Wochen lang.',
  },
  'seats.invite': { en: 'Invite', de: 'Einladen' },
  'seats.name': { en: 'Name of the group', de: 'Name der Gruppe' },
  'seats.name-hint': { en: 'It stands in the invitations.', de: 'Er steht in den Einladungen.' },
  'seats.keep-name': { en: 'Keep this name', de: 'Diesen Namen behalten' },
  'seats.domain-open': {
    en: 'Whoever has a confirmed address at {domain} may take a free seat in their account.',
    de: 'Wer eine bestätigte Adresse bei {domain} hat, darf sich im Konto einen freien Platz nehmen.',
  },
  'seats.domain-closed': {
    en: 'You can let whoever has a confirmed address at {domain} take a free seat in their account.',
    de: 'Sie können allen mit einer bestätigten Adresse bei {domain} erlauben, sich im Konto einen freien Platz zu nehmen.',
  },
  'seats.close-domain': { en: 'Close it to {domain}', de: 'Für {domain} schließen' },
  'seats.open-domain': { en: 'Open it to {domain}', de: 'Für {domain} öffnen' },
  'seats.how-many': { en: 'How many seats', de: 'Wie viele Plätze' },
  'seats.pays-for': {
    en: 'You pay for {seats, plural, one {# seat} other {# seats}}.',
    de: 'Sie bezahlen {seats, plural, one {# Platz} other {# Plätze}}.',
  },
  'seats.coming': {
    en: 'From {day} on it is {seats, plural, one {# seat} other {# seats}}. If more are taken then, open invitations end first, and then the seats of those who came last.',
    de: 'Ab {day} {seats, plural, one {ist es # Platz} other {sind es # Plätze}}. Sind dann mehr vergeben, enden zuerst offene Einladungen und dann die Plätze derer, die zuletzt kamen.',
  },
  'seats.keep': {
    en: 'Keep {seats, plural, one {# seat} other {# seats}}',
    de: '{seats, plural, one {# Platz} other {# Plätze}} behalten',
  },
  'seats.another': { en: 'Another number of seats', de: 'Eine andere Zahl von Plätzen' },
  'seats.another-hint': {
    en: 'You see what it comes to before anything is charged.',
    de: 'Sie sehen, was es kostet, bevor etwas abgebucht wird.',
  },
  'seats.quote': { en: 'Show what it comes to', de: 'Zeigen, was es kostet' },
  'seats.with-others': { en: 'Your seat with others', de: 'Ihr Platz bei anderen' },
  'seats.paid-until': { en: 'paid until {day}', de: 'bezahlt bis {day}' },
  'seats.leave': { en: 'Give the seat back', de: 'Platz zurückgeben' },
  'seats.open': { en: 'Open to your address', de: 'Offen für Ihre Adresse' },
  'seats.join': { en: 'Take a seat', de: 'Einen Platz nehmen' },
  'seats.none': { en: 'You have no seats', de: 'Sie haben keine Plätze' },
  'seats.none-says': {
    en: 'Several of you want to read {name}? One pays, and hands out the seats.',
    de: 'Sie wollen „{name}“ zu mehreren lesen? Eine Person bezahlt und vergibt die Plätze.',
  },
  'seats.from': { en: 'From', de: 'Ab' },
  'seats.now': { en: 'now', de: 'jetzt' },
  'seats.due': { en: 'You pay today', de: 'Sie bezahlen heute' },
  'seats.nothing': { en: 'nothing', de: 'nichts' },
  'seats.next': { en: 'Next payment', de: 'Nächste Zahlung' },
  'seats.next-says': { en: '{price} on {day}', de: '{price} am {day}' },
  'seats.new-period': {
    en: 'A new period begins today for all seats. What you have paid for and not used is taken off already.',
    de: 'Heute beginnt für alle Plätze ein neuer Zeitraum. Was Sie bezahlt und nicht genutzt haben, ist schon abgezogen.',
  },
  'seats.until-then': {
    en: 'Until then you keep the seats that you have paid for. You can take this back in time.',
    de: 'Bis dahin behalten Sie die bezahlten Plätze. Sie können es rechtzeitig zurücknehmen.',
  },
  'seats.change-to': {
    en: 'Change to {seats, plural, one {# seat} other {# seats}}',
    de: 'Auf {seats, plural, one {# Platz} other {# Plätze}} ändern',
  },
  'seats.leave-it': { en: 'Leave it as it is', de: 'So lassen' },
  'seats.full': {
    en: 'Every seat is taken or kept for somebody. Add seats, or take one back.',
    de: 'Alle Plätze sind vergeben oder für jemanden frei gehalten. Fügen Sie Plätze hinzu, oder nehmen Sie einen zurück.',
  },
  'seats.closed': { en: 'This group is over.', de: 'Diese Gruppe ist beendet.' },
  'seats.invites-too-many': {
    en: 'That is enough invitations for one day. Please go on tomorrow.',
    de: 'Das sind genug Einladungen für einen Tag. Bitte machen Sie morgen weiter.',
  },
  'seats.not-your-domain': {
    en: 'A group is opened to the domain of your own confirmed address only.',
    de: 'Eine Gruppe wird nur für die Domain Ihrer eigenen bestätigten Adresse geöffnet.',
  },
  'seats.held': {
    en: 'You pay for this group, and have a seat in it already.',
    de: 'Sie bezahlen diese Gruppe und haben schon einen Platz in ihr.',
  },
  'seats.quote-outdated': {
    en: 'This is no longer what it comes to. Please look at the new figures.',
    de: 'So viel kostet es nicht mehr. Bitte sehen Sie sich die neuen Zahlen an.',
  },
  'seats.change-pending': {
    en: 'Another number of seats is coming already. Take that back first.',
    de: 'Es kommt schon eine andere Zahl von Plätzen. Nehmen Sie das zuerst zurück.',
  },
  'seats.out-of-range': {
    en: 'A group is not sold with so many seats.',
    de: 'Mit so vielen Plätzen gibt es keine Gruppe.',
  },
  'seats.outstanding': {
    en: 'A payment is open. Please settle that first, in your account.',
    de: 'Eine Zahlung ist offen. Bitte begleichen Sie zuerst diese, in Ihrem Konto.',
  },
  'seats.renewing': {
    en: 'The next period is being charged just now. Please try again in a few hours.',
    de: 'Der nächste Zeitraum wird gerade abgebucht. Bitte versuchen Sie es in ein paar Stunden noch einmal.',
  },
  'seats.cancelling': {
    en: 'The group is cancelled. Take that back first, in your account.',
    de: 'Die Gruppe ist gekündigt. Nehmen Sie das zuerst zurück, in Ihrem Konto.',
  },
  'seats.unchanged': { en: 'It has as many seats already.', de: 'So viele Plätze sind es schon.' },
  'seats.invalid': {
    en: 'This is not accepted. Please check it for a slip.',
    de: 'Das wird nicht angenommen. Bitte prüfen Sie es auf einen Tippfehler.',
  },
} as const satisfies Phrases;
