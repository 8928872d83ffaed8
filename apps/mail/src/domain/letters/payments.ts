import { button, facts, link, paragraph, type Letter } from '../letter.ts';
import { accountUrl, cancelUrl, chargeOf, instantOf, linkTo, moneyOf, type Context } from './context.ts';

export function paymentFailed(context: Context): Letter {
  const { facts: known, publication } = context;
  const until = instantOf(context, known.accessUntil);
  return {
    subject: `Your payment to ${publication} did not go through`,
    preview: 'Please check your card. You can still read.',
    heading: 'Your payment did not go through',
    parts: [
      paragraph(
        until === null
          ? 'Your bank refused the payment. We try again; you need do nothing if your card is in order.'
          : `Your bank refused the payment. We try again; you can read until ${until}.`,
      ),
      facts([
        { label: 'Order', value: known.orderNumber },
        { label: 'Open amount', value: moneyOf(context, known.amount) },
        { label: 'Next try', value: instantOf(context, known.nextChargeAt) },
        { label: 'Access until', value: until },
      ]),
      button('Change your card', linkTo(context, 'card')),
      link('Your account', accountUrl(context)),
      link('Cancel the subscription', cancelUrl(context)),
    ],
  };
}

export function paymentRecovered(context: Context): Letter {
  const { facts: known, publication } = context;
  return {
    subject: `Your payment to ${publication} has arrived`,
    preview: 'All is well again. Thank you.',
    heading: 'All is well again',
    parts: [
      paragraph('The payment that had failed has arrived. Your subscription goes on as before.'),
      facts([
        { label: 'Order', value: known.orderNumber },
        { label: 'Paid', value: moneyOf(context, known.amount) },
        { label: 'Paid through', value: instantOf(context, known.accessUntil) },
        { label: 'Next payment', value: chargeOf(context, known.nextAmount, known.nextChargeAt) },
      ]),
    ],
  };
}

export function refundIssued(context: Context): Letter {
  const { facts: known, publication } = context;
  const until = instantOf(context, known.accessUntil);
  return {
    subject: `Refund from ${publication}`,
    preview: 'Your money is on its way back.',
    heading: 'Your refund',
    parts: [
      paragraph(
        'We have sent money back to the card that you paid with. Banks need up to ten days to show it.',
      ),
      facts([
        { label: 'Order', value: known.orderNumber },
        { label: 'Refunded', value: moneyOf(context, known.amount) },
        { label: 'Access until', value: until },
      ]),
      button('Your account', accountUrl(context)),
    ],
  };
}

export function duplicateRefunded(context: Context): Letter {
  const { facts: known, publication } = context;
  return {
    subject: `You had subscribed to ${publication} already`,
    preview: 'We have cancelled the second subscription and returned the money.',
    heading: 'You had a subscription already',
    parts: [
      paragraph(
        'You bought a second subscription while the first was running. Nobody reads twice, so we have cancelled the second and returned what you paid for it. The first goes on unchanged.',
      ),
      facts([
        { label: 'Cancelled order', value: known.orderNumber },
        { label: 'Refunded', value: moneyOf(context, known.amount) },
      ]),
      button('Your account', accountUrl(context)),
    ],
  };
}
