import { describe, expect, test } from 'vitest';
import { anId } from '@gatefold/test-kit';
import { events, OTHER_READER, PAYMENT, READER, SUBSCRIPTION } from './books.ts';
import { sharedFinance, visitor } from './finance.ts';
import { nora } from './people.ts';

const finance = sharedFinance();

const open = (path: string) => finance.as(nora).get(path);
type Page = Awaited<ReturnType<typeof open>>;
const idsOn = ({ document }: Page): string[] =>
  document
    .querySelectorAll('tbody a[href^="/events/"]')
    .map((link) => link.getAttribute('href')?.replace('/events/', '') ?? '');
const linkOn = ({ document }: Page, rel: string): string | null =>
  document.querySelector(`a[rel=${rel}]`)?.getAttribute('href') ?? null;
const ids = (from: number, until: number): string[] => events.slice(from, until).map(({ id }) => id);

describe('the list of billing events', () => {
  test('is behind the front door', async () => {
    expect((await open('/')).location).toBe('/events');
  });

  test('says of each event when in which zone, what, who, how much in which currency, and where at Stripe', async () => {
    const { document } = await open('/events');
    const cells = document.querySelectorAll('tbody tr')[1]?.querySelectorAll('td') ?? [];

    expect(document.querySelectorAll('thead th').map(({ textContent }) => textContent)).toEqual([
      'New York time',
      'Event',
      'Reader',
      'Subscription',
      'Amount',
      'Currency',
      'Stripe',
    ]);
    expect(cells.map(({ textContent }) => textContent)).toEqual([
      'Nov 24, 2026, 12:58:03',
      'payment arrived',
      '0000…00064',
      '0000…000c8',
      '9.00',
      'USD',
      'ch_3Q1…JkLmN',
    ]);
    expect(cells[0]?.querySelector('time')?.getAttribute('title')).toBe('2026-11-24 17:58:03 UTC');
    expect(cells[2]?.querySelector('a')?.getAttribute('href')).toBe(`/readers/${READER}`);
    expect(cells[3]?.querySelector('a')?.getAttribute('href')).toBe(
      `/readers/${READER}#subscription-${SUBSCRIPTION}`,
    );
  });

  test('shows money that went out with a minus', async () => {
    const { document } = await open('/events?type=payment.refunded');

    expect(document.querySelector('td.right')?.textContent).toBe('−9.00');
  });

  test('says as of when, by the clock of the business', async () => {
    expect((await open('/events')).document.querySelector('.as-of')?.textContent).toContain(
      'Nov 24, 2026, 18:00:00 (New York time)',
    );
  });

  test('is asked for with the token of the person, never with that of the pages', async () => {
    await open('/events');

    expect(finance.world.calls('listBillingEvents').map(({ token }) => token)).toEqual([nora.token]);
  });
});

describe('paging', () => {
  test('goes to older pages and back again without losing or repeating an event', async () => {
    const first = await open('/events');
    const second = await open(linkOn(first, 'next') ?? '');
    const third = await open(linkOn(second, 'next') ?? '');
    const back = await open(linkOn(third, 'prev') ?? '');

    expect([idsOn(first), idsOn(second), idsOn(third)]).toEqual([ids(0, 50), ids(50, 100), ids(100, 120)]);
    expect(idsOn(back)).toEqual(idsOn(second));
    expect([linkOn(first, 'prev'), linkOn(third, 'next')]).toEqual([null, null]);
  });

  test('back at the top is the first page itself', async () => {
    const second = await open(linkOn(await open('/events'), 'next') ?? '');

    expect((await open(linkOn(second, 'prev') ?? '')).location).toBe('/events');
  });

  test('a page is the same when it is opened again', async () => {
    const older = linkOn(await open('/events'), 'next') ?? '';

    expect(idsOn(await open(older))).toEqual(idsOn(await open(older)));
  });

  test('keeps the filters', async () => {
    const first = await open(`/events?readerId=${READER}&from=2026-11-01`);
    const older = linkOn(first, 'next') ?? '';
    const second = await open(older);

    expect(older).toContain(`from=2026-11-01&readerId=${READER}&after=`);
    expect(second.document.querySelector('input[name=readerId]')?.getAttribute('value')).toBe(READER);
    expect(second.document.querySelector('.filters')?.innerHTML).not.toContain('name="after"');
  });

  test.each(['after=nonsense', 'before=nonsense', 'after=a&before=b', `after=${'x'.repeat(300)}`])(
    'a place that does not exist (%s) is said, with a way to the newest',
    async (place) => {
      const { status, document } = await open(`/events?type=payment.paid&${place}`);

      expect(status).toBe(422);
      expect(document.querySelector('[role=alert] a')?.getAttribute('href')).toBe(
        '/events?type=payment.paid',
      );
    },
  );
});

