import { billing } from '@gatefold/api';
import type { PlainKey } from '../words/voice.ts';

/** Why a withdrawal is not taken, in words; what is not here is no answer to a reader. */
export const withdrawalRefusals: Readonly<Record<string, PlainKey>> = {
  'withdrawal-not-found': 'claim.not-found',
  'withdrawal-over': 'withdraw.over',
  'subscription-ended': 'withdraw.ended',
  'charge-not-paid': 'withdraw.unpaid',
  'quote-outdated': 'withdraw.outdated',
  'too-many-requests': 'order.too-many',
  'invalid-input': 'claim.invalid',
};

/** What a form says was quoted; what is no quote is one that nobody has made. */
export function withdrawalQuote(text: string) {
  try {
    return billing.withdraw.body.shape.quote.parse(JSON.parse(text));
  } catch {
    return { at: '', until: '', refund: { amount: '', currency: '' } };
  }
}
