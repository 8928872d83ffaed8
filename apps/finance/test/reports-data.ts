import { usd } from './books.ts';

const place = { offer: 'digital', currency: 'USD' };
const nothing = {
  billed: usd('0'),
  voided: usd('0'),
  paid: usd('0'),
  credited: usd('0'),
  refunded: usd('0'),
  tax: usd('0'),
  disputed: usd('0'),
};

export const definitions = { months: 'Calendar months in UTC.', revenue: 'What was earned.' };

export const revenueRows = [
  {
    ...place,
    ...nothing,
    month: '2026-10-01',
    phase: 'intro',
    paid: usd('100'),
    revenue: usd('97'),
    deferred: usd('3'),
  },
  { ...place, ...nothing, month: '2026-11-01', phase: 'intro', revenue: usd('3'), deferred: usd('0') },
  {
    ...place,
    ...nothing,
    month: '2026-11-01',
    phase: 'year_one',
    paid: usd('1310900'),
    tax: usd('80000'),
    revenue: usd('30000'),
    deferred: usd('1200900'),
  },
  {
    ...nothing,
    month: '2026-11-01',
    offer: 'digital',
    phase: 'intro',
    currency: 'EUR',
    billed: { amount: '90', currency: 'EUR' },
    voided: { amount: '0', currency: 'EUR' },
    paid: { amount: '90', currency: 'EUR' },
    credited: { amount: '0', currency: 'EUR' },
    refunded: { amount: '0', currency: 'EUR' },
    tax: { amount: '0', currency: 'EUR' },
    disputed: { amount: '0', currency: 'EUR' },
    revenue: { amount: '50', currency: 'EUR' },
    deferred: { amount: '40', currency: 'EUR' },
  },
];

export const mrrRows = [
  {
    ...place,
    month: '2026-11-01',
    phase: 'year_one',
    subscribers: 1_204,
    cancelling: 31,
    current: usd('1173900'),
    continuing: usd('1143675'),
    list: usd('1906125'),
  },
];

export const cohortRows = [
  {
    week: '2026-10-26',
    offer: 'digital',
    currency: 'USD',
    began: 120,
    inIntro: 0,
    converted: 84,
    steppedUp: 0,
    running: 80,
    cancelling: 6,
    kept: usd('87600'),
  },
];

export const leavingRows = [
  { month: '2026-11-01', offer: 'digital', currency: 'USD', reason: 'too_expensive', readers: 41 },
  { month: '2026-11-01', offer: 'digital', currency: 'USD', reason: 'unused', readers: 17 },
];

export const forecastRows = [
  { ...place, week: '2026-11-23', phase: 'year_one', charges: 300, amount: usd('270000') },
  { ...place, week: '2026-11-30', phase: 'standard', charges: 20, amount: usd('30000') },
];
