import type { Phrases } from '@gatefold/words';

/** What comes by mail to those who asked for it. */
export const newsletters = {
  'newsletters.title': { en: 'Newsletters', de: 'Newsletter' },
  'newsletters.says': {
    en: 'Choose what comes by mail. Each one ends with one press: here, or by the link at its end.',
    de: 'Wählen Sie, was per E-Mail kommt. Jeder endet mit einem Klick: hier oder über den Link an seinem Ende.',
  },
  'newsletters.yours': { en: 'You get: {names}', de: 'Sie bekommen: {names}' },
  'newsletters.none-yours': { en: 'You get none.', de: 'Sie bekommen keinen.' },
  'newsletters.waiting': {
    en: 'Waiting until you have a subscription: {names}',
    de: 'Wartet, bis Sie ein Abo haben: {names}',
  },
  'newsletters.choose': { en: 'Choose newsletters', de: 'Newsletter wählen' },
  'newsletters.unseen': {
    en: 'Which newsletters you get cannot be seen just now.',
    de: 'Welche Newsletter Sie bekommen, ist gerade nicht zu sehen.',
  },
  'newsletters.comes': { en: 'You have had it since {day}.', de: 'Sie bekommen ihn seit dem {day}.' },
  'newsletters.paused': {
    en: 'It waits: you get it again when you have a subscription.',
    de: 'Er wartet: Sie bekommen ihn wieder, wenn Sie ein Abo haben.',
  },
  'newsletters.refused': {
    en: 'It ended on {day}: your mail server refused three issues in a row.',
    de: 'Er endete am {day}: Ihr Mailserver hat drei Ausgaben hintereinander abgelehnt.',
  },
  'newsletters.complaint': {
    en: 'It ended on {day}: your mail program told us that you marked it as spam.',
    de: 'Er endete am {day}: Ihr Mailprogramm hat uns gesagt, dass Sie ihn als Spam markiert haben.',
  },
  'newsletters.for-subscribers': { en: 'For subscribers', de: 'Für Abonnentinnen und Abonnenten' },
  'newsletters.for-all': { en: 'Free', de: 'Kostenlos' },
  'newsletters.get-one': { en: 'Get {name}', de: '{name} bekommen' },
  'newsletters.end-one': { en: 'End {name}', de: '{name} beenden' },
  'newsletters.chosen': {
    en: 'Done. It comes with the next issue.',
    de: 'Erledigt. Er kommt mit der nächsten Ausgabe.',
  },
  'newsletters.ended': { en: 'Done. It comes no more.', de: 'Erledigt. Er kommt nicht mehr.' },
  'newsletters.not-included': {
    en: 'This one is for subscribers. Nothing was changed.',
    de: 'Dieser ist für Abonnentinnen und Abonnenten. Nichts wurde geändert.',
  },
  'newsletters.there-are-none': { en: 'There are no newsletters yet.', de: 'Es gibt noch keine Newsletter.' },
  'newsletters.by-mail': { en: 'Get them by mail', de: 'Per E-Mail bekommen' },
  'newsletters.by-mail-says': {
    en: 'Type your address. We mail you a link, which shows that the address is yours; then you choose. You need no subscription and no password.',
    de: 'Geben Sie Ihre Adresse ein. Wir schicken Ihnen einen Link, der zeigt, dass die Adresse Ihnen gehört; dann wählen Sie. Sie brauchen kein Abo und kein Passwort.',
  },
  'newsletters.leave': { en: 'End {name}?', de: '{name} beenden?' },
  'newsletters.leave-says': {
    en: 'It then comes no more. Everything else stays as it is, your subscription too.',
    de: 'Er kommt dann nicht mehr. Alles andere bleibt, wie es ist, auch Ihr Abo.',
  },
  'newsletters.left': { en: '{name} has ended', de: '{name} ist beendet' },
  'newsletters.left-says': {
    en: 'It comes no more. You can ask for it again in your account at any time.',
    de: 'Er kommt nicht mehr. In Ihrem Konto können Sie ihn jederzeit wieder wählen.',
  },
  'newsletters.link-invalid': {
    en: 'This link does not end anything',
    de: 'Dieser Link beendet nichts',
  },
  'newsletters.link-invalid-says': {
    en: 'Perhaps a part of it is missing. Open it again from the mail, or end the newsletter in your account.',
    de: 'Vielleicht fehlt ein Teil davon. Öffnen Sie ihn noch einmal aus der E-Mail, oder beenden Sie den Newsletter in Ihrem Konto.',
  },
  'newsletters.away': {
    en: 'Newsletters cannot be shown just now',
    de: 'Die Newsletter lassen sich gerade nicht zeigen',
  },
  'newsletters.away-says': {
    en: 'The part that sends them does not answer. Nothing was changed, and you can go on reading. Please try again in a minute.',
    de: 'Der Teil, der sie verschickt, antwortet nicht. Nichts wurde geändert, und Sie können weiterlesen. Bitte versuchen Sie es in einer Minute noch einmal.',
  },
} as const satisfies Phrases;
