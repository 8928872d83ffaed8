import type { WantedCase } from './change.ts';

/** What most likely lies behind each kind of case, and what to do about it. A new kind does not compile until it is here. */
export const suggestions = {
  'draft-differs':
    'Stripe was about to charge another sum than was promised, and was held. See who edited the price, the discount or the anchor; put it right at Stripe and finalize the invoice there, or void it.',
  'unplanned-invoice':
    'An invoice that the price path does not know. If staff made it on purpose, finalize it at Stripe; else void it.',
  'amount-differs':
    'Another sum than was promised has been charged. Give the difference back, and find out who changed it at Stripe.',
  'second-invoice-for-period': 'The period has been invoiced already. Void the second invoice at Stripe.',
  'refund-failed':
    'The bank sent the money back: the reader has none of it yet. Ask them for another way, and pay it out by hand.',
  'dispute-opened':
    'Answer at Stripe before its deadline: what was accepted, what was read and what was written are in the evidence.',
  'call-refused':
    'Stripe said no to something of ours. The code says why; do it at Stripe by hand if it is still wanted.',
  'unknown-balance-transaction':
    'Money moved in a way that is not booked here. Book it by hand; ask for the type to be known.',
  'foreign-balance-transaction':
    'Money of somebody who is not a reader: something else is sold in the same Stripe account, or they are not taken over yet, which will close this.',
  'webhook-endpoint-off':
    'A system of yours could not be told for days, or said that it wants no more. Put it right, switch the endpoint on and replay what failed.',
  'intro-repeated':
    'The introduction was had before with this card or address, so the dollar went back and it ended. If it was another person, waive the earlier use: they can begin anew.',
  'paid-elsewhere':
    'Days that were paid for elsewhere, or by whoever gave them, could not be put behind the subscription that their reader has now. Give them as a free period, or talk to the reader.',
  'outside-to-return':
    'What was paid outside of Stripe cannot go back through it. Give the reader this sum by the way it came.',
  'collection-paused':
    'Somebody has paused its payments at Stripe: it renews no more, and its reader meets the wall when what is paid for is over. End the pause at Stripe, and finalize what was kept as a draft meanwhile; or end the subscription.',
} as const satisfies Record<WantedCase['kind'], string>;
