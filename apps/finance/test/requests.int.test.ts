import { anId } from '@gatefold/test-kit';
import { problem } from '@gatefold/web-kit/testing';
import { describe, expect, test } from 'vitest';
import { sharedFinance } from './finance.ts';
import {
  creditRequest,
  giftRequest,
  givenBackRequest,
  impossibleRequest,
  missingRequest,
} from './requests-data.ts';
import { ada, nora, pia } from './people.ts';

const finance = sharedFinance();

const asNora = () => finance.as(nora);
const place = ({ id }: { id: string }) => `/requests/${id}`;

describe('requests', () => {
  test('that wait are listed with who asked, what, for whom, how much, why and since when', async () => {
    const { document } = await asNora().get('/requests');
    const rows = document
      .querySelectorAll('tbody tr')
      .map((row) => row.querySelectorAll('td').map((cell) => cell.textContent));

    expect(document.querySelector('thead')?.textContent).toContain('Asked for (New York time)');
    expect(rows).toHaveLength(3);
    expect(rows[0]?.slice(1)).toEqual([
      ...[pia.email, 'Refund of a gift', expect.any(String), '150.00', 'USD'],
      ...['it was bought twice', 'waiting'],
    ]);
    expect(rows[1]?.slice(1, 3)).toEqual([nora.email, 'Credit']);
    expect(rows[2]?.slice(1, 3)).toEqual([pia.email, 'End at once, with a refund']);
  });

  test('that were approved show what came of each; others are said to be none', async () => {
    const { document } = await asNora().get('/requests?state=approved');
    const states = document.querySelectorAll('tbody tr td:last-child').map((cell) => cell.textContent);
    expect(states).toEqual([
      ...['approved: given back', 'approved, but nothing was done'],
      ...['approved, but Stripe refused it', 'approved, but nothing was done'],
    ]);

    finance.world.billing.answer('listRequests', () => ({ answer: { data: [], nextCursor: null } }));
    expect((await asNora().get('/requests')).document.textContent).toContain(
      'Nothing waits for a second person',
    );
    expect((await asNora().get('/requests?state=rejected')).document.textContent).toContain(
      'Nothing was declined',
    );
  });

  test('go on behind a place, in the state that was asked for; a state that is none shows what waits', async () => {
    finance.world.billing.answer('listRequests', () => ({
      answer: { data: [givenBackRequest], nextCursor: 'older' },
    }));
    const { document } = await asNora().get('/requests?state=approved');
    const href = document.querySelector('a[rel=next]')?.getAttribute('href');
    expect(href).toBe('/requests?state=approved&after=older');
    await asNora().get(href ?? '');
    await asNora().get('/requests?state=lost');

    expect(finance.world.calls('listRequests').map(({ query }) => [query['state'], query['after']])).toEqual([
      ['approved', undefined],
      ['approved', 'older'],
      ['waiting', undefined],
    ]);
  });

  test('are counted on every page, and no page fails without the count', async () => {
    const link = async () =>
      (await asNora().get('/imports')).document.querySelector('nav a[href="/requests"]')?.textContent;

    expect(await link()).toBe('Requests 1 waiting');
    finance.world.billing.answer('countWaiting', () => ({ answer: { waiting: 0 } }));
    expect(await link()).toBe('Requests');
    finance.world.billing.answer('countWaiting', () => problem(500, 'unexpected'));
    expect(await link()).toBe('Requests');
  });

  test('nobody without the role sees or decides on one; an address of none is not there, billing away is said', async () => {
    const asAda = finance.as(ada);
    expect((await asAda.get('/requests')).status).toBe(403);
    expect((await asAda.post(place(giftRequest), { do: 'approve', note: 'It is fine' })).status).toBe(403);
    expect(finance.world.calls('decideOnRequest')).toEqual([]);
    expect((await asNora().get('/requests/x')).status).toBe(404);
    expect((await asNora().get(`/requests/${anId(990)}`)).status).toBe(404);
    expect((await asNora().post(place(giftRequest), { do: 'constructor' })).status).toBe(404);
    finance.world.billing.setAway(true);
    expect((await asNora().get('/requests')).status).toBe(503);
    expect((await asNora().get(place(giftRequest))).status).toBe(503);
  });
});

