import { button, facts, link, paragraph, small, type Letter } from '../letter.ts';
import { accountUrl, cancelUrl, chargeOf, instantOf, linkTo, moneyOf, type Context } from './context.ts';
import { labels } from './labels.ts';

/** The terms that were agreed to, on a durable medium: what is paid when, how to leave, how to withdraw. */
export function purchaseConfirmed(context: Context): Letter {
  const { facts: known, publication, say } = context;
  return {
    subject: say({ en: 'Your subscription to {publication}', de: 'Ihr Abo: {publication}' }, { publication }),
    preview: say({
      en: 'What you bought, what you pay and when, and how to cancel.',
      de: 'Was Sie gekauft haben, was Sie wann bezahlen und wie Sie kündigen.',
    }),
    heading: say({ en: 'Thank you for subscribing', de: 'Danke für Ihr Abo' }),
    parts: [
      paragraph(
        say({
          en: 'Everything that belongs to your subscription is open to you from now on.',
          de: 'Alles, was zu Ihrem Abo gehört, steht Ihnen ab jetzt offen.',
        }),
      ),
      facts([
        { label: say(labels.order), value: known.orderNumber },
        { label: say({ en: 'Paid today', de: 'Heute bezahlt' }), value: moneyOf(context, known.amount) },
        {
          label: say({ en: 'Then', de: 'Danach' }),
          value: chargeOf(context, known.nextAmount, known.nextChargeAt),
        },
        { label: say(labels.listPrice), value: listPrice(context) },
      ]),
      paragraph(
        say({
          en: 'It renews until you cancel. You can cancel at any time and keep reading to the end of what you paid for.',
          de: 'Es verlängert sich, bis Sie kündigen. Sie können jederzeit kündigen und lesen weiter, bis zum Ende dessen, was Sie bezahlt haben.',
        }),
      ),
      ...signInParts(context),
      link(say(labels.account), accountUrl(context)),
      link(say(labels.cancelIt), cancelUrl(context)),
      small(
        say({
          en: 'You may withdraw from this purchase within 14 days, without giving a reason, where the law of your country gives you that right. You need the order number and this address, and no account.',
          de: 'Sie können diesen Kauf innerhalb von 14 Tagen ohne Angabe von Gründen widerrufen, wo das Recht Ihres Landes das vorsieht. Sie brauchen dafür die Bestellnummer und diese Adresse, kein Konto.',
        }),
      ),
      link(
        say({ en: 'Withdraw from the contract', de: 'Vertrag widerrufen' }),
        linkTo(context, 'withdraw', '/withdraw'),
      ),
    ],
  };
}

/** Verifies the address and signs in, where the letter may do that. */
export const signInParts = ({ signInUrl, say }: Context) =>
  signInUrl === null
    ? []
    : [
        button(
          say({ en: 'Confirm your address and sign in', de: 'Adresse bestätigen und anmelden' }),
          signInUrl,
        ),
        small(
          say({
            en: 'This link works once. It signs you in on any device; afterwards, ask for a new one on the sign-in page.',
            de: 'Dieser Link gilt einmal. Er meldet Sie auf jedem Gerät an; einen neuen bekommen Sie auf der Anmeldeseite.',
          }),
        ),
      ];

function listPrice(context: Context): string | null {
  const { listAmount, listFrom } = context.facts;
  const amount = moneyOf(context, listAmount);
  const from = instantOf(context, listFrom);
  if (amount === null) return null;
  if (from === null) return amount;
  return context.say({ en: '{amount} from {from}', de: '{amount} ab {from}' }, { amount, from });
}

export function receipt(context: Context): Letter {
  const { facts: known, publication, say } = context;
  const thanks = { en: 'Your payment has arrived. Thank you.', de: 'Ihre Zahlung ist angekommen. Danke.' };
  return {
    subject: say({ en: 'Receipt from {publication}', de: 'Beleg: {publication}' }, { publication }),
    preview: say(thanks),
    heading: say({ en: 'Receipt', de: 'Beleg' }),
    parts: [
      paragraph(say(thanks)),
      facts([
        { label: say(labels.order), value: known.orderNumber },
        { label: say(labels.paid), value: moneyOf(context, known.amount) },
        { label: say(labels.paidThrough), value: instantOf(context, known.accessUntil) },
        { label: say(labels.next), value: chargeOf(context, known.nextAmount, known.nextChargeAt) },
      ]),
      button(say(labels.account), accountUrl(context)),
      link(say({ en: 'All your payments', de: 'Alle Ihre Zahlungen' }), linkTo(context, 'receipt')),
      link(say(labels.cancelIt), cancelUrl(context)),
    ],
  };
}
