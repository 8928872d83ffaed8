import { button, facts, link, paragraph, small, type Letter } from '../letter.ts';
import { accountUrl, cancelUrl, chargeOf, instantOf, linkTo, moneyOf, type Context } from './context.ts';

/** The terms that were agreed to, on a durable medium: what is paid when, how to leave, how to withdraw. */
export function purchaseConfirmed(context: Context): Letter {
  const { facts: known, publication, signInUrl } = context;
  return {
    subject: `Your subscription to ${publication}`,
    preview: 'What you bought, what you pay and when, and how to cancel.',
    heading: 'Thank you for subscribing',
    parts: [
      paragraph(
        'You have unlimited access to all reporting, investigations and analysis, The Daily Update, the searchable archive, photo galleries and special columns, and you can write to reporters.',
      ),
      facts([
        { label: 'Order', value: known.orderNumber },
        { label: 'Paid today', value: moneyOf(context, known.amount) },
        { label: 'Then', value: chargeOf(context, known.nextAmount, known.nextChargeAt) },
        { label: 'List price', value: listPrice(context) },
      ]),
      paragraph(
        'It renews until you cancel. You can cancel at any time and keep reading to the end of what you paid for.',
      ),
      ...(signInUrl === null
        ? []
        : [
            button('Confirm your address and sign in', signInUrl),
            small(
              'This link works once. It signs you in on any device; afterwards, ask for a new one on the sign-in page.',
            ),
          ]),
      link('Your account', accountUrl(context)),
      link('Cancel the subscription', cancelUrl(context)),
      small(
        'You may withdraw from this purchase within 14 days, without giving a reason, where the law of your country gives you that right. You need the order number and this address, and no account.',
      ),
      link('Withdraw from the contract', linkTo(context, 'withdraw', '/withdraw')),
    ],
  };
}

function listPrice(context: Context): string | null {
  const { listAmount, listFrom } = context.facts;
  const amount = moneyOf(context, listAmount);
  const from = instantOf(context, listFrom);
  if (amount === null) return null;
  return from === null ? amount : `${amount} from ${from}`;
}

export function receipt(context: Context): Letter {
  const { facts: known, publication } = context;
  return {
    subject: `Receipt from ${publication}`,
    preview: 'Your payment has arrived. Thank you.',
    heading: 'Receipt',
    parts: [
      paragraph('Your payment has arrived. Thank you.'),
      facts([
        { label: 'Order', value: known.orderNumber },
        { label: 'Paid', value: moneyOf(context, known.amount) },
        { label: 'Paid through', value: instantOf(context, known.accessUntil) },
        { label: 'Next payment', value: chargeOf(context, known.nextAmount, known.nextChargeAt) },
      ]),
      button('Your account', accountUrl(context)),
      link('All your payments', linkTo(context, 'receipt')),
      link('Cancel the subscription', cancelUrl(context)),
    ],
  };
}
