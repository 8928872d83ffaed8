import { button, facts, link, paragraph, small, type Letter } from '../letter.ts';
import { accountUrl, chargeOf, instantOf, linkTo, type Context } from './context.ts';
import { labels } from './labels.ts';

/** The reader's proof that they cancelled, with the instant to which they may read. */
export function cancellationCertificate(context: Context): Letter {
  const { facts: known, publication, say } = context;
  return {
    subject: say(
      {
        en: 'You have cancelled your subscription to {publication}',
        de: 'Sie haben Ihr Abo gekündigt: {publication}',
      },
      { publication },
    ),
    preview: say(labels.proof),
    heading: say({ en: 'Certificate of cancellation', de: 'Bestätigung Ihrer Kündigung' }),
    parts: [
      paragraph(
        say({
          en: 'You have cancelled. Nothing more will be charged.',
          de: 'Sie haben gekündigt. Es wird nichts mehr abgebucht.',
        }),
      ),
      facts([
        { label: say(labels.certificate), value: known.certificateNumber },
        { label: say(labels.order), value: known.orderNumber },
        { label: say(labels.readUntil), value: instantOf(context, known.accessUntil) },
      ]),
      paragraph(
        say({
          en: 'Changed your mind? Until then you can take it back, and all stays as it was.',
          de: 'Haben Sie es sich anders überlegt? Bis dahin können Sie sie zurücknehmen, und alles bleibt, wie es war.',
        }),
      ),
      button(
        say({ en: 'Keep the subscription after all', de: 'Das Abo doch behalten' }),
        linkTo(context, 'undo'),
      ),
      link(say(labels.account), accountUrl(context)),
      small(
        say({
          en: 'Keep this mail: with the number above it is your proof that you cancelled, and when.',
          de: 'Bewahren Sie diese E-Mail auf: Mit der Nummer oben ist sie Ihr Nachweis, dass und wann Sie gekündigt haben.',
        }),
      ),
    ],
  };
}

export function cancellationRevoked(context: Context): Letter {
  const { facts: known, publication, say } = context;
  return {
    subject: say(
      { en: 'Your subscription to {publication} goes on', de: 'Ihr Abo läuft weiter: {publication}' },
      { publication },
    ),
    preview: say({
      en: 'You took your cancellation back.',
      de: 'Sie haben Ihre Kündigung zurückgenommen.',
    }),
    heading: say({ en: 'Your subscription goes on', de: 'Ihr Abo läuft weiter' }),
    parts: [
      paragraph(
        say({
          en: 'You took your cancellation back. All stays as it was.',
          de: 'Sie haben Ihre Kündigung zurückgenommen. Alles bleibt, wie es war.',
        }),
      ),
      facts([
        { label: say(labels.order), value: known.orderNumber },
        { label: say(labels.next), value: chargeOf(context, known.nextAmount, known.nextChargeAt) },
      ]),
      button(
        say({ en: 'Your account, and how to cancel', de: 'Ihr Konto, auch zum Kündigen' }),
        accountUrl(context),
      ),
    ],
  };
}

export function subscriptionEnded(context: Context): Letter {
  const { facts: known, publication, say } = context;
  return {
    subject: say(
      { en: 'Your subscription to {publication} has ended', de: 'Ihr Abo ist beendet: {publication}' },
      { publication },
    ),
    preview: say({
      en: 'Thank you for reading. Nothing more will be charged.',
      de: 'Danke fürs Lesen. Es wird nichts mehr abgebucht.',
    }),
    heading: say({ en: 'Your subscription has ended', de: 'Ihr Abo ist beendet' }),
    parts: [
      paragraph(
        say({
          en: 'Thank you for reading. Nothing more will be charged, and you can come back at any time.',
          de: 'Danke fürs Lesen. Es wird nichts mehr abgebucht, und Sie können jederzeit wiederkommen.',
        }),
      ),
      facts([
        { label: say(labels.order), value: known.orderNumber },
        { label: say({ en: 'Ended', de: 'Beendet' }), value: instantOf(context, known.accessUntil) },
      ]),
      button(say({ en: 'Subscribe again', de: 'Wieder abonnieren' }), `${context.siteUrl}/offer`),
    ],
  };
}

/** The acknowledgement on a durable medium that a withdrawal was received, with its number. */
export function withdrawalCertificate({ facts: known, publication, say }: Context): Letter {
  return {
    subject: say(
      {
        en: 'You have withdrawn from your contract with {publication}',
        de: 'Sie haben Ihren Vertrag widerrufen: {publication}',
      },
      { publication },
    ),
    preview: say(labels.proof),
    heading: say({ en: 'Confirmation of your withdrawal', de: 'Bestätigung Ihres Widerrufs' }),
    parts: [
      paragraph(
        say({
          en: 'You have withdrawn from the contract. It ended at once, nothing more will be charged, and your money is on its way back to the card that you paid with.',
          de: 'Sie haben den Vertrag widerrufen. Er endete sofort, es wird nichts mehr abgebucht, und Ihr Geld ist auf dem Weg zurück auf die Karte, mit der Sie bezahlt haben.',
        }),
      ),
      facts([
        { label: say(labels.certificate), value: known.certificateNumber },
        { label: say(labels.order), value: known.orderNumber },
      ]),
      small(
        say({
          en: 'Keep this mail: with the number above it is your proof that you withdrew, and when.',
          de: 'Bewahren Sie diese E-Mail auf: Mit der Nummer oben ist sie Ihr Nachweis, dass und wann Sie widerrufen haben.',
        }),
      ),
    ],
  };
}
