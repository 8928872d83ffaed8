import type { NoticeData } from '@gatefold/events';
import { sayTo, wordsFor } from '../src/domain/words.ts';
import type { Context, GiftCard } from '../src/domain/letters/context.ts';

export const READER = '0199a1b2-0000-7000-8000-000000000001';
export const SITE = 'https://meridian.example';
export const SIGNAL = 'https://signal.example';

/** Everything billing can say about a subscription, so that a test sees what a letter leaves out. */
export const allFacts: NoticeData['facts'] = {
  orderNumber: 'M-2026-000123',
  amount: { amount: '100', currency: 'USD' },
  nextAmount: { amount: '900', currency: 'USD' },
  nextChargeAt: '2026-03-29T14:00:00Z',
  nextUntil: '2027-03-29T14:00:00Z',
  cardExpires: '2026-02',
  listAmount: { amount: '1500', currency: 'USD' },
  listFrom: '2027-03-28T14:00:00Z',
  accessUntil: '2026-03-29T14:00:00Z',
  certificateNumber: 'C-2026-000007',
  returnTo: '/articles/harbour-lights',
};

export const noFacts: NoticeData['facts'] = {
  orderNumber: 'M-2026-000123',
  amount: null,
  nextAmount: null,
  nextChargeAt: null,
  nextUntil: null,
  cardExpires: null,
  listAmount: null,
  listFrom: null,
  accessUntil: null,
  certificateNumber: null,
  returnTo: null,
};

/** A notice that is due on 1 March 2026 at noon. Override only what the test is about. */
export const aNotice = (overrides: Partial<NoticeData> = {}): NoticeData => ({
  noticeId: '0199a1b2-0000-7000-8000-00000000000a',
  readerId: READER,
  subscriptionId: '0199a1b2-0000-7000-8000-0000000000ff',
  publication: 'meridian',
  kind: 'receipt',
  causeKey: 'receipt/invoice-1',
  dueAt: '2026-03-01T12:00:00Z',
  facts: allFacts,
  ...overrides,
});

export const aGift: GiftCard = {
  name: 'a year of The Meridian',
  from: 'Grandma',
  message: 'Happy birthday!',
  code: '7F3K-2QXA-91MD-C0RT',
  sendAt: '2026-03-29T14:00:00Z',
  expiresAt: '2031-03-29T14:00:00Z',
  until: null,
  goesOn: false,
};

export const aContext = (overrides: Partial<Context> = {}): Context => ({
  facts: allFacts,
  words: wordsFor({ locale: 'en-US', zone: 'America/New_York' }),
  say: sayTo('en-US'),
  publication: 'The Meridian',
  siteUrl: SITE,
  signInUrl: null,
  links: {},
  gift: aGift,
  ...overrides,
});
