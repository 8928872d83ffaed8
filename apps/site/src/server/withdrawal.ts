import { billing } from '@gatefold/api';

/** Why a withdrawal is not taken, in words; what is not here is no answer to a reader. */
export const withdrawalRefusals: Readonly<Record<string, string>> = {
  'withdrawal-not-found': 'There is no order with this number and this address. Please check both.',
  'withdrawal-over': 'The time in which one may withdraw is over. You can cancel at any time.',
  'subscription-ended': 'This contract has ended already. Nothing more is charged.',
  'charge-not-paid': 'Nothing was paid under this order, so there is nothing to withdraw from.',
  'quote-outdated': 'This page was open for too long, or the sum has changed. Please look at it again.',
  'too-many-requests': 'That were many tries in a short time. Please wait a few minutes.',
  'invalid-input': 'Please give the address and the order number as they stand in the mail.',
};

/** What a form says was quoted; what is no quote is one that nobody has made. */
export function withdrawalQuote(text: string) {
  try {
    return billing.withdraw.body.shape.quote.parse(JSON.parse(text));
  } catch {
    return { at: '', until: '', refund: { amount: '', currency: '' } };
  }
}
