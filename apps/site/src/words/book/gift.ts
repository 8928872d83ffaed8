import type { Phrases } from '@gatefold/words';

/** Giving a subscription, taking one, and what became of either. */
export const gift = {
  'gift.give': { en: 'Give a subscription', de: 'Ein Abo verschenken' },
  'gift.title': { en: 'Give {name}', de: '{name} verschenken' },
  'gift.says': {
    en: 'You pay once. We mail your gift, with your message, on the day that you choose. It begins when it is taken, ends by itself, and never renews. Have you been given one? <a>Take your gift</a>.',
    de: 'Sie bezahlen einmal. Wir mailen Ihr Geschenk mit Ihren Zeilen an dem Tag, den Sie wählen. Es beginnt, wenn es angenommen wird, endet von selbst und verlängert sich nie. Hat Ihnen jemand eines geschenkt? <a>Geschenk annehmen</a>.',
  },
  'gift.what': { en: 'What do you give?', de: 'Was schenken Sie?' },
  'gift.choice': { en: '{name}: {price}, once', de: '{name}: {price}, einmalig' },
  'gift.to': { en: 'Whom is it for? Their e-mail address', de: 'Für wen? Die E-Mail-Adresse' },
  'gift.send-on': { en: 'Mail it on', de: 'Senden am' },
  'gift.send-on-hint': {
    en: 'In the morning of that day; at once if you leave it as it is.',
    de: 'Am Morgen dieses Tages; sofort, wenn Sie es so lassen.',
  },
  'gift.from': { en: 'Your name, as you sign', de: 'Ihr Name, wie Sie unterschreiben' },
  'gift.message': { en: 'Your message (if you like)', de: 'Ihre Zeilen (wenn Sie mögen)' },
  'gift.as': {
    en: 'You give it as <b>{email}</b>. Your receipt goes there.',
    de: 'Sie schenken es als <b>{email}</b>. Dorthin kommt Ihr Beleg.',
  },
  'gift.email': { en: 'Your own e-mail address', de: 'Ihre eigene E-Mail-Adresse' },
  'gift.email-hint': {
    en: 'Your receipt goes here, with the code of the gift. No password.',
    de: 'Hierher kommt Ihr Beleg mit dem Code des Geschenks. Kein Passwort.',
  },
  'gift.take-back-days': {
    en: 'As long as nobody has taken it you can have your money back for {days, plural, one {# day} other {# days}}.',
    de: 'Solange es niemand angenommen hat, bekommen Sie {days, plural, one {# Tag} other {# Tage}} lang Ihr Geld zurück.',
  },
  'gift.paid-back': {
    en: 'A gift that nobody takes within {years, plural, one {one year} other {# years}} is paid back to you.',
    de: 'Ein Geschenk, das innerhalb {years, plural, one {eines Jahres} other {von # Jahren}} niemand annimmt, wird Ihnen zurückgezahlt.',
  },
  'gift.no-name': {
    en: 'Please sign with a name, so that they know who it is from.',
    de: 'Bitte unterschreiben Sie mit einem Namen, damit man weiß, von wem es kommt.',
  },
  /** As many letters as `LONGEST` in the form's reader. */
  'gift.too-long': {
    en: 'Please write no more than 500 letters.',
    de: 'Bitte schreiben Sie höchstens 500 Zeichen.',
  },
  'gift.bad-day': {
    en: 'Please choose a day from today on, within a year.',
    de: 'Bitte wählen Sie einen Tag ab heute, innerhalb eines Jahres.',
  },
  'gift.not-on-sale': {
    en: 'This gift is no longer on sale. Nothing was charged.',
    de: 'Dieses Geschenk gibt es nicht mehr. Es wurde nichts abgebucht.',
  },
  'gift.invalid': {
    en: 'Something here is not accepted. Please check the addresses for a slip.',
    de: 'Etwas wird hier nicht angenommen. Bitte prüfen Sie die Adressen auf einen Tippfehler.',
  },
  'gift.yours': { en: 'Your gift', de: 'Ihr Geschenk' },
  'gift.thanks': { en: 'Thank you for your gift', de: 'Danke für Ihr Geschenk' },
  'gift.paid-now': {
    en: 'It is paid, and on its way. Your receipt is in the mail, with the code of the gift.',
    de: 'Es ist bezahlt und unterwegs. Ihr Beleg mit dem Code des Geschenks kommt per E-Mail.',
  },
  'gift.paid-later': {
    en: 'It is paid, and we mail it on {moment}. Your receipt is in the mail, with the code of the gift.',
    de: 'Es ist bezahlt, und wir senden es am {moment}. Ihr Beleg mit dem Code des Geschenks kommt per E-Mail.',
  },
  'gift.unpaid-says': {
    en: 'You came back before the payment was finished. Nothing was charged. If you have just paid, load this page again in a moment.',
    de: 'Sie sind zurückgekommen, bevor die Zahlung fertig war. Es wurde nichts abgebucht. Wenn Sie gerade bezahlt haben, laden Sie diese Seite gleich noch einmal.',
  },
  'redeem.title': { en: 'Take a gift', de: 'Ein Geschenk annehmen' },
  'redeem.says': {
    en: 'Somebody has given you a subscription? The code stands in the mail, or whoever gave it knows it.',
    de: 'Jemand hat Ihnen ein Abo geschenkt? Der Code steht in der E-Mail, oder wer es geschenkt hat, kennt ihn.',
  },
  'redeem.code': { en: 'Code', de: 'Code' },
  'redeem.code-hint': {
    en: 'Sixteen letters and figures, such as 7F3K-2QXA-91MD-C0RT.',
    de: 'Sechzehn Buchstaben und Ziffern, etwa 7F3K-2QXA-91MD-C0RT.',
  },
  'redeem.look': { en: 'Look at the gift', de: 'Geschenk ansehen' },
  'redeem.from': { en: '{from} has given you a gift', de: '{from} hat Ihnen etwas geschenkt' },
  'redeem.not-open': {
    en: 'This gift is not open any more',
    de: 'Dieses Geschenk ist nicht mehr offen',
  },
  'redeem.closed': {
    en: '<b>{name}</b>. Somebody has taken it, or it was given back. If that was not you, ask whoever gave it to you.',
    de: '<b>{name}</b>. Jemand hat es angenommen, oder es wurde zurückgegeben. Wenn nicht Sie das waren, fragen Sie, wer es Ihnen geschenkt hat.',
  },
  'redeem.open': {
    en: '<b>{name}</b>. It costs you nothing, needs no card, begins when you take it and never renews. If you have a subscription, its next payment moves behind the gift.',
    de: '<b>{name}</b>. Es kostet Sie nichts, braucht keine Karte, beginnt, wenn Sie es annehmen, und verlängert sich nie. Wenn Sie ein Abo haben, rückt dessen nächste Zahlung hinter das Geschenk.',
  },
  'redeem.reads': {
    en: 'You read by it from {from} until {until}.',
    de: 'Sie lesen damit vom {from} bis {until}.',
  },
  'redeem.moves': {
    en: 'The next payment of your subscription, <b>{price}</b>, comes on <b>{next}</b> instead of {before}. No payment is lost, and none is added.',
    de: 'Die nächste Zahlung Ihres Abos, <b>{price}</b>, kommt am <b>{next}</b> statt am {before}. Keine Zahlung entfällt, und keine kommt hinzu.',
  },
  'redeem.outdated': {
    en: 'Meanwhile your next payment is another. This is what holds now.',
    de: 'Inzwischen ist Ihre nächste Zahlung eine andere. Das gilt jetzt.',
  },
  'redeem.until': { en: 'It can be taken until {day}.', de: 'Es kann bis {day} angenommen werden.' },
  'redeem.as': { en: 'You take it as <b>{email}</b>.', de: 'Sie nehmen es als <b>{email}</b> an.' },
  'redeem.take': { en: 'Take the gift', de: 'Geschenk annehmen' },
  'redeem.sign-in-says': {
    en: 'Sign in first, with any address of yours: we mail you a link. No password.',
    de: 'Melden Sie sich zuerst an, mit irgendeiner Ihrer Adressen: Wir mailen Ihnen einen Link. Kein Passwort.',
  },
  'redeem.sign-in': { en: 'Sign in and take it', de: 'Anmelden und annehmen' },
  'redeem.taken': { en: 'It is yours', de: 'Es gehört Ihnen' },
  'redeem.taken-says': {
    en: 'You read everything until <b>{moment}</b>. It ends by itself, and nothing is charged for it. We tell you a week before.',
    de: 'Sie lesen alles bis <b>{moment}</b>. Es endet von selbst, und es wird nichts dafür abgebucht. Eine Woche vorher sagen wir Bescheid.',
  },
  'redeem.begin': { en: 'Begin to read', de: 'Zu lesen beginnen' },
  'redeem.not-found': {
    en: 'There is no gift with this code that could be taken now. Please check it for a slip.',
    de: 'Es gibt kein Geschenk mit diesem Code, das jetzt angenommen werden kann. Bitte prüfen Sie ihn auf einen Tippfehler.',
  },
  'redeem.gone': {
    en: 'Somebody has taken this gift already.',
    de: 'Dieses Geschenk hat schon jemand angenommen.',
  },
  'redeem.within': {
    en: 'Your subscription opens this and more. The gift keeps: take it when your subscription has ended, or hand its code on.',
    de: 'Ihr Abo öffnet das schon, und mehr. Das Geschenk verfällt nicht: Nehmen Sie es an, wenn Ihr Abo geendet hat, oder geben Sie den Code weiter.',
  },
  'redeem.outstanding': {
    en: 'A payment of your subscription is open. Please settle that first, in your account.',
    de: 'Eine Zahlung Ihres Abos ist offen. Bitte begleichen Sie zuerst diese, in Ihrem Konto.',
  },
  'redeem.renewing': {
    en: 'Your subscription is being renewed just now. Please try again in a few hours.',
    de: 'Ihr Abo wird gerade verlängert. Bitte versuchen Sie es in ein paar Stunden noch einmal.',
  },
  'redeem.paused': {
    en: 'Your subscription is paused. Let it go on first, in your account.',
    de: 'Ihr Abo pausiert. Lassen Sie es zuerst weiterlaufen, in Ihrem Konto.',
  },
  'redeem.change-pending': {
    en: 'Another plan of yours is about to begin. Take that back first, or wait until it has begun.',
    de: 'Ein anderes Abo von Ihnen beginnt bald. Nehmen Sie das zuerst zurück, oder warten Sie, bis es begonnen hat.',
  },
  'gifts.to-you': { en: 'Gifts to you', de: 'Geschenke an Sie' },
  'gifts.from-you': { en: 'Gifts from you', de: 'Geschenke von Ihnen' },
  'gifts.another': { en: 'Give another', de: 'Noch eines verschenken' },
  'gifts.reads-until': {
    en: 'You read by it until {moment}. It never renews.',
    de: 'Damit lesen Sie bis {moment}. Es verlängert sich nie.',
  },
  'gifts.used-up': { en: 'Used up.', de: 'Aufgebraucht.' },
  'gifts.payment-back': {
    en: 'It has ended: its payment was taken back.',
    de: 'Es ist beendet: Die Zahlung wurde zurückgenommen.',
  },
  'gifts.order': { en: 'order {number}', de: 'Bestellung {number}' },
  'gifts.code': {
    en: 'Code: <n>{code}</n>. Whoever has it can take the gift at <a>this address</a>.',
    de: 'Code: <n>{code}</n>. Wer ihn hat, kann das Geschenk unter <a>dieser Adresse</a> annehmen.',
  },
  'gifts.take-back': { en: 'Take it back, with my money', de: 'Zurücknehmen, mit meinem Geld' },
  'gifts.take-back-until': {
    en: 'Until {day}, while nobody has taken it.',
    de: 'Bis {day}, solange es niemand angenommen hat.',
  },
  'gifts.read': { en: 'It was read to its end.', de: 'Es wurde bis zum Ende gelesen.' },
  'gifts.refunded': {
    en: 'It was taken back, and the money is on its way to you.',
    de: 'Es wurde zurückgenommen, und das Geld ist auf dem Weg zu Ihnen.',
  },
  'gifts.disputed': {
    en: 'It has ended: its payment was taken back by the bank.',
    de: 'Es ist beendet: Die Bank hat die Zahlung zurückgenommen.',
  },
  'gifts.expired': { en: 'Nobody took it in time.', de: 'Niemand hat es rechtzeitig angenommen.' },
  'gifts.unpaid': { en: 'It was never paid.', de: 'Es wurde nie bezahlt.' },
  'gifts.over': { en: 'It is over.', de: 'Es ist vorbei.' },
  'gifts.taken-on': { en: 'It was taken on {day}.', de: 'Es wurde am {day} angenommen.' },
  'gifts.sends-on': { en: 'We mail it on {day}.', de: 'Wir senden es am {day}.' },
  'gifts.sent-on': { en: 'We mailed it on {day}.', de: 'Wir haben es am {day} gesendet.' },
} as const satisfies Phrases;