describe('filters', () => {
  test('are asked of billing as instants: the days of New York, the last one whole', async () => {
    await open(`/events?type=payment.paid&from=2026-11-01&to=2026-11-24&readerId=${READER.toUpperCase()}`);

    expect(finance.world.calls('listBillingEvents')[0]?.query).toEqual({
      type: 'payment.paid',
      readerId: READER,
      from: '2026-11-01T04:00:00.000Z',
      to: '2026-11-25T05:00:00.000Z',
      limit: '50',
    });
  });

  test('stay in the form', async () => {
    const { document } = await open('/events?type=payment.paid&from=2026-11-01&to=2026-11-24');

    expect(document.querySelector('option[selected]')?.getAttribute('value')).toBe('payment.paid');
    expect(document.querySelector('input[name=from]')?.getAttribute('value')).toBe('2026-11-01');
    expect(document.querySelector('input[name=to]')?.getAttribute('value')).toBe('2026-11-24');
  });

  test('that are left empty are left out of the address', async () => {
    expect((await open('/events?type=payment.paid&from=&to=&readerId=')).location).toBe(
      '/events?type=payment.paid',
    );
    expect((await open('/events?type=&from=&to=&readerId=')).location).toBe('/events');
  });

  test.each([
    { name: 'from', typed: '24.11.2026', query: 'from=24.11.2026&to=2026-11-24' },
    { name: 'from', typed: '2026-02-30', query: 'from=2026-02-30' },
    { name: 'to', typed: '2026-11-01', query: 'from=2026-11-24&to=2026-11-01' },
    { name: 'to', typed: '0000-00-00', query: 'to=0000-00-00' },
    { name: 'readerId', typed: 'Ada', query: 'readerId=Ada&type=payment.paid' },
    { name: 'type', typed: 'payment.lost', query: 'type=payment.lost' },
  ])(
    'a mistake in $name ($typed) is named beside it, and nothing is lost',
    async ({ name, typed, query }) => {
      const { status, document } = await open(`/events?${query}`);
      const field = document.querySelector(`#field-${name}`);
      const values = Object.fromEntries(
        document
          .querySelectorAll('.filters input')
          .map((input) => [input.getAttribute('name'), input.getAttribute('value') ?? '']),
      );
      const chosen = document.querySelector('option[selected]')?.getAttribute('value') ?? '';
      const shown: Record<string, string> = { ...values, type: chosen };

      expect(status).toBe(422);
      expect(field?.getAttribute('aria-invalid')).toBe('true');
      expect(document.querySelector(`#${field?.getAttribute('aria-describedby')}`)?.textContent).not.toBe('');
      expect(shown[name]).toBe(typed);
      for (const [other, value] of new URLSearchParams(query)) expect(shown[other]).toBe(value);
      expect(finance.world.calls('listBillingEvents')).toEqual([]);
    },
  );

  test('a date that is none is in a field that can show it', async () => {
    const { document } = await open('/events?from=tomorrow&to=2026-11-24');

    expect(document.querySelector('input[name=from]')?.getAttribute('type')).toBe('text');
    expect(document.querySelector('input[name=to]')?.getAttribute('type')).toBe('date');
  });

  test('that nothing fits say so and can be cleared', async () => {
    const { status, document } = await open(`/events?readerId=${anId(999)}`);

    expect(status).toBe(200);
    expect(document.querySelector('main [role=status]')?.textContent).toContain('No event fits');
    expect(document.querySelectorAll('main a').map((link) => link.getAttribute('href'))).toContain('/events');
  });

  test('what was typed is shown as text', async () => {
    const { html } = await open(`/events?readerId=${encodeURIComponent('"><img src=x onerror=alert(1)>')}`);

    expect(html).not.toContain('<img src=x');
  });
});