test.each(['approve', 'decline'])('a form of another site decides on nothing: %s', async (press) => {
  const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  const form = { do: press, note: 'It is fine' };

  expect((await asNora().post(place(giftRequest), form, foreign)).status).toBe(403);
  expect(finance.world.calls('decideOnRequest')).toEqual([]);
});

describe('a request', () => {
  const decided = () =>
    finance.world.calls('decideOnRequest').map(({ params, body }) => [params['id'], body]);

  test.each([
    { press: 'approve', verdict: 'approved' },
    { press: 'decline', verdict: 'rejected' },
  ])('of somebody else is decided on with a reason: $press', async ({ press, verdict }) => {
    const { document } = await asNora().get(place(giftRequest));
    const button = document.querySelector(`button[value=${press}]`);
    expect(button).not.toBeNull();
    const mistake = await asNora().post(place(giftRequest), { do: press, note: ' x ' });
    expect([mistake.status, mistake.document.querySelector('#field-note-error')?.textContent]).toEqual([
      422,
      'Please say why, in a few words.',
    ]);
    expect(decided()).toEqual([]);

    const done = await asNora().post(place(giftRequest), { do: press, note: ' It is fine ' });
    expect([done.status, done.headers.get('location')]).toEqual([303, place(giftRequest)]);
    expect(decided()).toEqual([[giftRequest.id, { verdict, note: 'It is fine' }]]);
  });

  test('of one’s own is taken back, and never approved', async () => {
    const { document } = await asNora().get(place(creditRequest));

    expect(document.querySelector('button[value=approve]')).toBeNull();
    expect(document.querySelector('button[value=decline]')?.textContent).toBe('Take it back');
    finance.world.billing.answer('decideOnRequest', () => problem(403, 'second-person-required'));
    const forced = await asNora().post(place(creditRequest), { do: 'approve', note: 'It is fine' });
    expect([forced.status, forced.document.querySelector('[role=alert]')?.textContent]).toEqual([
      409,
      'You have asked for it yourself: somebody else must approve it',
    ]);
  });

  test('that is decided says by whom and why, and leads to whom it is about', async () => {
    const { document } = await asNora().get(place(givenBackRequest));
    const facts = document.querySelector('.facts')?.textContent ?? '';

    expect(document.querySelector('main form')).toBeNull();
    expect(facts).toContain('approved: given back');
    expect(facts).toContain(pia.email);
    expect(facts).toContain('Checked with the newsroom');
    expect(document.querySelector('main a[href*="#subscription-"]')).not.toBeNull();
    const gift = (await asNora().get(place(giftRequest))).document;
    expect(gift.querySelector(`main a[href="/gifts/${giftRequest.subjectId}"]`)).not.toBeNull();
  });

  test('of which nothing came is done by one press more, without another reason', async () => {
    const { document } = await asNora().get(place(missingRequest));
    expect(document.querySelector('button[value=again]')?.textContent).toBe('Give 50.00 USD now');

    await asNora().post(place(missingRequest), { do: 'again' });
    expect(decided()).toEqual([[missingRequest.id, { verdict: 'approved' }]]);
  });

  test('that cannot be carried out says why, and is declined with a reason instead of done again', async () => {
    const { document } = await asNora().get(place(impossibleRequest));
    const says = document.querySelector('main [role=alert]')?.textContent ?? '';
    expect(says).toContain('cannot be carried out');
    expect(says).toContain('So much is not left of the payment');
    expect(document.querySelector('button[value=again]')).toBeNull();

    expect((await asNora().post(place(impossibleRequest), { do: 'decline', note: '' })).status).toBe(422);
    const done = await asNora().post(place(impossibleRequest), { do: 'decline', note: 'By hand at Stripe' });
    expect(done.status).toBe(303);
    expect(decided()).toEqual([[impossibleRequest.id, { verdict: 'rejected', note: 'By hand at Stripe' }]]);
    expect(
      (await asNora().get(place(missingRequest))).document.querySelector('button[value=decline]'),
    ).not.toBeNull();
  });

  test.each(['gift-taken', 'refund-exceeds-payment', 'subscription-ended', 'request-decided'])(
    'says what stands in the way: %s',
    async (code) => {
      finance.world.billing.answer('decideOnRequest', () => problem(409, code));
      const { status, document } = await asNora().post(place(giftRequest), { do: 'approve', note: 'Fine' });

      expect(status).toBe(409);
      expect(document.querySelector('[role=alert] .title')?.textContent?.length).toBeGreaterThan(20);
    },
  );
});
