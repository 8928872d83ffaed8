import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outcomes, priceOf, startImporting, type Importing, type Row } from './importing.ts';

let { billing, buyer, prices, soldBefore, begin, run, written } = {} as Importing;
beforeAll(async () => {
  ({ billing, buyer, prices, soldBefore, begin, run, written } = await startImporting());
});
afterAll(() => billing.close());

describe('a file of subscribers', () => {
  test('is looked at without anything being written, at Stripe or here', async () => {
    const sold = await soldBefore('looked@at.example', prices.now);
    const before = await written();
    const lines = [
      { email: 'looked@at.example', stripeSubscriptionId: sold.id },
      { email: 'given@at.example', paidThrough: '2026-05-01' },
    ];

    expect(outcomes(await run('dry-run', lines))).toEqual(['would-import', 'would-import']);
    expect(await written()).toEqual(before);
    const { metadata } = await billing.simulator.dashboard.subscriptions.retrieve(sold.id);
    expect(metadata).toEqual({});
  });

  test('is taken over only after it was looked at', async () => {
    expect(await begin('apply', { fileHash: 'a'.repeat(64) })).toMatchObject({
      status: 409,
      code: 'import-not-looked-at',
    });
  });

  test('names for each line that cannot be had its number, a code that stays and a reason', async () => {
    const running = await soldBefore('several@lines.example', prices.now);
    const yearly = await soldBefore('yearly@lines.example', prices.yearly);
    const over = await soldBefore('over@lines.example', prices.now);
    await billing.simulator.dashboard.subscriptions.cancel(over.id);
    await buyer.buy('here-already@lines.example');

    const rows = await run('dry-run', [
      { email: 'no address', paidThrough: '2026-05-01' },
      { email: 'a@lines.example', paidThrough: '2026-02-30' },
      { email: 'b@lines.example', paidThrough: '2025-12-31T23:59:59Z' },
      { email: 'c@lines.example', paidThrough: '2026-05-01', offer: 'nothing' },
      { email: 'd@lines.example', stripeSubscriptionId: 'sub_unknown' },
      { email: 'yearly@lines.example', stripeSubscriptionId: yearly.id },
      { email: 'over@lines.example', stripeSubscriptionId: over.id },
      { email: 'several@lines.example', stripeSubscriptionId: running.id },
      { email: ' Several@Lines.example', paidThrough: '2026-05-01' },
      { email: 'here-already@lines.example', paidThrough: '2026-05-01' },
    ]);

    expect(rows.map(({ line, code }) => [line, code])).toEqual([
      [2, 'address-invalid'],
      [3, 'paid-through-invalid'],
      [4, 'paid-through-past'],
      [5, 'offer-unknown'],
      [6, 'subscription-unknown'],
      [7, 'rhythm-differs'],
      [8, 'subscription-not-running'],
      [9, null],
      [10, 'row-repeated'],
      [11, 'already-subscribed'],
    ]);
    expect(rows.filter(({ code }) => code !== null).every(({ reason }) => (reason ?? '').length > 20)).toBe(
      true,
    );
  });
});

describe('a Stripe account', () => {
  test('is gone through page by page; what is not named, and what is ours, is left as it is', async () => {
    const { readerId } = await buyer.buy('ours@account.example');
    const nameless = await soldBefore(
      'nameless@account.example',
      await priceOf(billing, 700, { interval: 'week', interval_count: 4 }),
    );
    const taken = await soldBefore('taken@account.example', prices.old);
    const marked = await soldBefore('marked@account.example', prices.old, {
      metadata: { gatefold_checkout: '01990000-0000-7000-8000-00000000beef' },
    });
    const page = async (mode: string) => {
      const { id } = await begin(mode, { source: 'stripe', prices: { [prices.old]: 'digital' } });
      const found = new Map<string, string>();
      for (let isLast = false; !isLast;) {
        const { body } = await buyer.as('post', `/v1/imports/${id}/page`, { limit: 3 });
        const answer = body as { data: (Row & { stripeSubscriptionId: string })[]; isLast: boolean };
        for (const row of answer.data) found.set(row.stripeSubscriptionId, row.code ?? row.outcome);
        isLast = answer.isLast;
      }
      await buyer.as('post', `/v1/imports/${id}/closing`);
      return found;
    };
    const shown = await page('dry-run');
    const done = await page('apply');
    const [ours] = await billing.world.subscriptions.ofReader(readerId);

    for (const found of [shown, done]) {
      expect(found.get(nameless.id)).toBe('price-not-named');
      expect(found.get(marked.id)).toBe('subscription-marked');
      expect(found.get(ours?.stripeSubscriptionId ?? '')).toBe('already-there');
    }
    expect([shown.get(taken.id), done.get(taken.id)]).toEqual(['would-import', 'imported']);
    expect(new Set((await page('apply')).values())).not.toContain('imported');
  });
});
