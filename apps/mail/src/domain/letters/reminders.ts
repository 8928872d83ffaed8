import { button, facts, link, paragraph, type Letter } from '../letter.ts';
import { accountUrl, cancelUrl, chargeOf, instantOf, moneyOf, type Context } from './context.ts';

/** Sent on calendar day −7, so that nobody pays the next price by surprise. */
export function conversionReminder(context: Context): Letter {
  const { facts: known, publication } = context;
  return {
    subject: `Your introductory weeks at ${publication} end soon`,
    preview: 'What you will pay next and when, and how to cancel before.',
    heading: 'Your introductory weeks end soon',
    parts: [
      paragraph('If you do nothing, your subscription goes on at the discounted price of the first year:'),
      facts([
        { label: 'Order', value: known.orderNumber },
        { label: 'Next payment', value: chargeOf(context, known.nextAmount, known.nextChargeAt) },
        { label: 'List price', value: chargeOf(context, known.listAmount, known.listFrom) },
      ]),
      paragraph(endOrKeep(context)),
      button('Your account', accountUrl(context)),
      link('Cancel the subscription', cancelUrl(context)),
    ],
  };
}

function endOrKeep(context: Context): string {
  const until = instantOf(context, context.facts.accessUntil ?? context.facts.nextChargeAt);
  return until === null
    ? 'If you would rather stop, cancel before that: you pay nothing more.'
    : `If you would rather stop, cancel before that: you pay nothing more and read until ${until}.`;
}

export function stepUpNotice(context: Context): Letter {
  const { facts: known, publication } = context;
  const from = instantOf(context, known.listFrom ?? known.nextChargeAt);
  return {
    subject: `The price of your subscription to ${publication} changes`,
    preview: 'Your first year ends; the list price begins.',
    heading: 'Your discount ends with the first year',
    parts: [
      paragraph('From the next payment on you pay the list price, as agreed when you subscribed:'),
      facts([
        { label: 'Order', value: known.orderNumber },
        { label: 'New price', value: moneyOf(context, known.listAmount ?? known.nextAmount) },
        { label: 'From', value: from },
      ]),
      paragraph('You can cancel at any time before that and keep reading to the end of what you paid for.'),
      button('Your account', accountUrl(context)),
      link('Cancel the subscription', cancelUrl(context)),
    ],
  };
}
