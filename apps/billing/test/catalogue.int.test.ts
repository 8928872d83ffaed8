import { readFileSync } from 'node:fs';
import { CatalogueFile } from '@gatefold/api';
import { DAY, HOUR, plus } from '@gatefold/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBuyer, type Answer } from './buying.ts';
import { startBilling, type Billing } from './harness.ts';
import { paperFile } from './paper.ts';

type File = typeof paperFile;

let billing: Billing;
let buyer: ReturnType<typeof createBuyer>;
beforeAll(async () => {
  billing = await startBilling();
  buyer = createBuyer(billing);
});
afterAll(() => billing.close());

const asOperator = async (method: 'post' | 'put', where: string, body: object) =>
  billing.api[method](where)
    .set('authorization', `Bearer ${await billing.tokenOf('cli')}`)
    .send(body);
const plan = (file: unknown) => asOperator('post', '/v1/catalogue/plan', { file: file as object });
const apply = (file: unknown, base?: string | null) =>
  asOperator('put', '/v1/catalogue', { file, ...(base === undefined ? {} : { base }) });

type Plan = { base: string; isChange: boolean; id: string; made: { kind: string; name: string }[] };

/** The paper's file with the list price of its first offer at `amount`, under words of that name. */
const priced = (amount: string, consent: string): File =>
  CatalogueFile.parse({
    ...paperFile,
    offers: {
      ...paperFile.offers,
      digital: {
        ...paperFile.offers['digital'],
        phases: paperFile.offers['digital']!.phases.map((phase) =>
          phase.key === 'standard' ? { ...phase, amount: { USD: amount } } : phase,
        ),
        consent: { version: consent, text: { USD: `You pay $1, then 13 times $9, then $${amount}.` } },
        translations: undefined,
      },
    },
  });

/** A file with one more offer, `name`. */
const withOffer = (name: string, offer: object): unknown => ({
  ...paperFile,
  offers: {
    ...paperFile.offers,
    [name]: { product: 'digital', bundle: 'all-access', benefits: [], ...offer },
  },
});

async function buyUnder(offer: string, consent: string, more: object = {}) {
  const email = `${offer}-${consent}@meridian.example`;
  const wanted = { email, offer, consent: { version: consent, accepted: true }, ...more };
  const opened = await buyer.open(wanted).expect(201);
  const { id, url } = opened.body as { id: string; url: string };
  await buyer.pay(url, undefined, email);
  return ((await buyer.complete(id)).body as { subscription: Answer }).subscription;
}

/** The paper's file with one more offer of one phase, under `policy`. */
const strict = (consent: string, policy: object | null): unknown =>
  withOffer('strict', {
    name: 'Strict',
    phases: [
      {
        key: 'standard',
        charges: 'forever',
        every: '4 weeks',
        amount: { USD: '10.00' },
        ...(policy === null ? {} : { policy }),
      },
    ],
    consent: {
      version: consent,
      text: { USD: `You pay $10 every four weeks. These are the terms ${consent}.` },
    },
  });

test('what goes in a phase is shown by the plan, goes for who buys it, and stays theirs when the file says otherwise', async () => {
  const policy = {
    cancel: 'end',
    change: false,
    saveOffer: { charges: 2, percent: 50, everyDays: 365 },
  };
  const { changes } = (await plan(strict('strict-v1', policy))).body as {
    changes: { key: string; fields: object[] }[];
  };
  expect(changes.find(({ key }) => key === 'strict')?.fields).toEqual(
    expect.arrayContaining([{ field: 'phases.standard.policy.cancel', before: null, after: 'end' }]),
  );
  await apply(strict('strict-v1', policy));
  const { id } = await buyUnder('strict', 'strict-v1');
  expect((await plan(strict('strict-v1', null))).body).toMatchObject({ code: 'catalogue-invalid' });
  await apply(strict('strict-v2', null));
  const free = await buyUnder('strict', 'strict-v2');

  const of = (one: string, what: string) => buyer.as('get', `/v1/subscriptions/${one}/${what}`);
  const offeredTo = async (one: string) => {
    await buyer.as('post', `/v1/subscriptions/${one}/cancel`, {});
    return ((await of(one, 'save-offer')).body as { offer: { amount: object } | null }).offer;
  };
  expect((await of(id, 'cancel-now')).body).toMatchObject({ code: 'cancels-at-end' });
  expect((await of(free.id, 'cancel-now')).status).toBe(200);
  expect((await of(id, 'plans')).body).toMatchObject({ data: [] });
  expect((await of(free.id, 'plans')).body).not.toMatchObject({ data: [] });
  expect(await offeredTo(id)).toMatchObject({ charges: 2, amount: { amount: '500' } });
  expect(await offeredTo(free.id)).toMatchObject({ charges: 3, amount: { amount: '600' } });
  await apply(paperFile);
}, 60_000);

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

