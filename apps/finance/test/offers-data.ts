import { readFileSync } from 'node:fs';
import { anId } from '@gatefold/test-kit';
import { READER, usd } from './books.ts';

const digital = {
  ...{ key: 'digital', name: 'Digital', product: 'digital', bundle: 'all-access', audience: null },
  publications: ['meridian'],
  since: '2026-02-01T09:00:00.000Z',
};

export const versions = [
  {
    ...digital,
    version: 2,
    phases: [
      { key: 'intro', charges: 1, every: '28 days', amount: usd('100') },
      { key: 'year_one', charges: 13, every: '4 weeks', amount: usd('900') },
      { key: 'standard', charges: null, every: '4 weeks', amount: usd('1500') },
    ],
    publications: ['meridian', 'signal'],
    isOnSale: true,
    subscriptions: 12_345,
  },
  {
    ...digital,
    version: 1,
    phases: [{ key: 'standard', charges: null, every: '4 weeks', amount: usd('1200') }],
    isOnSale: false,
    subscriptions: 3,
  },
] as const;

export const giftVersions = [
  {
    ...{ key: 'gift-year', version: 2, name: 'A year as a gift', product: 'digital', bundle: 'all-access' },
    publication: 'meridian',
    ...{ amount: usd('15000'), length: 'year', isOnSale: true, since: '2026-02-01T09:00:00.000Z', sold: 41 },
  },
  {
    ...{ key: 'gift-year', version: 1, name: 'A year as a gift', product: 'digital', bundle: 'all-access' },
    publication: 'meridian',
    ...{ amount: usd('12000'), length: '12 months', isOnSale: false, since: '2026-01-01T09:00:00.000Z' },
    sold: 1_203,
  },
] as const;

const paper: unknown = JSON.parse(
  readFileSync(new URL('../../billing/offers.json', import.meta.url), 'utf8'),
);

/** As people paste it: larger than all other forms. */
export const catalogueFile = JSON.stringify(paper, null, 6);

/** What a file would change. */
export const changes = [
  {
    ...{ what: 'offer', key: 'digital', change: 'changed', version: 3 },
    fields: [
      { field: 'phases.standard.amount', before: '$15.00', after: '$16.00' },
      {
        field: 'consent.text',
        before: '$1.00 today for 4 weeks, then $9.00 every 4 weeks, 13 times, then $15.00 every 4 weeks.',
        after: '$1.00 today for 4 weeks, then $9.00 every 4 weeks, 13 times, then $16.00 every 4 weeks.',
      },
      { field: 'audience', before: null, after: 'returning' },
    ],
  },
  {
    ...{ what: 'offer', key: 'student', change: 'new', version: 1 },
    fields: [
      { field: 'publication', before: null, after: 'signal' },
      { field: 'name', before: null, after: 'Student' },
    ],
  },
  {
    ...{ what: 'gift', key: 'gift-year', change: 'changed', version: 3 },
    fields: [{ field: 'amount', before: '$150', after: '$160' }],
  },
  { what: 'code', key: 'SPRING', change: 'withdrawn', version: null, fields: [] },
  { what: 'rules', key: 'rules', change: 'same', version: null, fields: [] },
] as const;

export const aRun = {
  id: anId(960),
  source: 'csv',
  mode: 'dry-run',
  state: 'running',
  inputHash: 'ab'.repeat(32),
  prices: {},
  askedBy: 'admin:pia',
  askedAt: '2026-11-24T18:00:00.000Z',
  closedAt: null,
  counts: { 'would-import': 1_200, imported: 0, 'already-there': 2, refused: 1 },
} as const;

export const aTakeover = {
  ...aRun,
  ...{ id: anId(961), source: 'stripe', mode: 'apply', state: 'done', prices: { price_1: 'digital' } },
  ...{ closedAt: '2026-11-23T18:30:00.000Z', askedAt: '2026-11-23T18:00:00.000Z' },
  counts: { 'would-import': 0, imported: 40, 'already-there': 0, refused: 0 },
} as const;

const row = { code: null, reason: null, facts: {}, stripeSubscriptionId: null, subscriptionId: null };

export const importRows = [
  { ...row, line: 2, outcome: 'would-import', stripeSubscriptionId: 'sub_1QabcDefGhiJklMno' },
  { ...row, line: 3, outcome: 'already-there', subscriptionId: anId(970) },
  {
    ...{ ...row, line: 4, outcome: 'refused', code: 'address-invalid' },
    reason: 'There is no e-mail address, or it is not one.',
  },
] as const;

const had = { readerId: READER, usedAt: '2026-10-01T12:00:00.000Z', waivedBy: null, waivedAt: null };

export const introUses = [
  { ...had, checkoutId: anId(980), verdict: 'repeated' },
  {
    ...had,
    ...{ checkoutId: anId(981), verdict: 'given', usedAt: '2026-03-01T12:00:00.000Z' },
    ...{ waivedBy: 'finance:nora', waivedAt: '2026-06-01T12:00:00.000Z' },
  },
] as const;
