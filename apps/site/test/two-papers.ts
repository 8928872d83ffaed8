import { giftOffer, offer } from './world.ts';

const usd = (amount: string) => ({ amount, currency: 'USD' });
const every = { unit: 'week', count: 4 } as const;

/** The second paper alone. */
export const signalAlone = {
  ...offer,
  ...{ key: 'signal', publication: 'signal', name: 'The Signal', benefits: ['All of it'] },
  phases: [{ key: 'standard', charges: null, interval: every, amount: usd('800') }],
  consent: { version: 'signal-v1', text: 'You pay $8 every four weeks until you cancel.' },
};

/** Both papers, sold by each. */
export const both = {
  ...offer,
  ...{ key: 'both', alsoReads: ['signal'], bundle: 'both', name: 'The Meridian and The Signal' },
  phases: [
    { key: 'year_one', charges: 11, interval: every, amount: usd('1200') },
    { key: 'standard', charges: null, interval: every, amount: usd('1900') },
  ],
  consent: { version: 'both-v1', text: 'You pay $12 eleven times, and then $19, until you cancel.' },
};

const page = (data: readonly unknown[]) => ({ answer: { data, nextCursor: null } });

/** What a house of two papers sells. */
export const soldByBoth = () => page([offer, signalAlone, both]);

/** A gift of each. */
export const giftsOfBoth = () =>
  page([
    giftOffer,
    { ...giftOffer, ...{ key: 'gift-signal', publication: 'signal', name: 'The Signal, a year' } },
  ]);

/** The plans that a subscription to one of them may be changed to. */
export const plansOfBoth = () => page([{ ...offer, key: 'digital-yearly', name: 'By the year' }, both]);

export const quoteOfBoth = {
  ...{ offer: 'both', at: '2026-11-24T23:00:00Z', from: '2026-11-24T23:00:00Z', due: usd('700') },
  next: { at: '2026-12-22T23:00:00Z', amount: usd('1200') },
};