describe('gifts in the file', () => {
  const year = paperFile.gifts['gift-year']!;
  const withYear = (change: object): unknown => ({
    ...paperFile,
    gifts: { ...paperFile.gifts, 'gift-year': { ...year, ...change } },
  });
  const dearer = {
    amount: { USD: '160.00' },
    text: 'You pay $160 once, for a year that never renews.',
    translations: { de: { name: 'Ein Jahr', text: 'Sie bezahlen einmal 160 $, für ein Jahr.' } },
  };
  const offered = async (locale = 'en-US') => {
    const { body } = await billing.api.get(`/v1/gift-offers?locale=${locale}`);
    return body as { data: { key: string; name: string; text: string; amount: object }[] };
  };
  const give = (key: string, locale?: string) =>
    billing.api
      .post('/v1/gifts')
      .set('idempotency-key', `file-${key}-${locale ?? ''}`)
      .send({ offer: key, email: 'g@meridian.example', to: 'f@meridian.example', from: 'G', locale });

  test('are what can be given, in the language of who gives, and so on the page that takes the money', async () => {
    const { data } = await offered('de-AT');
    expect(data.map(({ key }) => key)).toEqual(Object.keys(paperFile.gifts));
    expect(data[0]).toMatchObject(year.translations!['de']!);
    expect((await offered()).data[0]).toMatchObject({ name: year.name, text: year.text });

    const { url } = (await give('gift-year', 'de-AT')).body as { url: string };
    const page = await (await fetch(url)).text();
    expect(page).toContain(year.translations!['de']!.text);
  });

  test('at another price are the next version: what was given before stays what it was', async () => {
    const before = (await give('gift-year', 'en-US')).body as { id: string };
    const changed = (await apply(withYear(dearer))).body as Plan & { changes: object[] };

    expect(changed.changes).toContainEqual(expect.objectContaining({ what: 'gift', version: 2 }));
    expect(changed.made).toEqual([{ kind: 'price', name: 'gift-year-16000-usd' }]);
    expect((await offered()).data[0]).toMatchObject({ amount: { amount: '16000', currency: 'USD' } });
    const { body } = await buyer.as('get', `/v1/gifts/${before.id}`);
    expect(body).toMatchObject({ amount: { amount: '15000' }, name: year.name });
    const versions = await billing.api
      .get('/v1/catalogue/gift-versions')
      .set('authorization', `Bearer ${await billing.tokenOf('cli')}`);
    expect((versions.body as { data: object[] }).data).toMatchObject([
      { key: 'gift-quarter', version: 1, isOnSale: true, length: '3 months', sold: 0 },
      { key: 'gift-signal-quarter', version: 1, isOnSale: true },
      { key: 'gift-signal-year', version: 1, isOnSale: true },
      { key: 'gift-year', version: 2, isOnSale: true },
      { key: 'gift-year', version: 1, isOnSale: false },
    ]);
    await apply(paperFile);
  });

  test('that are left out cannot be given', async () => {
    await apply({ ...paperFile, gifts: {} });
    const { body } = await give('gift-quarter');
    await apply(paperFile);

    expect(body).toMatchObject({ code: 'offer-not-on-sale' });
  });

  test('come to a state on which offers were sold before gifts stood in the file', async () => {
    // As an earlier release has left it.
    await billing.sql.query(`UPDATE catalogue SET definition = definition - 'gifts' WHERE state = 'on-sale'`);
    const { body } = await plan(paperFile);
    expect(body).toMatchObject({ isChange: true });
    await apply(paperFile);

    expect((await offered()).data).toHaveLength(Object.keys(paperFile.gifts).length);
    expect((await plan(paperFile)).body).toMatchObject({ isChange: false });
  });

  test('keep each version that was sold, whoever asks the database', async () => {
    const edit = billing.sql.query(`UPDATE gift_version SET definition = '{}'`);
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

describe('an offer of the publisher’s own making', () => {
  test('steps through two reduced phases by whatever counts, and ends at the list price', async () => {
    await apply(
      withOffer('steps', {
        name: 'Three steps',
        phases: [
          { key: 'first', charges: 2, every: '4 weeks', amount: { USD: '5.00' } },
          { key: 'second', charges: 3, every: '4 weeks', amount: { USD: '8.00' } },
          { key: 'standard', charges: 'forever', every: '4 weeks', amount: { USD: '12.00' } },
        ],
        consent: { version: 'steps-1', text: { USD: 'You pay $5 twice, $8 three times, then $12.' } },
      }),
    );
    const { id } = await buyUnder('steps', 'steps-1');
    const now = await billing.simulator.now();

    await billing.simulator.turnTo(plus(now, 6 * 28 * DAY + 2 * HOUR));

    expect(await buyer.paid(id)).toEqual(['500', '500', '800', '800', '800', '1200', '1200']);
    const { rows } = await billing.sql.query('SELECT kind FROM review_case');
    expect(rows).toEqual([]);
  }, 60_000);

  test('is bought in another of its currencies, and renewed in it', async () => {
    const text = 'You pay this every four weeks until you cancel.';
    await apply(
      withOffer('euro', {
        name: 'In two currencies',
        phases: [
          { key: 'intro', charges: 1, every: '4 weeks', amount: { USD: '1.00', EUR: '2.00' } },
          { key: 'standard', charges: 'forever', every: '4 weeks', amount: { USD: '15.00', EUR: '13.50' } },
        ],
        consent: { version: 'euro-1', text: { USD: text, EUR: text } },
      }),
    );
    await buyer
      .open({
        email: 'yen@meridian.example',
        offer: 'euro',
        currency: 'JPY',
        consent: { version: 'euro-1', accepted: true },
      })
      .expect(422);
    const { id } = await buyUnder('euro', 'euro-1', { currency: 'EUR' });

    await billing.simulator.turnTo(plus(await billing.simulator.now(), 28 * DAY + 2 * HOUR));

    const paid = await buyer.charges(id);
    expect(paid.filter(({ status }) => status === 'paid').map(({ amount }) => amount)).toEqual([
      { amount: '200', currency: 'EUR' },
      { amount: '1350', currency: 'EUR' },
    ]);
  }, 60_000);

  test('is read, accepted and paid in the language of its buyer, who has accepted what they read', async () => {
    const german = 'Sie bezahlen jedes Jahr 70 $, bis Sie kündigen.';
    await apply(
      withOffer('spoken', {
        name: 'In two languages',
        phases: [{ key: 'standard', charges: 'forever', every: 'year', amount: { USD: '70.00' } }],
        consent: { version: 'spoken-1', text: { USD: 'You pay $70 every year until you cancel.' } },
        translations: { de: { name: 'In zwei Sprachen', benefits: [], consent: { USD: german } } },
      }),
    );
    const listed = await billing.api.get('/v1/offers?locale=de-AT').expect(200);
    const consent = { version: 'spoken-1', accepted: true };
    const email = 'spoken@meridian.example';
    const open = (locale: string) => buyer.open({ email, offer: 'spoken', consent, locale }).expect(201);
    const english = (await open('en-US')).body as { id: string };
    const { id, url } = (await open('de-AT')).body as { id: string; url: string };
    const page = await (await fetch(url)).text();
    await buyer.pay(url, undefined, email);
    const { body } = await buyer.complete(id);
    const bought = (body as { subscription: Answer }).subscription;

    expect((listed.body as { data: unknown[] }).data).toContainEqual(
      expect.objectContaining({ name: 'In zwei Sprachen', consent: { version: 'spoken-1', text: german } }),
    );
    expect(english.id).not.toBe(id);
    expect(page).toContain(german);
    const { body: evidence } = await buyer.as('get', `/v1/subscriptions/${bought.id}/evidence-pack`);
    expect(evidence).toMatchObject({ consent: { version: 'spoken-1', text: german } });
    const { rows } = await billing.sql.query<{ session: string; customer: string }>(
      'SELECT stripe_session_id AS session, stripe_customer_id AS customer FROM checkout WHERE id = $1',
      [id],
    );
    const { session = '', customer = '' } = rows[0] ?? {};
    const { dashboard } = billing.simulator;
    expect(await dashboard.checkout.sessions.retrieve(session)).toMatchObject({ locale: 'de' });
    expect(await dashboard.customers.retrieve(customer)).toMatchObject({ preferred_locales: ['de'] });
  });

  test('that asks for a reason is sold to those who give one, and keeps it with what they accepted', async () => {
    await apply(
      withOffer('student', {
        name: 'For students',
        asksReason: 'Where do you study, and until when?',
        phases: [{ key: 'standard', charges: 'forever', every: 'year', amount: { USD: '60.00' } }],
        consent: { version: 'student-1', text: { USD: 'You pay $60 every year until you cancel.' } },
      }),
    );
    const consent = { version: 'student-1', accepted: true };
    const refused = await buyer.open({ email: 'none@meridian.example', offer: 'student', consent });

    const { id } = await buyUnder('student', 'student-1', { reason: 'Harbour College, until 2028' });

    expect(refused).toMatchObject({ status: 422, body: { code: 'reason-required' } });
    const { body } = await buyer.as('get', `/v1/subscriptions/${id}/evidence-pack`);
    expect(body).toMatchObject({ consent: { reason: 'Harbour College, until 2028' } });
  });
});
