import { HOUR, plus } from '@gatefold/kernel';
import { newId } from '@gatefold/service-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBuyer, type Answer } from './buying.ts';
import { SITE, startBilling, type Billing } from './harness.ts';
import { noticesOf } from './looking.ts';
import { paperFile } from './paper.ts';

const SIGNAL = 'http://signal.example';

let billing: Billing;
let buyer: ReturnType<typeof createBuyer>;
beforeAll(async () => {
  const titles = [
    { key: 'meridian', name: 'The Meridian', url: SITE },
    { key: 'signal', name: 'The Signal', url: SIGNAL },
  ];
  billing = await startBilling({ settings: { TITLES: JSON.stringify(titles) } });
  buyer = createBuyer(billing);
});
afterAll(() => billing.close());

type Held = Answer & { publication: string; alsoReads: string[]; offer: string };

const consentTo = (offer: string) => ({ version: paperFile.offers[offer]!.consent.version, accepted: true });
const open = (offer: string, body: object) => buyer.open({ offer, consent: consentTo(offer), ...body });
const openAs = async (readerId: string, offer: string, body: object = {}) =>
  (await buyer.as('post', '/v1/checkouts', {
    ...{ readerId, offer, returnTo: '/', consent: consentTo(offer) },
    ...body,
  })) as { status: number; body: { id: string; url: string; code?: string } };

let people = 0;
async function buy(offer: string, body: object = {}): Promise<Held> {
  const email = `titles-${(people += 1)}@meridian.example`;
  const opened = await open(offer, { email, ...body }).expect(201);
  const { id, url } = opened.body as { id: string; url: string };
  await buyer.pay(url, undefined, email);
  return ((await buyer.complete(id)).body as { subscription: Held }).subscription;
}

async function buyAs(readerId: string, offer: string): Promise<Held> {
  const { body } = await openAs(readerId, offer);
  await buyer.pay(body.url);
  return ((await buyer.complete(body.id)).body as { subscription: Held }).subscription;
}

const held = async (id: string) => (await buyer.subscription(id)) as Held;
const plansOf = async ({ id }: Held): Promise<string[]> => {
  const { body } = await buyer.as('get', `/v1/subscriptions/${id}/plans`);
  return (body as { data: { key: string }[] }).data.map(({ key }) => key);
};
async function changeTo(offer: string, { id }: Held) {
  const where = `/v1/subscriptions/${id}/plan-change`;
  const { body: quote } = await buyer.as('get', `${where}?offer=${offer}`);
  const changed = await buyer.as('post', where, quote as object);
  expect([quote.code, changed.body.code]).toEqual([undefined, undefined]);
}
/** What entitlement is told last: the title it was bought from, and the bundle. */
async function toldOf(subject: string) {
  const { rows } = await billing.sql.query<{ publication: string; bundle: string }>(
    `SELECT data->>'publication' AS publication, data->>'bundle' AS bundle FROM outbox
     WHERE subject = $1 AND topic = 'billing.subscription.v1' ORDER BY sequence DESC LIMIT 1`,
    [subject],
  );
  return rows[0];
}

describe('an offer of a title', () => {
  test('is listed with the titles that sell it', async () => {
    const { body } = await billing.api.get('/v1/offers').expect(200);
    const listed = (body as { data: Held[] & { key: string }[] }).data;

    const of = (key: string) => listed.find((offer) => (offer as unknown as { key: string }).key === key);
    expect(of('signal')).toMatchObject({ publication: 'signal', alsoReads: [] });
    expect(of('both')).toMatchObject({ publication: 'meridian', alsoReads: ['signal'] });
    const { body: versions } = await buyer.as('get', '/v1/catalogue/versions');
    expect((versions as { data: object[] }).data).toContainEqual(
      expect.objectContaining({ key: 'both', publications: ['meridian', 'signal'] }),
    );
  });

  test('of both is bought from the one that sold it, and told so', async () => {
    const [here, there] = [await buy('both'), await buy('both', { publication: 'signal' })];

    expect(here).toMatchObject({ publication: 'meridian', alsoReads: ['signal'] });
    expect(there).toMatchObject({ publication: 'signal', alsoReads: ['meridian'] });
    expect(await toldOf(here.id)).toEqual({ publication: 'meridian', bundle: 'both' });
    expect(await toldOf(there.id)).toEqual({ publication: 'signal', bundle: 'both' });
  });

  test('leads back from the hosted pages to the site of the one that sold it, or at which a card is given', async () => {
    const backFrom = async (body: object): Promise<string> => {
      const email = `back-${(people += 1)}@meridian.example`;
      const { url } = (await open('both', { email, ...body })).body as { url: string };
      return new URL(await buyer.pay(url, undefined, email)).origin;
    };
    expect(await backFrom({})).toBe(SITE);
    expect(await backFrom({ publication: 'signal' })).toBe(SIGNAL);

    const { id } = await buy('both', { publication: 'signal' });
    const giveCard = async (body: object): Promise<string> => {
      const where = `/v1/subscriptions/${id}/card-update`;
      const { url } = (await buyer.as('post', where, { returnTo: '/account', ...body })).body as {
        url: string;
      };
      return new URL(await buyer.pay(url)).origin;
    };
    expect(await giveCard({})).toBe(SIGNAL);
    expect(await giveCard({ title: 'meridian' })).toBe(SITE);
    expect(await giveCard({ title: 'https://evil.example' })).toBe(SITE);
  });

  test('is sold by no other', async () => {
    const email = 'elsewhere@meridian.example';
    for (const [offer, publication] of [
      ['digital', 'signal'],
      ['both', 'courier'],
    ] as const)
      expect((await open(offer, { email, publication })).body).toMatchObject({ code: 'offer-not-on-sale' });
  });
});

