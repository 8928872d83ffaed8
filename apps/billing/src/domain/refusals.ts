import { Refusal, type Facts } from '@gatefold/kernel';

const sentences = {
  'offer-not-on-sale': 'This offer is not on sale.',
  'consent-outdated': 'The terms have changed. Read them again and accept the new ones.',
  'already-subscribed': 'There is a running subscription to this already.',
  'reader-or-email-required': 'Say who buys: a reader or an e-mail address, and only one of them.',
  'checkout-not-found': 'There is no such checkout.',
  'subscription-not-found': 'There is no such subscription.',
  'subscription-ended': 'This subscription has ended and can no longer change.',
  'subscription-cancelling': 'This subscription is cancelled. Take that back first.',
  'subscription-paused': 'This subscription is paused. Let it go on first.',
  'payment-outstanding': 'A payment is open or disputed. That must be settled first.',
  'renewal-running': 'The next period is being charged just now. Try again in a few hours.',
  'change-pending': 'Another plan is coming already. Take that back first.',
  'plan-not-available': 'This subscription cannot be changed to that plan.',
  'pause-too-long': 'A pause may not last that long.',
  'pause-too-often': 'There were as many pauses in the last year as there may be.',
  'not-in-introduction': 'The introduction is over.',
  'quote-outdated': 'This is no longer what would come of it. Ask again, and accept the new figure.',
  'charge-not-found': 'There is no such charge.',
  'charge-not-paid': 'Nothing was paid that could be given back.',
  'refund-exceeds-payment': 'More cannot be given back than was paid.',
  'idempotency-key-required': 'This needs an Idempotency-Key, so that a repeat does nothing.',
  'idempotency-key-reused': 'This Idempotency-Key was used for something else.',
  'refund-needs-approval': 'That much goes back by the word of two people: ask for it, and another approves.',
  'request-not-found': 'There is no such request.',
  'request-decided': 'This request was decided on already.',
  'request-waiting': 'A request for this payment is waiting already.',
  'second-person-required': 'Nobody approves what they have asked for.',
  'case-not-found': 'There is no such case.',
  'case-closed': 'This case was closed already.',
  'cursor-invalid': 'The cursor is not one that this list gave out.',
  'billing-event-not-found': 'There is no such billing event.',
  'endpoint-not-found': 'There is no such endpoint.',
  'endpoint-url-refused': 'Only an https address that is open to the internet is taken.',
  'endpoint-off': 'This endpoint is switched off. Switch it on first.',
  'delivery-not-found': 'There is no such delivery.',
  'webhook-signature-invalid': 'The signature does not fit the body, or is too old.',
  'webhook-malformed': 'The body is not an event of Stripe.',
  'webhook-mode-mismatch': 'The event comes from the other mode of Stripe, live or test.',
  'payment-refused': 'Stripe refused this.',
} as const;

export type RefusalCode = keyof typeof sentences;

export const refuse = (code: RefusalCode, facts?: Facts): Refusal<RefusalCode> =>
  new Refusal(code, sentences[code], facts);
