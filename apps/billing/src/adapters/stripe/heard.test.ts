import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { heard, heardNames, isNews } from './heard.ts';

const isNamed = (type: string): boolean => (heardNames as readonly string[]).includes(type);

test.each([
  'invoice.paid',
  'invoice.payment_failed',
  'customer.subscription.deleted',
  'charge.dispute.created',
  'refund.updated',
  'checkout.session.completed',
  'payment_method.automatically_updated',
])('%s is missed when no webhook brings it', (type) =>
  expect([isNews(type), isNamed(type)]).toEqual([true, true]),
);

test.each([
  'payment_intent.succeeded',
  'charge.succeeded',
  'charge.updated',
  'invoice_payment.paid',
  'invoice.payment_succeeded',
  'invoice.upcoming',
  'price.created',
])('%s only comes along with what is heard', (type) =>
  expect([isNews(type), isNamed(type)]).toEqual([false, false]),
);

test('of a family, what Stripe has named since is news as well, and what it only announces is none', () => {
  expect([isNews('refund.of_a_later_year'), isNews('customer.subscription.trial_will_end')]).toEqual([
    true,
    false,
  ]);
});

test('publishers are told to have all of it sent', () => {
  const page = readFileSync(path.join(import.meta.dirname, '../../../../../docs/operations.md'), 'utf8');

  expect(heard.filter((type) => !page.includes(`\`${type}\``))).toEqual([]);
});
