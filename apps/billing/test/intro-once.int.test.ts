import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogue } from './paper.ts';
import { cards, createBuyer } from './buying.ts';
import { startBilling, type Billing } from './harness.ts';

let billing: Billing;
let buyer: ReturnType<typeof createBuyer>;
beforeAll(async () => {
  billing = await startBilling({ settings: { INTROS_PER_CARD: '2' } });
  buyer = createBuyer(billing);
});
afterAll(() => billing.close());

const cardThat = { isAdas: '4000 0566 5566 5556', isNew: '5555 5555 5555 4444' };
const instead = catalogue.find(({ key }) => key === 'digital-straight')!;

describe('cases 17 and 18: the introduction is for one person once', () => {
  test('an alias of the same mailbox is refused before anything is paid, with what is on offer instead', async () => {
    await buyer.buy('ada@meridian.example', cardThat.isAdas);

    const again = await buyer.open({ email: 'Ada+again@meridian.example' });

    expect([again.status, again.body]).toMatchObject([
      409,
      { code: 'intro-used', instead: 'digital-straight' },
    ]);
  });

  test('at the regular price the same person is welcome, from the first day', async () => {
    const opened = await buyer
      .open({
        email: 'ada+straight@meridian.example',
        offer: instead.key,
        consent: { version: instead.consent.version, accepted: true },
      })
      .expect(201);
    const { id, url } = opened.body as { id: string; url: string };
    await buyer.pay(url, cardThat.isAdas, 'ada+straight@meridian.example');
    const { body } = await buyer.complete(id);

    expect(body).toMatchObject({
      subscription: { phase: 'year_one', nextCharge: { amount: { amount: '900' } } },
    });
  });

  test('a household may share a card; one more gets the dollar back, and a person is told', async () => {
    const second = await buyer.buy('ben@meridian.example', cardThat.isAdas);
    const third = await buyer.buy('cid@meridian.example', cardThat.isAdas);

    expect(second.subscription).toMatchObject({ phase: 'intro', endReason: null });
    expect(third.subscription).toMatchObject({ phase: 'ended', endReason: 'refunded' });
    expect((await buyer.charges(third.subscription.id)).map(({ refunded }) => refunded.amount)).toEqual([
      '100',
    ]);
    const { body } = await buyer.as('get', '/v1/cases');
    expect((body as { data: object[] }).data).toContainEqual(
      expect.objectContaining({
        kind: 'intro-repeated',
        subject: third.subscription.id,
        facts: { by: 'card' },
      }),
    );
  });

  test('staff can let one not count, and it is on record who did', async () => {
    const { readerId, checkoutId } = await buyer.buy('dee@meridian.example', cards.good);
    expect((await buyer.open({ email: 'dee@meridian.example' })).body).toMatchObject({ code: 'intro-used' });

    const { body } = await buyer.as('get', `/v1/readers/${readerId}/intro-uses`);
    expect((body as { data: object[] }).data).toMatchObject([
      { checkoutId, verdict: 'given', waivedAt: null },
    ]);
    await buyer.as('post', `/v1/intro-uses/${checkoutId}/waiver`, { note: 'the account of her mother' });

    expect((await buyer.open({ email: 'dee+again@meridian.example' })).status).toBe(201);
    const audit = (await buyer.as('get', `/v1/audit?subject=${checkoutId}`)).body as { data: object[] };
    expect(audit.data).toMatchObject([{ action: 'intro.waive', actor: 'service:dev' }]);
  });

  test('nobody can tell from the table who is in it', async () => {
    const { rows } = await billing.sql.query<{ row: string }>('SELECT intro_use::text AS row FROM intro_use');

    expect(rows.length).toBeGreaterThan(3);
    expect(rows.some(({ row }) => /meridian\.example|@/.test(row))).toBe(false);
    expect(rows.every(({ row }) => row.includes('v1.'))).toBe(true);
  });

  test('only those who keep the books may look or waive', async () => {
    const { readerId, checkoutId } = await buyer.buy('eve@meridian.example', cardThat.isNew);
    const reader = await billing.readerToken(readerId);

    await billing.api
      .get(`/v1/readers/${readerId}/intro-uses`)
      .set('authorization', `Bearer ${reader}`)
      .expect(403);
    await billing.api
      .post(`/v1/intro-uses/${checkoutId}/waiver`)
      .set('authorization', `Bearer ${reader}`)
      .send({ note: 'please' })
      .expect(403);
  });
});
