import { money } from '@gatefold/kernel';
import type Stripe from 'stripe';
import { expect, test } from 'vitest';
import { fromStripe, transactionFrom } from './from-stripe.ts';

const aMovement = (over: object): Stripe.BalanceTransaction =>
  ({
    id: 'txn_1',
    object: 'balance_transaction',
    type: 'charge',
    amount: 972,
    fee: 58,
    net: 914,
    currency: 'usd',
    created: 1_767_225_600,
    exchange_rate: 1.08,
    source: { id: 'ch_1', object: 'charge', amount: 900, currency: 'eur', customer: 'cus_1' },
    ...over,
  }) as unknown as Stripe.BalanceTransaction;

const sent = { id: 're_1', object: 'refund', amount: 300, currency: 'eur', charge: 'ch_1' };

test.each([
  ['paid in euros, kept in dollars', {}, money(900n, 'EUR')],
  ['paid as it is kept', { source: { id: 'ch_1', object: 'charge', amount: 972, currency: 'usd' } }, null],
  ['given back', { type: 'refund', amount: -330, fee: 0, net: -330, source: sent }, money(-300n, 'EUR')],
  [
    'given back, and came back',
    { type: 'refund_failure', amount: 328, fee: 0, net: 328, source: sent },
    money(300n, 'EUR'),
  ],
  [
    'a payout',
    { type: 'payout', amount: -914, source: { id: 'po_1', object: 'payout', amount: 800, currency: 'eur' } },
    null,
  ],
  ['nothing that Stripe shows the source of', { source: 'ch_1' }, null],
])('what a reader paid or got, in their currency: %s', (_what, over, presented) => {
  expect(transactionFrom(aMovement(over)).presented).toEqual(presented);
});

const aSubscription = {
  id: 'sub_1',
  customer: 'cus_1',
  metadata: {},
  status: 'active',
  default_payment_method: null,
  start_date: 1_767_225_600,
  items: { data: [] },
} as unknown as Stripe.Subscription;

const anInvoice = (over: object): Stripe.Invoice =>
  ({
    id: 'in_1',
    status: 'open',
    currency: 'eur',
    total: 900,
    amount_due: 900,
    created: 1_767_225_600,
    lines: { data: [] },
    status_transitions: {},
    parent: { subscription_details: { subscription: 'sub_1' } },
    ...over,
  }) as unknown as Stripe.Invoice;

test.each([
  { what: 'in the price', total_taxes: [{ amount: 144, tax_behavior: 'inclusive' }], tax: 144n },
  { what: 'of two states', total_taxes: [{ amount: 45 }, { amount: 63 }], tax: 108n },
  { what: 'none', total_taxes: null, tax: 0n },
])('what of an invoice is tax: $what', ({ total_taxes, tax }) => {
  const read = { subscriptions: [aSubscription], charges: [], disputes: [] };
  const { subscriptions } = fromStripe({ ...read, invoices: [anInvoice({ total_taxes })] });

  expect(subscriptions[0]?.invoices).toMatchObject([{ total: money(900n, 'EUR'), tax }]);
});
