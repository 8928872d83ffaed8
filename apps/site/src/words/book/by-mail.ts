import type { Phrases } from '@gatefold/words';

/** What a link of a mail does without a sign-in: one thing each. */
export const byMail = {
  'by-mail.spent-says': {
    en: 'Links of mails work for two weeks, and until you sign out everywhere or change your address. What it was for is in your account.',
    de: 'Links aus E-Mails gelten zwei Wochen, und nur, bis Sie sich überall abmelden oder Ihre Adresse ändern. Wofür er war, finden Sie in Ihrem Konto.',
  },
  'by-mail.card': { en: 'Pay with another card', de: 'Mit einer anderen Karte bezahlen' },
  'by-mail.card-says': {
    en: 'You go on to the page of our payment provider. What is open is tried with the new card at once.',
    de: 'Sie kommen auf die Seite unseres Zahlungsdienstes. Was offen ist, wird sofort mit der neuen Karte versucht.',
  },
  'by-mail.undo': { en: 'Keep your subscription after all', de: 'Das Abo doch behalten' },
  'by-mail.undo-says': {
    en: 'Your cancellation is taken back, and all stays as it was. You can cancel again at any time.',
    de: 'Ihre Kündigung wird zurückgenommen, und alles bleibt, wie es war. Kündigen können Sie jederzeit wieder.',
  },
  'by-mail.undo-done': { en: 'Your subscription goes on', de: 'Ihr Abo läuft weiter' },
  'by-mail.resume': { en: 'Let your subscription go on now', de: 'Das Abo jetzt weiterlaufen lassen' },
  'by-mail.resume-says': {
    en: 'The pause ends now, and you are charged as before.',
    de: 'Die Pause endet jetzt, und es wird abgebucht wie zuvor.',
  },
  'by-mail.receipt': { en: 'Your payments', de: 'Ihre Zahlungen' },
  'by-mail.nothing': { en: 'There is nothing to do any more', de: 'Es gibt nichts mehr zu tun' },
  'by-mail.nothing-says': {
    en: 'It was done already, or the subscription has ended. Nothing was changed.',
    de: 'Es ist schon geschehen, oder das Abo ist beendet. Nichts wurde geändert.',
  },
} as const satisfies Phrases;