describe('one event', () => {
  test('says everything in words, with both journals and their sums', async () => {
    const { status, document } = await open(`/events/${PAYMENT.id}`);
    const [documents, cash] = document.querySelectorAll('.journal');

    expect(status).toBe(200);
    expect(document.querySelector('h1')?.textContent).toBe('Payment arrived');
    expect(document.querySelector('dl')?.textContent).toContain('9.00 USD');
    expect(document.querySelector('dl')?.textContent).toContain(PAYMENT.stripeIds[0]);
    expect(documents?.querySelectorAll('tbody td.right').map(({ textContent }) => textContent)).toEqual([
      '9.00',
      '',
      '',
      '9.00',
    ]);
    expect(documents?.textContent).toContain('paid, not earned yet: year one');
    expect(cash?.querySelector('tfoot')?.textContent).toContain('adds up: 0 off');
    expect(cash?.querySelectorAll('tfoot td.right').map(({ textContent }) => textContent)).toEqual([
      '9.00',
      '9.00',
    ]);
  });

  test('says so when a journal does not add up', async () => {
    finance.world.billing.answer('getBillingEvent', () => ({
      answer: { ...PAYMENT, ledger: PAYMENT.ledger.slice(0, 1) },
    }));

    expect((await open(`/events/${PAYMENT.id}`)).document.querySelector('tfoot')?.textContent).toContain(
      'off by 9.00',
    );
  });

  test('shows the raw payload as text, whatever is in it', async () => {
    const { html, document } = await open(`/events/${PAYMENT.id}`);

    expect(html).not.toContain('<script>alert');
    expect(html).not.toContain('<img src=x');
    expect(JSON.parse(document.querySelector('details pre')?.textContent ?? '')).toEqual(PAYMENT.payload);
  });

  test('leads to the reader, the subscription and the events before and after of that reader', async () => {
    const page = await open(`/events/${events[5]?.id}`);
    const links = page.document.querySelectorAll('main a').map((link) => link.getAttribute('href'));

    expect(links).toContain(`/readers/${READER}`);
    expect(links).toContain(`/readers/${READER}#subscription-${SUBSCRIPTION}`);
    expect(linkOn(page, 'prev')).toBe(`/events/${events[3]?.id}`);
    expect(linkOn(page, 'next')).toBe(`/events/${events[6]?.id}`);
  });

  test.each([anId(77), 'nonsense', '..%2F..%2Fhealthz', `${anId(1)}%00`])(
    '%s is a page that is not there',
    async (id) => {
      const { status, document } = await open(`/events/${id}`);

      expect(status).toBe(404);
      expect(document.querySelector('h1')?.textContent).toBe('There is nothing at this address');
    },
  );
});

