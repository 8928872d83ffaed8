import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { paperFile } from './paper.ts';
import { priced, startSelling, withOffer, type Plan, type Selling } from './selling.ts';

let { billing, buyer, plan, apply, buyUnder } = {} as Selling;
beforeAll(async () => {
  ({ billing, buyer, plan, apply, buyUnder } = await startSelling());
});
afterAll(() => billing.close());

describe('a file of offers', () => {
  test('changes nothing when it is applied again, here or at Stripe', async () => {
    const before = (await billing.simulator.dashboard.prices.list({ limit: 100 })).data.length;
    const { body } = await apply(paperFile);

    expect(body).toMatchObject({ isChange: false, made: [] });
    expect((await billing.simulator.dashboard.prices.list({ limit: 100 })).data).toHaveLength(before);
  });

  test('with another price makes a version and a price beside the old ones; who has bought keeps theirs', async () => {
    const old = await buyUnder('digital', 'digital-v1-2026-01');
    const file = priced('17.00', 'digital-v2');
    const seen = (await plan(file)).body as Plan;
    expect(seen).toMatchObject({ isChange: true });

    const { body } = await apply(file, seen.base);

    expect((body as Plan).made.map(({ name }) => name)).toContain('digital-v2-list');
    const offers = (await billing.api.get('/v1/offers').expect(200)).body as {
      data: { key: string; version: number }[];
    };
    expect(offers.data.find(({ key }) => key === 'digital')?.version).toBe(2);
    const prices = await billing.simulator.dashboard.prices.list({
      lookup_keys: ['digital-v1-list', 'digital-v2-list'],
    });
    expect(prices.data.map(({ unit_amount }) => unit_amount).toSorted()).toEqual([1500, 1700]);
    expect(await buyer.subscription(old.id)).toMatchObject({ offerVersion: 1 });
    await buyer.open({ email: 'late@meridian.example' }).expect(409);
    await apply(paperFile).then(({ status }) => expect(status).toBe(200));
  });

  test('is not applied over what somebody else put on sale since the difference was looked at', async () => {
    const seen = (await plan(priced('19.00', 'digital-v3'))).body as Plan;
    await apply(priced('18.00', 'digital-v4'));

    const late = await apply(priced('19.00', 'digital-v3'), seen.base);

    expect(late).toMatchObject({ status: 409, body: { code: 'catalogue-changed' } });
    await apply(paperFile);
  });

  test('that was left half done at Stripe is finished by the same again, with nothing made twice', async () => {
    const file = priced('21.00', 'digital-v5');
    await billing.simulator.fault({
      fault: { kind: 'server-error' },
      method: 'POST',
      path: '/v1/coupons',
      times: 3,
    });
    const failed = await apply(file);
    const offers = (await billing.api.get('/v1/offers')).body as { data: { key: string; version: number }[] };
    const whileHalf = offers.data.find(({ key }) => key === 'digital')?.version;

    const done = await apply(file);

    expect(failed.status).toBeGreaterThanOrEqual(500);
    expect(whileHalf).toBe(1);
    expect(done.status).toBe(200);
    const { data } = await billing.simulator.dashboard.prices.list({ limit: 100 });
    const keys = data.map(({ lookup_key }) => lookup_key);
    expect(keys.length).toBe(new Set(keys).size);
    await apply(paperFile);
  });

  test('is refused for a price that somebody archived at Stripe, by its name', async () => {
    const { dashboard } = billing.simulator;
    const file = priced('23.00', 'digital-v6');
    await dashboard.products.create({ id: 'other', name: 'Somebody else’s' });
    const versions = (await buyer.as('get', '/v1/catalogue/versions')).body as {
      data: { key: string; version: number }[];
    };
    const next =
      Math.max(...versions.data.filter(({ key }) => key === 'digital').map(({ version }) => version)) + 1;
    await dashboard.prices.create({
      lookup_key: `digital-v${next}-list`,
      currency: 'usd',
      unit_amount: 1,
      product: 'other',
      recurring: { interval: 'year' },
    });

    const refused = await apply(file);

    expect(refused).toMatchObject({
      status: 409,
      body: { code: 'catalogue-differs-at-stripe', name: `digital-v${next}-list` },
    });
    await apply(paperFile);
  });

  test('names every mistake with its field', async () => {
    const wrong = withOffer('broken', {
      name: 'Broken',
      phases: [
        { key: 'a', charges: 2, every: 'month', amount: { USD: '20.00' } },
        { key: 'a', charges: 'forever', every: '4 weeks', amount: { USD: '15.00' } },
      ],
      consent: { version: 'broken-1', text: { USD: 'Words that nobody will ever accept.' } },
    });

    const { status, body } = await plan(wrong);

    expect(status).toBe(422);
    const { issues } = body as { issues: { field: string }[] };
    expect(issues.map(({ field }) => field)).toEqual([
      'offers.broken.phases[0].every',
      'offers.broken.phases[0].amount',
      'offers.broken.phases[1].key',
    ]);
  });

  test('is for operators only; who looks after the money may look at what would change', async () => {
    const reader = await billing.readerToken('01990000-0000-7000-8000-0000000000a1');
    const { status } = await billing.api
      .put('/v1/catalogue')
      .set('authorization', `Bearer ${reader}`)
      .send({ file: paperFile });

    expect(status).toBe(403);
    await billing.api.get('/v1/catalogue/versions').expect(401);
    const finance = await billing.readerToken('01990000-0000-7000-8000-0000000000a2', { role: 'finance' });
    const asFinance = (method: 'post' | 'put', where: string) =>
      billing.api[method](where).set('authorization', `Bearer ${finance}`).send({ file: paperFile });
    expect((await asFinance('post', '/v1/catalogue/plan')).status).toBe(200);
    expect((await asFinance('put', '/v1/catalogue')).status).toBe(403);
  });

  test('cannot change a version that was sold, whoever asks the database', async () => {
    const edit = billing.sql.query(`UPDATE offer_version SET definition = '{}' WHERE key = 'digital'`);

    await expect(edit).rejects.toThrow('stays as it is');
  });
});

test('the file of the page “Run your own offers” is sold as it stands there', async () => {
  const page = readFileSync(new URL('../../../docs/offers.md', import.meta.url), 'utf8');
  const file: unknown = JSON.parse(/```json\n([^]*?)```/.exec(page)?.[1] ?? '');

  const { status, body } = await apply(file);

  expect({ status, body: body as Plan }).toMatchObject({ status: 200, body: { isChange: true } });
  await apply(paperFile);
});