describe('whoever has one title', () => {
  test('buys the other beside it', async () => {
    const { readerId } = await buy('digital');

    expect(await buyAs(readerId, 'signal')).toMatchObject({ publication: 'signal', phase: 'standard' });
  });

  test('does not buy both anew, but changes to both, and reads the other from then on', async () => {
    const bought = await buy('signal', { publication: 'signal' });
    expect((await openAs(bought.readerId, 'both')).body).toMatchObject({ code: 'already-subscribed' });
    expect(await plansOf(bought)).toEqual(['both']);

    await changeTo('both', bought);

    expect(await held(bought.id)).toMatchObject({
      ...{ offer: 'both', publication: 'signal', alsoReads: ['meridian'] },
    });
    expect(await toldOf(bought.id)).toEqual({ publication: 'signal', bundle: 'both' });
    expect((await openAs(bought.readerId, 'digital')).body).toMatchObject({ code: 'already-subscribed' });
  });

  test('and is to have both from a day on does not buy the other until then', async () => {
    // In the introduction, which is read to its end.
    const bought = await buy('digital');
    await changeTo('both', bought);
    expect(await held(bought.id)).toMatchObject({ alsoReads: [], change: { from: 'digital' } });

    expect((await openAs(bought.readerId, 'signal')).body).toMatchObject({ code: 'already-subscribed' });

    await billing.simulator.turnTo(plus(new Date(bought.paidThrough ?? 0), 2 * HOUR));
    expect(await held(bought.id)).toMatchObject({ alsoReads: ['signal'] });
  });
});

describe('whoever has each title by itself', () => {
  test('is offered no plan of both for one of them: one would be paid for twice', async () => {
    const meridian = await buy('digital');
    await buyAs(meridian.readerId, 'signal');

    expect(await plansOf(meridian)).not.toContain('both');
    const { body } = await buyer.as('get', `/v1/subscriptions/${meridian.id}/plan-change?offer=both`);
    expect(body).toMatchObject({ code: 'plan-not-available' });
  });
});

describe('both, and one of them,', () => {
  test('paid at once by one reader: the second is ended and paid back, and the reader is told', async () => {
    const { readerId } = await buy('team', { seats: 3 });
    const [one, two] = [await openAs(readerId, 'signal'), await openAs(readerId, 'both')];
    await buyer.pay(one.body.url);
    await buyer.pay(two.body.url);
    await Promise.all([buyer.complete(one.body.id), buyer.complete(two.body.id)]);
    await billing.simulator.turnTo(plus(await billing.simulator.now(), HOUR));

    const [first, second] = [await held(one.body.id), await held(two.body.id)];
    expect([first.phase, second.phase].filter((phase) => phase === 'ended')).toHaveLength(1);
    const ended = first.phase === 'ended' ? first : second;
    expect(ended).toMatchObject({ endReason: 'duplicate' });
    const charges = await buyer.charges(ended.id);
    expect(charges.map(({ amount, refunded }) => amount.amount === refunded.amount)).toEqual([true]);
    expect(await noticesOf(billing, readerId)).toMatchObject({ 'duplicate-refunded': 1 });
  });

  test('bought by address beside one of an account: the larger is kept, and the unused part of the other goes back', async () => {
    const [theirs, bought] = [await buy('signal', { publication: 'signal' }), await buy('both')];
    await billing.simulator.turnTo(plus(await billing.simulator.now(), HOUR));
    await billing.merge(bought.readerId, theirs.readerId);
    await billing.simulator.turnTo(plus(await billing.simulator.now(), HOUR));

    expect(await held(bought.id)).toMatchObject({ readerId: theirs.readerId, endedAt: null });
    expect(await held(theirs.id)).toMatchObject({ phase: 'ended', endReason: 'refunded' });
    const [kept, other] = [await buyer.charges(bought.id), await buyer.charges(theirs.id)];
    expect(kept.every(({ refunded }) => refunded.amount === '0')).toBe(true);
    const [paid, back] = [BigInt(other[0]!.amount.amount), BigInt(other[0]!.refunded.amount)];
    expect([back > 0n, back < paid]).toEqual([true, true]);
  });

  test('bought by address where the account has both: the smaller is ended and paid back', async () => {
    const [theirs, bought] = [await buy('both'), await buy('signal', { publication: 'signal' })];
    await billing.merge(bought.readerId, theirs.readerId);
    await billing.simulator.turnTo(plus(await billing.simulator.now(), HOUR));

    expect(await held(theirs.id)).toMatchObject({ endedAt: null });
    expect(await held(bought.id)).toMatchObject({ phase: 'ended', endReason: 'duplicate' });
  });

  test('cannot be there at once: the database itself refuses', async () => {
    const { id } = await buy('signal', { publication: 'signal' });
    const both = await buy('both');
    const { rows } = await billing.sql.query<{ id: string }>(
      'SELECT reader_id AS id FROM subscription WHERE id = $1',
      [both.id],
    );

    const give = (to: string, of: string) =>
      billing.sql.query('UPDATE subscription SET reader_id = $1 WHERE id = $2', [to, of]);
    await expect(give(rows[0]!.id, id)).rejects.toThrow('subscription_one_live_of_titles');
    await give(newId(), id);
    const promise = `'{"change": {"alsoReads": ["meridian"]}}'`;
    await billing.sql.query(`UPDATE subscription SET course = ${promise} WHERE id = $1`, [id]);
    await expect(give(rows[0]!.id, id)).rejects.toThrow('subscription_one_live_of_titles');
  });
});

