import { noticeKinds } from '@gatefold/events';
import { describe, expect, test } from 'vitest';
import { aContext, aGift, allFacts, noFacts, SITE } from '../../../test/builders.ts';
import { asText } from '../letter.ts';
import { sayTo, wordsFor } from '../words.ts';
import type { Context } from './context.ts';
import { noticeLetter } from './notices.ts';

type Kind = (typeof noticeKinds)[number];

const signInUrl = `${SITE}/sign-in/confirm?token=a.b`;
const textOf = (kind: Kind, overrides: Partial<Context> = {}): string =>
  asText(noticeLetter(kind, aContext({ signInUrl, ...overrides })), 'The Meridian');

const nextCharge = '$9 on March 29, 2026 at 10:00 AM EDT';
const until = 'March 29, 2026 at 10:00 AM EDT';
const account = `${SITE}/account`;
const cancel = `${SITE}/account/cancel`;

test.each<{ kind: Kind; says: string[] }>([
  {
    kind: 'purchase-confirmed',
    says: [
      'Paid today: $1',
      `Then: ${nextCharge}`,
      'List price: $15 from March 28, 2027 at 10:00 AM EDT',
      'renews until you cancel',
      cancel,
      'withdraw',
      signInUrl,
    ],
  },
  {
    kind: 'subscription-imported',
    says: ['Nothing was charged', `Paid through: ${until}`, `Next payment: ${nextCharge}`, cancel, signInUrl],
  },
  { kind: 'receipt', says: ['Paid: $1', `Paid through: ${until}`, `Next payment: ${nextCharge}`] },
  {
    kind: 'conversion-reminder',
    says: [`Next payment: ${nextCharge}`, 'List price: $15 on March 28, 2027', `read until ${until}`, cancel],
  },
  { kind: 'step-up-notice', says: ['New price: $15', 'From: March 28, 2027 at 10:00 AM EDT', cancel] },
  {
    kind: 'renewal-reminder',
    says: [
      'renews by itself',
      `Next payment: ${nextCharge}`,
      'It pays until: March 29, 2027 at 10:00 AM EDT',
      `read until ${until}`,
      cancel,
    ],
  },
  {
    kind: 'card-expiring',
    says: ['Card valid through: 02/26', `Next payment: ${nextCharge}`, 'no longer valid', account, cancel],
  },
  {
    kind: 'payment-failed',
    says: ['Open amount: $1', `Next try: ${until}`, `you can read until ${until}`, account],
  },
  {
    kind: 'payment-recovered',
    says: ['Paid: $1', `Paid through: ${until}`, `Next payment: ${nextCharge}`],
  },
  {
    kind: 'cancellation-certificate',
    says: ['Certificate: C-2026-000007', `You read until: ${until}`, 'Nothing more will be charged', account],
  },
  { kind: 'cancellation-revoked', says: [`Next payment: ${nextCharge}`, 'All stays as it was'] },
  { kind: 'subscription-ended', says: [`Ended: ${until}`, `${SITE}/offer`] },
  { kind: 'refund-issued', says: ['Refunded: $1', `Access until: ${until}`] },
  { kind: 'plan-changed', says: [`Next payment: ${nextCharge}`, 'until you cancel', cancel] },
  { kind: 'paused', says: [`You read until: ${until}`, `It goes on: ${nextCharge}`, account] },
  {
    kind: 'withdrawal-certificate',
    says: ['Certificate: C-2026-000007', 'withdrawn from the contract', 'on its way back'],
  },
  {
    kind: 'price-change',
    says: ['New price: $15', 'From: March 28, 2027 at 10:00 AM EDT', 'stays as it is', cancel],
  },
  { kind: 'gift-bought', says: ['Paid: $1', 'never renews', 'Code: 7F3K-2QXA-91MD-C0RT'] },
  {
    kind: 'gift-arrived',
    says: [
      'Grandma has given you a year',
      '“Happy birthday!”',
      `${SITE}/redeem?code=7F3K-2QXA-91MD-C0RT`,
      'never renews',
    ],
  },
  { kind: 'gift-taken', says: ['nothing more is charged'] },
  { kind: 'gift-begun', says: [`You read until: ${until}`, 'ends by itself', account] },
  { kind: 'gift-waiting', says: ['Code: 7F3K-2QXA-91MD-C0RT', account] },
  { kind: 'gift-ending', says: [`It ends: ${until}`, 'nothing will be charged', `${SITE}/offer`] },
  { kind: 'duplicate-refunded', says: ['Refunded: $1', 'The first goes on unchanged'] },
])('$kind says what the reader needs', ({ kind, says }) => {
  const text = textOf(kind);

  for (const words of [...says, 'M-2026-000123']) expect(text).toContain(words);
});

