import type { Phrases } from '@gatefold/words';

/** Signing in, and the settings of an account. */
export const identity = {
  'sign-in.title': { en: 'Sign in', de: 'Anmelden' },
  'sign-in.says': {
    en: 'We mail you a link that signs you in. There is no password, and a new address gets an account with the first link.',
    de: 'Wir mailen Ihnen einen Link, der Sie anmeldet. Es gibt kein Passwort, und eine neue Adresse bekommt mit dem ersten Link ein Konto.',
  },
  'sign-in.mail-me': { en: 'Mail me a link', de: 'Link zusenden' },
  'sign-in.too-many': {
    en: 'Several links were asked for in a short time. Please wait a quarter of an hour, or use one that came.',
    de: 'In kurzer Zeit wurden mehrere Links angefordert. Bitte warten Sie eine Viertelstunde, oder nehmen Sie einen, der schon da ist.',
  },
  'sign-in.away': {
    en: 'Signing in does not work just now',
    de: 'Das Anmelden geht gerade nicht',
  },
  'sign-in.away-says': {
    en: 'The part that knows readers does not answer. Your account and your subscription are as they were. Please try again in a minute.',
    de: 'Der Teil, der die Leser kennt, antwortet nicht. Ihr Konto und Ihr Abo sind, wie sie waren. Bitte versuchen Sie es in einer Minute noch einmal.',
  },
  'sign-in.look': { en: 'Look into your mail', de: 'Sehen Sie in Ihre E-Mail' },
  'sign-in.look-says': {
    en: 'A link is on its way to the address that you gave. It works once and for a short time, in any browser. Nothing there? Look into the spam folder, or ask for a new one.',
    de: 'Ein Link ist unterwegs an die angegebene Adresse. Er gilt einmal und für kurze Zeit, in jedem Browser. Nichts da? Sehen Sie in den Spam-Ordner, oder fordern Sie einen neuen an.',
  },
  'sign-in.code': { en: 'Or the code in the mail', de: 'Oder der Code aus der E-Mail' },
  'sign-in.code-hint': {
    en: 'Eight digits, for when you read your mail on another device.',
    de: 'Acht Ziffern, falls Sie Ihre E-Mail auf einem anderen Gerät lesen.',
  },
  'sign-in.with-code': { en: 'Sign in with the code', de: 'Mit dem Code anmelden' },
  'sign-in.new-link': { en: 'Ask for a new link', de: 'Neuen Link anfordern' },
  'sign-in.code-wrong': {
    en: 'This is not the code in the newest mail. Please look again.',
    de: 'Das ist nicht der Code aus der neuesten E-Mail. Bitte sehen Sie noch einmal nach.',
  },
  'sign-in.code-spent': {
    en: 'This code does not work any more: it was used, is too old, or was tried too often. Ask for a new mail.',
    de: 'Dieser Code gilt nicht mehr: Er wurde benutzt, ist zu alt oder wurde zu oft versucht. Fordern Sie eine neue E-Mail an.',
  },
  'sign-in.code-many': {
    en: 'That were many tries. Please wait a quarter of an hour.',
    de: 'Das waren viele Versuche. Bitte warten Sie eine Viertelstunde.',
  },
  'sign-in.code-digits': {
    en: 'Please give the eight digits that stand in the mail.',
    de: 'Bitte geben Sie die acht Ziffern aus der E-Mail an.',
  },
  'sign-in.to': { en: 'Sign in to {name}', de: 'Bei {name} anmelden' },
  'sign-in.one-step': {
    en: 'One step is left: this button confirms your address and signs you in, in this browser.',
    de: 'Ein Schritt fehlt noch: Dieser Knopf bestätigt Ihre Adresse und meldet Sie in diesem Browser an.',
  },
  'link.spent': {
    en: 'This link does not work any more',
    de: 'Dieser Link gilt nicht mehr',
  },
  'link.spent-says': {
    en: 'It was used before, or its time is over. That happens when a mail is opened twice. A new one takes a moment.',
    de: 'Er wurde schon benutzt, oder seine Zeit ist vorbei. Das kommt vor, wenn eine E-Mail zweimal geöffnet wird. Ein neuer braucht einen Augenblick.',
  },
  'link.mail-new': { en: 'Mail me a new link', de: 'Neuen Link zusenden' },
  'unconfirmed.title': { en: 'Confirm your address first', de: 'Bestätigen Sie zuerst Ihre Adresse' },
  'unconfirmed.says': {
    en: 'You can read everything in this browser. Your account, with your payments and the way to cancel, opens with the link that we have mailed you: it shows us that the address is yours.',
    de: 'In diesem Browser können Sie alles lesen. Ihr Konto, mit Ihren Zahlungen und dem Weg zur Kündigung, öffnet sich mit dem Link in unserer E-Mail: Er zeigt uns, dass die Adresse Ihre ist.',
  },
  'unconfirmed.again': { en: 'Mail me another link', de: 'Noch einen Link zusenden' },
  'settings.email': { en: 'E-mail address', de: 'E-Mail-Adresse' },
  'settings.email-says': {
    en: 'We ask both addresses, the old and the new one, before anything is changed.',
    de: 'Wir fragen beide Adressen, die alte und die neue, bevor etwas geändert wird.',
  },
  'settings.new-email': { en: 'New e-mail address', de: 'Neue E-Mail-Adresse' },
  'settings.change-email': { en: 'Change the address', de: 'Adresse ändern' },
  'settings.same-email': {
    en: 'This is the address that your account has already.',
    de: 'Diese Adresse hat Ihr Konto schon.',
  },
  'settings.too-many': {
    en: 'Several mails were asked for. Please wait a quarter of an hour.',
    de: 'Es wurden mehrere E-Mails angefordert. Bitte warten Sie eine Viertelstunde.',
  },
  'settings.sessions': { en: 'Where you are signed in', de: 'Wo Sie angemeldet sind' },
  'settings.no-device': {
    en: 'A browser that did not say its name',
    de: 'Ein Browser, der seinen Namen nicht genannt hat',
  },
  'settings.this-since': { en: 'This browser, since {day}', de: 'Dieser Browser, seit {day}' },
  'settings.since': { en: 'Since {day}', de: 'Seit {day}' },
  'settings.end-one': { en: 'Sign out: {device}, since {day}', de: 'Abmelden: {device}, seit {day}' },
  'settings.unnamed': { en: 'unnamed', de: 'ohne Namen' },
  'settings.end-others': { en: 'Sign out everywhere else', de: 'Überall sonst abmelden' },
  'settings.data': { en: 'Your data', de: 'Ihre Daten' },
  'settings.data-says': {
    en: 'You can take everything with you that we keep under your account, as one file, and you can have the account deleted. What that means stands on the next page.',
    de: 'Sie können alles mitnehmen, was wir unter Ihrem Konto führen, als eine Datei, und Sie können das Konto löschen lassen. Was das bedeutet, steht auf der nächsten Seite.',
  },
  'settings.export': { en: 'Download my data', de: 'Meine Daten herunterladen' },
  'settings.delete': { en: 'Delete my account', de: 'Mein Konto löschen' },
  'settings.email-mailed': {
    en: 'We have mailed a link to both addresses. The change is made once both are used.',
    de: 'Wir haben an beide Adressen einen Link gemailt. Geändert wird, sobald beide benutzt sind.',
  },
  'settings.sessions-ended': { en: 'Signed out there.', de: 'Dort abgemeldet.' },
  'settings.delete-mailed': {
    en: 'We have mailed you a link. Nothing is deleted before you use it.',
    de: 'Wir haben Ihnen einen Link gemailt. Gelöscht wird erst, wenn Sie ihn benutzen.',
  },
  'settings.language-saved': {
    en: 'From now on we speak and write to you like this.',
    de: 'Ab jetzt sprechen und schreiben wir so mit Ihnen.',
  },
  'settings.language': { en: 'Language and time', de: 'Sprache und Zeit' },
  'settings.language-says': {
    en: 'For these pages and for our mails. Dates are written in the time zone that you choose.',
    de: 'Für diese Seiten und für unsere E-Mails. Daten stehen in der Zeitzone, die Sie wählen.',
  },
  'settings.zone': { en: 'Time zone', de: 'Zeitzone' },
  'settings.save': { en: 'Save', de: 'Speichern' },
  'email.confirm': { en: 'Confirm the new address', de: 'Neue Adresse bestätigen' },
  'email.confirm-says': {
    en: 'The address of the account is changed once this button was pressed from both mails.',
    de: 'Die Adresse des Kontos ändert sich, sobald dieser Knopf aus beiden E-Mails gedrückt wurde.',
  },
  'email.right': { en: 'Yes, this is right', de: 'Ja, das stimmt' },
  'email.not-me': { en: 'It was not me', de: 'Das war ich nicht' },
  'email.changed': { en: 'The address is changed', de: 'Die Adresse ist geändert' },
  'email.one-left': { en: 'One confirmation is left', de: 'Eine Bestätigung fehlt noch' },
  'email.changed-says': {
    en: 'From now on we write to the new address, and you sign in with it.',
    de: 'Ab jetzt schreiben wir an die neue Adresse, und Sie melden sich mit ihr an.',
  },
  'email.one-left-says': {
    en: 'Thank you. The other address has a mail with a link as well: the change is made when both are confirmed.',
    de: 'Danke. Die andere Adresse hat auch eine E-Mail mit einem Link: Geändert wird, wenn beide bestätigt sind.',
  },
  'email.spent-says': {
    en: 'It was used before, or its time is over. Whether the address was changed stands in your account.',
    de: 'Er wurde schon benutzt, oder seine Zeit ist vorbei. Ob die Adresse geändert wurde, steht in Ihrem Konto.',
  },
  'email.taken': {
    en: 'The new address has an account of its own',
    de: 'Die neue Adresse hat ein eigenes Konto',
  },
  'email.taken-says': {
    en: 'Nothing was changed. Sign in with the new address to use that account, or choose another one.',
    de: 'Es wurde nichts geändert. Melden Sie sich mit der neuen Adresse an, um jenes Konto zu benutzen, oder wählen Sie eine andere.',
  },
  'wait.title': {
    en: 'Please wait a quarter of an hour',
    de: 'Bitte warten Sie eine Viertelstunde',
  },
} as const satisfies Phrases;
