import { DAY, HOUR, plus } from '@gatefold/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from './buying.ts';
import { paperFile } from './paper.ts';
import { startSelling, withOffer, type Selling } from './selling.ts';

let { billing, buyer, plan, apply, buyUnder } = {} as Selling;
beforeAll(async () => {
  ({ billing, buyer, plan, apply, buyUnder } = await startSelling());
});
afterAll(() => billing.close());

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
