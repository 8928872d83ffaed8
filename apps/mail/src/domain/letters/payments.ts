import { button, facts, link, paragraph, type Letter } from '../letter.ts';
import { accountUrl, cancelUrl, chargeOf, instantOf, linkTo, moneyOf, type Context } from './context.ts';
import { labels } from './labels.ts';

export function paymentFailed(context: Context): Letter {
  const { facts: known, publication, say } = context;
  const until = instantOf(context, known.accessUntil);
  return {
    subject: say(
      {
        en: 'Your payment to {publication} did not go through',
        de: 'Ihre Zahlung an {publication} ist nicht angekommen',
      },
      { publication },
    ),
    preview: say({
      en: 'Please check your card. You can still read.',
      de: 'Bitte prüfen Sie Ihre Karte. Sie können weiterlesen.',
    }),
    heading: say({
      en: 'Your payment did not go through',
      de: 'Ihre Zahlung ist nicht angekommen',
    }),
    parts: [
      paragraph(refused(context, until)),
      facts([
        { label: say(labels.order), value: known.orderNumber },
        { label: say({ en: 'Open amount', de: 'Offener Betrag' }), value: moneyOf(context, known.amount) },
        {
          label: say({ en: 'Next try', de: 'Nächster Versuch' }),
          value: instantOf(context, known.nextChargeAt),
        },
        { label: say(labels.accessUntil), value: until },
      ]),
      button(say(labels.changeCard), linkTo(context, 'card')),
      link(say(labels.account), accountUrl(context)),
      link(say(labels.cancelIt), cancelUrl(context)),
    ],
  };
}

const refused = ({ say }: Context, until: string | null): string =>
  until === null
    ? say({
        en: 'Your bank refused the payment. We try again; you need do nothing if your card is in order.',
        de: 'Ihre Bank hat die Zahlung abgelehnt. Wir versuchen es noch einmal; wenn Ihre Karte in Ordnung ist, müssen Sie nichts tun.',
      })
    : say(
        {
          en: 'Your bank refused the payment. We try again; you can read until {until}.',
          de: 'Ihre Bank hat die Zahlung abgelehnt. Wir versuchen es noch einmal; Sie können bis {until} lesen.',
        },
        { until },
      );

export function paymentRecovered(context: Context): Letter {
  const { facts: known, publication, say } = context;
  return {
    subject: say(
      {
        en: 'Your payment to {publication} has arrived',
        de: 'Ihre Zahlung an {publication} ist angekommen',
      },
      { publication },
    ),
    preview: say({ en: 'All is well again. Thank you.', de: 'Alles ist wieder in Ordnung. Danke.' }),
    heading: say({ en: 'All is well again', de: 'Alles ist wieder in Ordnung' }),
    parts: [
      paragraph(
        say({
          en: 'The payment that had failed has arrived. Your subscription goes on as before.',
          de: 'Die Zahlung, die gescheitert war, ist angekommen. Ihr Abo läuft weiter wie zuvor.',
        }),
      ),
      facts([
        { label: say(labels.order), value: known.orderNumber },
        { label: say(labels.paid), value: moneyOf(context, known.amount) },
        { label: say(labels.paidThrough), value: instantOf(context, known.accessUntil) },
        { label: say(labels.next), value: chargeOf(context, known.nextAmount, known.nextChargeAt) },
      ]),
    ],
  };
}

export function refundIssued(context: Context): Letter {
  const { facts: known, publication, say } = context;
  const until = instantOf(context, known.accessUntil);
  return {
    subject: say({ en: 'Refund from {publication}', de: 'Erstattung: {publication}' }, { publication }),
    preview: say({ en: 'Your money is on its way back.', de: 'Ihr Geld ist auf dem Weg zurück.' }),
    heading: say({ en: 'Your refund', de: 'Ihre Erstattung' }),
    parts: [
      paragraph(
        say({
          en: 'We have sent money back to the card that you paid with. Banks need up to ten days to show it.',
          de: 'Wir haben Geld auf die Karte zurückgesandt, mit der Sie bezahlt haben. Banken brauchen bis zu zehn Tage, um es anzuzeigen.',
        }),
      ),
      facts([
        { label: say(labels.order), value: known.orderNumber },
        { label: say(labels.refunded), value: moneyOf(context, known.amount) },
        { label: say(labels.accessUntil), value: until },
      ]),
      button(say(labels.account), accountUrl(context)),
    ],
  };
}

export function duplicateRefunded(context: Context): Letter {
  const { facts: known, publication, say } = context;
  return {
    subject: say(
      {
        en: 'You had subscribed to {publication} already',
        de: 'Sie hatten {publication} schon abonniert',
      },
      { publication },
    ),
    preview: say({
      en: 'We have cancelled the second subscription and returned the money.',
      de: 'Wir haben das zweite Abo beendet und das Geld zurückgesandt.',
    }),
    heading: say({ en: 'You had a subscription already', de: 'Sie hatten schon ein Abo' }),
    parts: [
      paragraph(
        say({
          en: 'You bought a second subscription while the first was running. Nobody reads twice, so we have cancelled the second and returned what you paid for it. The first goes on unchanged.',
          de: 'Sie haben ein zweites Abo gekauft, während das erste lief. Niemand liest doppelt, darum haben wir das zweite beendet und zurückgesandt, was Sie dafür bezahlt haben. Das erste läuft unverändert weiter.',
        }),
      ),
      facts([
        { label: say({ en: 'Cancelled order', de: 'Beendete Bestellung' }), value: known.orderNumber },
        { label: say(labels.refunded), value: moneyOf(context, known.amount) },
      ]),
      button(say(labels.account), accountUrl(context)),
    ],
  };
}
