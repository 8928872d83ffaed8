import { at, DAY, MINUTE, plus } from '@gatefold/kernel';
import { describe, expect, test } from 'vitest';
import { aCharge, aRunning, start } from '../../test/builders.ts';
import { bought, drafted, refused, renewed } from '../../test/stripe.ts';
import { isShownByNear, nearFrom, type Told } from './looked.ts';

const told = at('2026-03-01T12:00:00Z');
const made = plus(told, -3 * DAY);
const from = (overrides: Partial<Told>) =>
  nearFrom({ type: 'invoice.paid', at: told, madeAt: made, changed: [], ...overrides });

describe('to see what an event tells one looks from', () => {
  test.each(['invoice.created', 'invoice.paid', 'invoice.updated'])(
    'five minutes before the invoice was made: %s',
    (type) => {
      expect(from({ type })).toEqual(plus(made, -5 * MINUTE));
    },
  );

  test.each([
    { changed: ['latest_invoice'] },
    { changed: ['items', 'latest_invoice'] },
    { changed: ['items', 'status', 'latest_invoice'] },
    { changed: ['items', 'discounts', 'latest_invoice'] },
  ])('five minutes before a subscription went on into its next period: $changed', ({ changed }) => {
    expect(from({ type: 'customer.subscription.updated', changed })).toEqual(plus(told, -5 * MINUTE));
  });

  test.each<{ what: string; event: Partial<Told> }>([
    { what: 'an invoice of which nobody says when it was made', event: { madeAt: null } },
    { what: 'a payment that failed', event: { type: 'invoice.payment_failed' } },
    { what: 'money given back', event: { type: 'charge.refunded' } },
    { what: 'a dispute', event: { type: 'charge.dispute.created' } },
    { what: 'a new card', event: { type: 'payment_method.attached' } },
    { what: 'a subscription that is over', event: { type: 'customer.subscription.deleted' } },
    {
      what: 'items that change without an invoice',
      event: { type: 'customer.subscription.updated', changed: ['items'] },
    },
    {
      what: 'a state in which it is by nothing new',
      event: { type: 'customer.subscription.updated', changed: ['status'] },
    },
    {
      what: 'a discount that is given to it',
      event: { type: 'customer.subscription.updated', changed: ['discounts'] },
    },
    {
      what: 'a renewal that changes something else as well',
      event: {
        type: 'customer.subscription.updated',
        changed: ['items', 'latest_invoice', 'cancel_at_period_end'],
      },
    },
  ])('the beginning: $what', ({ event }) => {
    expect(from(event)).toBeNull();
  });
});

describe('a look at what is near shows enough', () => {
  const known = aRunning();
  const seen = { ...renewed(bought(start)), id: known.stripeSubscriptionId };
  const newest = { ...seen, invoices: seen.invoices.slice(-1) };

  test('where it shows an invoice of each subscription that runs', () => {
    expect(isShownByNear([known], [newest])).toBe(true);
    expect(
      isShownByNear([known, aRunning({ stripeSubscriptionId: 'sub_old', phase: 'ended' })], [newest]),
    ).toBe(true);
  });

  test('not where one that runs is not among it, or none of its invoices', () => {
    expect(isShownByNear([known, aRunning({ stripeSubscriptionId: 'sub_2' })], [newest])).toBe(false);
    expect(isShownByNear([known], [{ ...seen, invoices: [] }])).toBe(false);
  });

  test('not where it shows a subscription that nobody knows', () => {
    expect(isShownByNear([known], [newest, { ...newest, id: 'sub_new' }])).toBe(false);
    expect(isShownByNear([], [newest])).toBe(false);
  });

  test.each(['open', 'failed'] as const)(
    'not where an older invoice is still %s and not among it',
    (status) => {
      const owing = aRunning({
        charges: [aCharge({ status, paidAt: null, stripeInvoiceId: 'in_0' }), ...known.charges.slice(1)],
      });

      expect(isShownByNear([owing], [newest])).toBe(false);
      expect(isShownByNear([owing], [seen])).toBe(true);
    },
  );

  test('where what is not settled yet is among it', () => {
    const owed = refused(drafted(seen));
    const owing = aRunning({
      charges: known.charges.map((charge) =>
        charge.status === 'expected' ? { ...charge, status: 'failed', stripeInvoiceId: 'in_2' } : charge,
      ),
    });

    expect(isShownByNear([owing], [{ ...owed, invoices: owed.invoices.slice(-1) }])).toBe(true);
  });
});
