import { button, facts, link, paragraph, small, type Letter } from '../letter.ts';
import { accountUrl, chargeOf, instantOf, linkTo, type Context } from './context.ts';

/** The reader's proof that they cancelled, with the instant to which they may read. */
export function cancellationCertificate(context: Context): Letter {
  const { facts: known, publication } = context;
  return {
    subject: `You have cancelled your subscription to ${publication}`,
    preview: 'Keep this mail: it is your proof.',
    heading: 'Certificate of cancellation',
    parts: [
      paragraph('You have cancelled. Nothing more will be charged.'),
      facts([
        { label: 'Certificate', value: known.certificateNumber },
        { label: 'Order', value: known.orderNumber },
        { label: 'You read until', value: instantOf(context, known.accessUntil) },
      ]),
      paragraph('Changed your mind? Until then you can take it back, and all stays as it was.'),
      button('Keep the subscription after all', linkTo(context, 'undo')),
      link('Your account', accountUrl(context)),
      small('Keep this mail: with the number above it is your proof that you cancelled, and when.'),
    ],
  };
}

export function cancellationRevoked(context: Context): Letter {
  const { facts: known, publication } = context;
  return {
    subject: `Your subscription to ${publication} goes on`,
    preview: 'You took your cancellation back.',
    heading: 'Your subscription goes on',
    parts: [
      paragraph('You took your cancellation back. All stays as it was.'),
      facts([
        { label: 'Order', value: known.orderNumber },
        { label: 'Next payment', value: chargeOf(context, known.nextAmount, known.nextChargeAt) },
      ]),
      button('Your account, and how to cancel', accountUrl(context)),
    ],
  };
}

export function subscriptionEnded(context: Context): Letter {
  const { facts: known, publication } = context;
  return {
    subject: `Your subscription to ${publication} has ended`,
    preview: 'Thank you for reading. Nothing more will be charged.',
    heading: 'Your subscription has ended',
    parts: [
      paragraph('Thank you for reading. Nothing more will be charged, and you can come back at any time.'),
      facts([
        { label: 'Order', value: known.orderNumber },
        { label: 'Ended', value: instantOf(context, known.accessUntil) },
      ]),
      button('Subscribe again', `${context.siteUrl}/offer`),
    ],
  };
}

/** The acknowledgement on a durable medium that a withdrawal was received, with its number. */
export function withdrawalCertificate({ facts: known, publication }: Context): Letter {
  return {
    subject: `You have withdrawn from your contract with ${publication}`,
    preview: 'Keep this mail: it is your proof.',
    heading: 'Confirmation of your withdrawal',
    parts: [
      paragraph(
        'You have withdrawn from the contract. It ended at once, nothing more will be charged, and your money is on its way back to the card that you paid with.',
      ),
      facts([
        { label: 'Certificate', value: known.certificateNumber },
        { label: 'Order', value: known.orderNumber },
      ]),
      small('Keep this mail: with the number above it is your proof that you withdrew, and when.'),
    ],
  };
}
