export type Tone = 'ok' | 'warn' | 'bad' | 'plain';

export type EventWords = {
  readonly words: string;
  /** How urgent it looks; the words say it too. */
  readonly tone: Tone;
  /** Which way the money went; `none` where only something was written down. */
  readonly money: 'in' | 'out' | 'none';
};

const of = (words: string, tone: Tone, money: EventWords['money'] = 'none'): EventWords => ({
  words,
  tone,
  money,
});

/** Billing's types in the order in which the filter offers them. */
export const eventGroups: Readonly<Record<string, Readonly<Record<string, EventWords>>>> = {
  Money: {
    'payment.paid': of('payment arrived', 'ok', 'in'),
    'payment.failed': of('payment refused', 'warn'),
    'payment.refunded': of('money given back', 'plain', 'out'),
    'payment.refund-failed': of('refund did not arrive', 'bad'),
    'payment.disputed': of('payment disputed', 'bad', 'out'),
    'payment.dispute-closed': of('dispute closed', 'plain'),
  },
  Books: {
    'invoice.opened': of('invoice issued', 'plain'),
    'invoice.voided': of('invoice voided', 'plain'),
    'invoice.reopened': of('invoice claimed again', 'plain'),
    'credit.used': of('paid by credit', 'plain'),
    'payment.outside': of('paid outside of Stripe', 'plain'),
    'revenue.earned': of('period earned', 'plain'),
  },
  Subscription: {
    'subscription.started': of('subscription began', 'ok'),
    'subscription.trial-started': of('introduction began', 'ok'),
    'subscription.converted': of('first year began', 'ok'),
    'subscription.renewed': of('subscription renewed', 'ok'),
    'subscription.stepped-up': of('list price began', 'ok'),
    'subscription.payment-failed': of('collecting began', 'warn'),
    'subscription.recovered': of('failed charge recovered', 'ok'),
    'subscription.cancellation-scheduled': of('cancelled by the reader', 'warn'),
    'subscription.cancellation-revoked': of('cancellation taken back', 'ok'),
    'subscription.ended': of('subscription ended', 'plain'),
    'subscription.transferred': of('handed to another account', 'plain'),
    'subscription.announced': of('state announced again', 'plain'),
  },
};

const byType = new Map(Object.values(eventGroups).flatMap((group) => Object.entries(group)));

export const isEventType = (type: string): boolean => byType.has(type);

/** At the beginning of a line. */
export const asHeading = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** A type that came after these pages were made is shown as billing calls it, never left out. */
export const wordsOfType = (type: string): EventWords => byType.get(type) ?? of(type, 'plain');
