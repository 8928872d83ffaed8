import { describe, expect, test } from 'vitest';
import { PAYMENT, READER, SUBSCRIPTION } from './books.ts';
import { takenCase } from './cases-data.ts';
import { sharedFinance } from './finance.ts';
import { aGift } from './gifts-data.ts';
import { ada, nora } from './people.ts';
import { creditRequest } from './requests-data.ts';

const finance = sharedFinance();

const find = (text: string) => finance.as(nora).get(`/search?q=${encodeURIComponent(text)}`);
const HELD = `/readers/${READER}#subscription-${SUBSCRIPTION}`;

describe('an id leads to the page it belongs to', () => {
  test.each([
    { what: 'a reader', text: READER, to: `/readers/${READER}` },
    { what: 'in large letters', text: ` ${READER.toUpperCase()} `, to: `/readers/${READER}` },
    { what: 'somebody who has bought nothing yet', text: nora.id, to: `/readers/${nora.id}` },
    { what: 'a subscription', text: SUBSCRIPTION, to: HELD },
    { what: 'an event', text: PAYMENT.id, to: `/events/${PAYMENT.id}` },
    { what: 'a request', text: creditRequest.id, to: `/requests/${creditRequest.id}` },
    { what: 'an order', text: '7F3K-2QXA-91MD', to: HELD },
    { what: 'a certificate', text: '7F3K-2QXA-91MD-C1', to: HELD },
    { what: 'an order of a gift', text: '8E2J-1PW9-90KC', to: `/gifts/${aGift.id}` },
    { what: 'a subscription of Stripe’s', text: 'sub_1QaBcDeFg', to: HELD },
    { what: 'a customer with several things', text: 'cus_ada', to: `/readers/${READER}` },
    { what: 'a payment intent', text: 'pi_3Q1', to: HELD },
    { what: 'a refund', text: 're_3Q1', to: HELD },
    { what: 'news of Stripe’s', text: 'evt_1', to: `/events/${PAYMENT.id}` },
    { what: 'a payout', text: 'po_1Q', to: '/periods/2026-10' },
  ])('$what', async ({ text, to }) => {
    const { status, headers } = await find(text);

    expect([status, headers.get('location')]).toEqual([303, to]);
  });
});

describe('a list of what carries an id', () => {
  test('says of each what it is, whose and since when, and leads to it', async () => {
    const { status, document } = await find('in_1Q1');
    const rows = document.querySelectorAll('tbody tr');

    expect(status).toBe(200);
    expect(rows.map((row) => row.querySelector('td')?.textContent)).toEqual([
      ...['Charge', 'Event', 'Entry in the books'],
    ]);
    expect(rows.map((row) => row.querySelector('td a')?.getAttribute('href'))).toEqual([
      ...[HELD, `/events/${PAYMENT.id}`, `/events/${PAYMENT.id}`],
    ]);
    expect(document.querySelector('#find')?.getAttribute('value')).toBe('in_1Q1');
  });

  test('leads to a case beside what it is about', async () => {
    const { document } = await find('dp_1Q');

    expect(document.querySelector(`tbody a[href="/cases/${takenCase.id}"]`)?.textContent).toBe('Case');
  });

  test('is shown where two people have it, and for what no page shows', async () => {
    expect((await find('cus_two')).document.querySelectorAll('tbody tr')).toHaveLength(2);
    const nobodys = (await find('cs_nobodys')).document.querySelectorAll('tbody td');
    expect(nobodys.map(({ textContent }) => textContent).slice(0, 3)).toEqual([
      ...['Visit to the checkout', expect.any(String), 'nobody'],
    ]);
    expect(nobodys[0]?.querySelector('a')).toBeNull();
  });
});

describe('the field', () => {
  test('is on every page, and nothing to those who are not let in', async () => {
    for (const path of ['/periods', '/search', '/nothing-here'])
      expect((await finance.as(nora).get(path)).document.querySelector('header #find')).not.toBeNull();
    const refused = await finance.as(ada).get('/search?q=cus_ada');
    expect([refused.status, refused.document.querySelector('#find')]).toEqual([403, null]);
    expect(finance.world.calls('search')).toEqual([]);
  });

  test('says that nothing has an id, and what can be found', async () => {
    const { status, document } = await find('in_nobodys');

    expect(status).toBe(200);
    expect(document.querySelector('main')?.textContent).toContain('Nothing has this id');
    expect(document.querySelector('#can-be-found')).not.toBeNull();
    expect((await finance.as(nora).get('/search')).document.querySelector('#can-be-found')).not.toBeNull();
  });

  test.each([
    { typed: 'ada@example.com', why: 'address', says: 'in the playground' },
    { typed: 'Ada Lovelace', why: 'part', says: 'one whole id' },
    { typed: '§4', why: 'part', says: 'one whole id' },
    { typed: 'x'.repeat(121), why: 'part', says: 'one whole id' },
  ])('keeps out of the address, and of the page, what is no id: %#', async ({ typed, why, says }) => {
    const led = await find(typed);
    expect([led.status, led.headers.get('location')]).toEqual([303, `/search?not=${why}`]);
    const { status, document } = await finance.as(nora).get(`/search?not=${why}`);

    expect([status, document.querySelector('[role=alert]')?.textContent]).toEqual([
      422,
      expect.stringContaining(says),
    ]);
    expect(document.querySelector('#find')?.getAttribute('value') ?? '').toBe('');
    expect(finance.world.calls('search')).toEqual([]);
    expect(JSON.stringify(finance.log.lines)).not.toContain(typed);
  });

  test('says when billing is away', async () => {
    finance.world.billing.setAway(true);
    expect((await find('in_1Q1')).status).toBe(503);
  });
});