describe.each(noticeKinds)('%s', (kind) => {
  test('shows no gap where billing knew nothing', () => {
    const letter = noticeLetter(kind, aContext({ facts: noFacts, gift: null }));

    expect(JSON.stringify(letter)).not.toMatch(/undefined|null|Invalid Date|NaN/);
    expect(letter.subject).toContain('The Meridian');
  });
});

const inGerman = { say: sayTo('de-DE'), words: wordsFor({ locale: 'de-DE', zone: 'Europe/Berlin' }) };

describe.each(noticeKinds)('%s, in German', (kind) => {
  test('has the same links and facts, and not a sentence of the English', () => {
    const [german, english] = [textOf(kind, inGerman), textOf(kind)];
    const linksOf = (text: string) => text.match(/https:\S+/g);
    const sentencesOf = (text: string) => text.match(/[A-Z][^.:\n]* [^.:\n]*[.:]/g) ?? [];

    expect(linksOf(german)).toEqual(linksOf(english));
    expect(german.split('\n')).toHaveLength(english.split('\n').length);
    expect(sentencesOf(english).filter((said) => german.includes(said))).toEqual([]);
  });
});

test('a certificate of cancellation says in German what it proves', () => {
  const text = textOf('cancellation-certificate', inGerman);

  for (const says of [
    'Bestätigung Ihrer Kündigung',
    'Nummer der Bestätigung: C-2026-000007',
    'Sie lesen bis: 29. März 2026 um 16:00 MESZ',
    'Es wird nichts mehr abgebucht',
  ])
    expect(text).toContain(says);
});

test('one whose own subscription goes on behind the gift is told that it is charged again', () => {
  const text = textOf('gift-ending', { gift: { ...aGift, goesOn: true } });

  expect(text).toContain('charged as before');
  expect(text).not.toContain('nothing will be charged');
});

test('only a letter that begins something signs somebody in', () => {
  const withLink = noticeKinds.filter((kind) => textOf(kind).includes('/sign-in/confirm'));

  expect(withLink).toEqual(['purchase-confirmed', 'subscription-imported']);
});

test('a payment that failed does not promise access that billing does not know of', () => {
  expect(textOf('payment-failed', { facts: { ...allFacts, accessUntil: null } })).not.toContain('read until');
});

test.each([
  { locale: 'en-US', zone: 'America/New_York', instant: 'March 29, 2026 at 10:00 AM EDT', money: '$2.50' },
  { locale: 'en-GB', zone: 'Europe/London', instant: '29 March 2026 at 15:00 BST', money: 'US$2.50' },
  { locale: 'de-DE', zone: 'Europe/Berlin', instant: '29. März 2026 um 16:00 MESZ', money: '2,50\u00a0$' },
])('dates and amounts are written as people in $locale do, with the zone', ({ locale, zone, ...written }) => {
  const words = wordsFor({ locale, zone });

  expect(words.instant('2026-03-29T14:00:00Z')).toBe(written.instant);
  expect(words.money({ amount: '250', currency: 'USD' })).toBe(written.money);
});
