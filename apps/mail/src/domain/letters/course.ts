import { button, facts, link, paragraph, type Letter } from '../letter.ts';
import { accountUrl, cancelUrl, chargeOf, instantOf, linkTo, moneyOf, type Context } from './context.ts';

/** Another plan, or the one that was kept after all: what is paid next, and how to leave. */
export function planChanged(context: Context): Letter {
  const { facts: known, publication } = context;
  return {
    subject: `Your plan at ${publication}`,
    preview: 'What you pay next, and when.',
    heading: 'Your plan has changed',
    parts: [
      paragraph('Your plan is changed as you confirmed it. It renews until you cancel.'),
      facts([
        { label: 'Order', value: known.orderNumber },
        { label: 'Paid through', value: instantOf(context, known.accessUntil) },
        { label: 'Next payment', value: chargeOf(context, known.nextAmount, known.nextChargeAt) },
      ]),
      button('Your account', accountUrl(context)),
      link('Cancel', cancelUrl(context)),
    ],
  };
}

/** Until when one reads, and when it goes on by itself. */
export function paused(context: Context): Letter {
  const { facts: known, publication } = context;
  return {
    subject: `Your subscription to ${publication} is paused`,
    preview: 'Nothing is charged while it rests.',
    heading: 'Your subscription rests',
    parts: [
      paragraph(
        'Nothing is charged while it rests. You can let it go on earlier, or cancel, in your account.',
      ),
      facts([
        { label: 'Order', value: known.orderNumber },
        { label: 'You read until', value: instantOf(context, known.accessUntil) },
        { label: 'It goes on', value: chargeOf(context, known.nextAmount, known.nextChargeAt) },
      ]),
      button('Let it go on now', linkTo(context, 'resume')),
      link('Your account', accountUrl(context)),
      link('Cancel', cancelUrl(context)),
    ],
  };
}

/** A new list price, told in time: what it is, from when, and that one may leave before. */
export function priceChange(context: Context): Letter {
  const { facts: known, publication } = context;
  return {
    subject: `A new price for your subscription to ${publication}`,
    preview: 'What it is, and from when. You can cancel before.',
    heading: 'A new price',
    parts: [
      paragraph(
        'All that you were promised until then stays as it is. After that your subscription costs more.',
      ),
      facts([
        { label: 'Order', value: known.orderNumber },
        { label: 'New price', value: moneyOf(context, known.listAmount) },
        { label: 'From', value: instantOf(context, known.listFrom) },
        { label: 'Next payment', value: chargeOf(context, known.nextAmount, known.nextChargeAt) },
      ]),
      paragraph(
        'If you do not want that you can cancel at any time before, and read to the end of what you paid for.',
      ),
      link('Cancel', cancelUrl(context)),
      button('Your account', accountUrl(context)),
    ],
  };
}
