import { button, facts, link, paragraph, small, type Letter } from '../letter.ts';
import { accountUrl, cancelUrl, chargeOf, instantOf, type Context } from './context.ts';

/** A subscription has moved here from elsewhere: nothing was charged, and this is how its reader gets in. */
export function subscriptionImported(context: Context): Letter {
  const { facts: known, publication, signInUrl } = context;
  const goesOn = known.nextChargeAt !== null;
  return {
    subject: `Your subscription to ${publication} has a new home`,
    preview: 'Nothing was charged. Confirm your address to read on.',
    heading: 'Your subscription has a new home',
    parts: [
      paragraph(
        goesOn
          ? 'We have moved your subscription to a new system. Nothing was charged, and neither what you pay nor when has changed.'
          : 'We have moved your subscription to a new system. Nothing was charged. You read on to the end of what you paid for; it does not renew.',
      ),
      facts([
        { label: 'Order', value: known.orderNumber },
        { label: 'Paid through', value: instantOf(context, known.accessUntil) },
        { label: 'Next payment', value: chargeOf(context, known.nextAmount, known.nextChargeAt) },
      ]),
      ...(signInUrl === null
        ? []
        : [
            button('Confirm your address and sign in', signInUrl),
            small(
              'This link works once. It signs you in on any device; afterwards, ask for a new one on the sign-in page.',
            ),
          ]),
      link('Your account', accountUrl(context)),
      ...(goesOn ? [link('Cancel the subscription', cancelUrl(context))] : []),
    ],
  };
}
