import { button, facts, link, paragraph, type Letter } from '../letter.ts';
import { accountUrl, cancelUrl, chargeOf, linkTo, type Context } from './context.ts';
import { labels } from './labels.ts';

/** Sent while there is time to give another card, and also late: so it does not say whether the card has ended yet. */
export function cardExpiring(context: Context): Letter {
  const { facts: known, publication, say } = context;
  return {
    subject: say(
      {
        en: 'The card that pays for {publication} ends before the next payment',
        de: 'Ihre Karte läuft vor der nächsten Zahlung ab: {publication}',
      },
      { publication },
    ),
    preview: say({
      en: 'It is no longer valid when the next payment is due.',
      de: 'Wenn die nächste Zahlung fällig ist, gilt sie nicht mehr.',
    }),
    heading: say({
      en: 'Your card ends before the next payment',
      de: 'Ihre Karte läuft vor der nächsten Zahlung ab',
    }),
    parts: [
      paragraph(
        say({
          en: 'The card that pays for your subscription is no longer valid when the next payment is due. Once you have the new one, please enter it, so that you can keep reading:',
          de: 'Die Karte, mit der Sie Ihr Abo bezahlen, gilt bei der nächsten Zahlung nicht mehr. Bitte tragen Sie die neue ein, sobald Sie sie haben, damit Sie weiterlesen können:',
        }),
      ),
      facts([
        { label: say(labels.order), value: known.orderNumber },
        {
          label: say({ en: 'Card valid through', de: 'Karte gültig bis' }),
          value: asPrinted(known.cardExpires),
        },
        { label: say(labels.next), value: chargeOf(context, known.nextAmount, known.nextChargeAt) },
      ]),
      button(say(labels.changeCard), linkTo(context, 'card')),
      link(say(labels.account), accountUrl(context)),
      link(say(labels.cancelIt), cancelUrl(context)),
    ],
  };
}

/** `02/28`, as it stands on the card. */
const asPrinted = (expires: string | null): string | null =>
  expires === null ? null : `${expires.slice(5)}/${expires.slice(2, 4)}`;
