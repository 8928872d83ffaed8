import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adaWithRefund, type AdaWithRefund } from './giving-back.ts';

let { billing, buyer, ada, ids, ask } = {} as AdaWithRefund;
beforeAll(async () => {
  ({ billing, buyer, ada, ids, ask } = await adaWithRefund());
});
afterAll(() => billing.close());

describe('looking for an id', () => {
  const found = async (q: string) => {
    const { body } = await ask('/v1/search', { q }).expect(200);
    return (body as { data: { kind: string; id: string; subscriptionId: string | null }[] }).data;
  };

  test.each([
    {
      what: 'a subscription of Stripe’s',
      of: () => ada.subscription.stripeSubscriptionId,
      kind: 'subscription',
    },
    { what: 'a customer', of: () => ids.customer, kind: 'subscription' },
    { what: 'an invoice', of: () => ids.invoice, kind: 'charge' },
    { what: 'a charge of Stripe’s', of: () => ids.stripeCharge, kind: 'charge' },
    { what: 'a refund of Stripe’s', of: () => ids.refund, kind: 'refund' },
    { what: 'a payment intent', of: () => ids.intent, kind: 'charge' },
    { what: 'news of Stripe’s', of: () => ids.news, kind: 'subscription' },
    { what: 'a balance transaction', of: () => ids.moved, kind: 'ledger-entry' },
    { what: 'our own charge', of: () => ids.charge, kind: 'charge' },
    { what: 'a subscription', of: () => ada.subscription.id, kind: 'subscription' },
    { what: 'a reader', of: () => ada.readerId, kind: 'subscription' },
  ])('$what leads to its subscription', async ({ of, kind }) => {
    const all = await found(of());

    expect(all.map((one) => one.kind)).toContain(kind);
    expect(all.map(({ subscriptionId }) => subscriptionId)).toContain(ada.subscription.id);
  });

  test('the number on a mail, in any letters, and that of a certificate', async () => {
    const { orderNumber } = (await buyer.subscription(ada.subscription.id)) as unknown as {
      orderNumber: string;
    };

    for (const q of [orderNumber, orderNumber.toLowerCase(), `${orderNumber}-C1`])
      expect(await found(q)).toMatchObject([{ kind: 'subscription', id: ada.subscription.id }]);
  });

  test('an event is found with when it was, and what it has booked leads to it', async () => {
    const all = (await ask('/v1/search', { q: ids.invoice })).body.data as Record<string, unknown>[];
    const event = all.find(({ kind }) => kind === 'event');
    const booked = all.find(({ kind }) => kind === 'ledger-entry');

    expect(event).toMatchObject({ eventId: event?.['id'], at: expect.stringMatching(/^2026-/) });
    expect(all.map(({ id }) => id)).toContain(booked?.['eventId']);
  });

  test('what nobody has, or only a part of something, is nothing', async () => {
    for (const nobodys of ['in_nobody', 'pi_nobody', 'dp_nobody', 'evt_nobody'])
      expect(await found(nobodys)).toEqual([]);
    expect(await found(ids.invoice.slice(0, -1))).toEqual([]);
    expect(await found("' OR 1=1 --")).toEqual([]);
  });
});