describe('a gift of one title', () => {
  /** Paid for and mailed; its code. */
  async function give(offer: string): Promise<{ code: string; back: string }> {
    const email = `gives-${(people += 1)}@meridian.example`;
    const wish = { offer, email, to: `friend-${people}@meridian.example`, from: 'Grandma' };
    const key = `gift-of-title-${people}`;
    const { body } = await billing.api.post('/v1/gifts').set('idempotency-key', key).send(wish).expect(201);
    const { id, url } = body as { id: string; url: string };
    const back = await buyer.pay(url, undefined, email);
    await billing.api.post(`/v1/gifts/${id}/return`).expect(200);
    const { body: letter } = await buyer.as('get', `/v1/gifts/${id}/letter`);
    return { code: (letter as { code: string }).code, back: new URL(back).origin };
  }
  const take = async (readerId: string, code: string) =>
    billing.api
      .post('/v1/gift-codes/redemption')
      .set('authorization', `Bearer ${await billing.readerToken(readerId)}`)
      .send({ code });
  type Taken = { period: { from: string; until: string }; code?: string };

  test('leads back to the one that sold it, and is told to entitlement as its own', async () => {
    const { code, back } = await give('gift-signal-year');
    const { body } = await take(newId(), code);

    expect(back).toBe(SIGNAL);
    expect(await toldOf((body as { id: string }).id)).toEqual({
      publication: 'signal',
      bundle: 'all-access',
    });
  });

  test('begins at once beside a gift of the other, and behind one of its own', async () => {
    const reader = newId();
    const taken: Taken[] = [];
    for (const offer of ['gift-year', 'gift-signal-quarter', 'gift-signal-year'])
      taken.push((await take(reader, (await give(offer)).code)).body as Taken);

    const now = (await billing.simulator.now()).getTime();
    const [, quarter, year] = taken.map(({ period }) => period);
    expect(new Date(quarter!.from).getTime()).toBeLessThanOrEqual(now);
    expect(year!.from).toBe(quarter!.until);
  });

  test('moves nothing of a subscription to both, which would be given away for the price of one', async () => {
    const { id, readerId } = await buy('both');
    const { nextCharge } = (await buyer.subscription(id)) as Answer & { nextCharge: object };
    const { code } = await give('gift-signal-year');

    expect((await take(readerId, code)).body).toMatchObject({ code: 'gift-within-subscription' });
    expect(await buyer.subscription(id)).toMatchObject({ nextCharge });
    expect((await take(newId(), code)).status).toBe(200);
  });

  test('moves the next payment of a subscription to it alone, and of no other', async () => {
    const meridian = await buy('digital');
    const signal = await buyAs(meridian.readerId, 'signal');
    const { body } = await take(meridian.readerId, (await give('gift-signal-quarter')).code);

    const { period } = body as Taken;
    expect(period.from).toBe(signal.paidThrough);
    expect(await buyer.subscription(signal.id)).toMatchObject({ nextCharge: { at: period.until } });
    expect(await buyer.subscription(meridian.id)).toMatchObject({ nextCharge: { at: meridian.paidThrough } });
  });
});