describe("a subscriber's timeline", () => {
  test('says what is held, until when it is paid, what is next, and whether they may read', async () => {
    const { status, document } = await open(`/readers/${READER}`);
    const main = document.querySelector('main')?.textContent ?? '';

    expect(status).toBe(200);
    expect(document.querySelector(`#subscription-${SUBSCRIPTION}`)?.textContent).toContain('7F3K-2QXA-91MD');
    expect(main).toContain('year one, a charge failed and is tried again');
    expect(main).toContain('Dec 22, 2026, 07:40:00 (New York time)');
    expect(main).toContain('9.00 USD, 5 of 13 paid');
    expect(main).toContain('may read: a subscription is paid for, until Dec 25, 2026');
    expect(main).toContain('reader@example.com');
  });

  test('lists all events of the reader and of nobody else, in order', async () => {
    const page = await open(`/readers/${READER}`);

    expect(idsOn(page)).toEqual(
      events
        .filter(({ readerId }) => readerId === READER)
        .map(({ id }) => id)
        .slice(0, 100),
    );
  });

  test('is shown without an answer of entitlement and without an address when these cannot be had', async () => {
    finance.world.entitlement.setAway(true);
    finance.world.identity.answer('findReader', () => ({ status: 503, answer: { code: 'away' } }));
    const { status, document } = await open(`/readers/${READER}`);

    expect(status).toBe(200);
    expect(document.querySelector('main')?.textContent).toContain('Entitlement does not answer just now');
  });

  test('of a reader who never bought says so', async () => {
    finance.world.billing.answer('listBillingEvents', () => ({
      answer: { data: [], nextCursor: null, previousCursor: null },
    }));

    expect((await open(`/readers/${OTHER_READER}`)).document.querySelector('main')?.textContent).toContain(
      'Nothing has happened yet',
    );
  });

  test.each([anId(999), 'nonsense'])('%s is nobody', async (id) => {
    expect((await open(`/readers/${id}`)).status).toBe(404);
  });

  test('asks each service with the token of the person', async () => {
    await open(`/readers/${READER}`);

    for (const operation of ['readersSubscriptions', 'listBillingEvents', 'explain', 'findReader'])
      expect(finance.world.calls(operation).map(({ token }) => token)).toEqual([nora.token]);
  });
});

describe('every page', () => {
  const all = [
    '/events',
    '/events?from=x',
    `/events/${PAYMENT.id}`,
    `/readers/${READER}`,
    '/sign-in/sent',
    '/sign-in/confirm?token=x',
    '/nowhere',
  ];

  test.each(all)('%s is kept nowhere, found by nobody, and runs no script', async (path) => {
    const { headers, document } = await open(path);

    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-robots-tag')).toBe('noindex, nofollow');
    expect(headers.get('content-security-policy')).toContain("script-src 'none'");
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(document.querySelector('meta[name=robots]')?.getAttribute('content')).toBe('noindex, nofollow');
    expect(document.querySelectorAll('script')).toEqual([]);
  });

  test.each(['/events', `/events/${PAYMENT.id}`, `/readers/${READER}`])(
    '%s while billing is away: says so, can be tried again, and names the request',
    async (path) => {
      finance.world.billing.setAway(true);
      const { status, document, headers } = await open(path);

      expect([status, headers.get('cache-control')]).toEqual([503, 'no-store']);
      expect(document.querySelector('h1')?.textContent).toBe('The books cannot be shown just now');
      expect(document.querySelector('main a')?.getAttribute('href')).toBe(path);
      expect(document.querySelector('main')?.textContent).toContain(`Request ${headers.get('x-request-id')}`);
    },
  );

  test.each(['/events.data', '/_root.data', '/__manifest?paths=/'])(
    '%s: there is no second way to ask for it',
    async (path) => {
      expect((await open(path)).status).toBe(404);
    },
  );

  test('operators find what they need', async () => {
    const [health, ready, metrics, openapi] = await Promise.all(
      ['/healthz', '/readyz', '/metrics', '/openapi.json'].map((path) => visitor(finance.url).get(path)),
    );

    expect([health?.status, ready?.status, metrics?.status, openapi?.status]).toEqual([200, 200, 200, 200]);
    expect(JSON.parse(openapi?.html ?? '')).toMatchObject({ openapi: '3.1.0' });
  });

  test('is not ready while billing is away', async () => {
    finance.world.billing.setAway(true);
    const { status, html } = await visitor(finance.url).get('/readyz');

    expect([status, JSON.parse(html)]).toEqual([503, { ready: false, failing: ['billing'] }]);
  });
});
