import { DAY, HOUR, plus } from '@gatefold/kernel';
import { anId } from '@gatefold/test-kit';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { catalogue } from './paper.ts';
import { createBuyer } from './buying.ts';
import { startBilling, type Billing } from './harness.ts';

let billing: Billing;
let buyer: ReturnType<typeof createBuyer>;
let id = '';
let reader = '';
let away: readonly string[] = [];
let keeps = true;

const at = '2026-11-20T09:00:00.000Z';
/** Identity, content and mail, as their contracts say; of 201 sign-ins the last stands on a second page. */
function others(path: string, authorization: string | undefined): object | null {
  expect(authorization).toMatch(/^Bearer [\w-]+\.[\w-]+\.[\w-]+$/);
  const [what = ''] = /sign-ins|reads|messages/.exec(path) ?? [];
  if (away.includes(what)) return null;
  if (what === 'messages') {
    const message = { id: anId(7), kind: 'receipt', status: 'sent', dueAt: at, sentAt: at };
    return { data: path.includes(reader) ? [message] : [], nextCursor: null };
  }
  if (!path.includes(`/v1/readers/${reader}/`)) return null;
  if (what === 'reads') {
    const read = { slug: 'dredging', title: 'Harbour dredging stalls', section: 'Coast', readAt: at };
    return { keeps, data: keeps ? [read] : [], nextCursor: null };
  }
  const isFirst = !path.includes('after=');
  const signIn = { at, device: isFirst ? 'Firefox on Linux' : 'Safari on iOS' };
  return { data: isFirst ? Array<object>(200).fill(signIn) : [signIn], nextCursor: isFirst ? '1' : null };
}

beforeAll(async () => {
  billing = await startBilling({ others });
  buyer = createBuyer(billing);
  const { subscription } = await buyer.buy('ada@meridian.example');
  ({ id, readerId: reader } = subscription);
  await billing.simulator.turnTo(plus(await billing.simulator.now(), 28 * DAY + 2 * HOUR));
  const { rows } = await billing.sql.query<{ charge: string }>(
    'SELECT stripe_charge_id AS charge FROM charge WHERE subscription_id = $1 AND amount = 900 AND paid_at IS NOT NULL',
    [id],
  );
  await billing.simulator.dispute(rows[0]!.charge, 'fraudulent');
  await billing.simulator.turnTo(plus(await billing.simulator.now(), HOUR));
});
afterAll(() => billing.close());
beforeEach(() => {
  away = [];
  keeps = true;
});

type Pack = {
  mails: { kind: string; sentAt: string }[] | null;
  signIns: { device: string }[] | null;
  reads: { keeps: boolean; data: { title: string; at: string }[] } | null;
  notices: { kind: string }[];
  history: { summary: string }[];
};
const pack = async () =>
  (await buyer.as('get', `/v1/subscriptions/${id}/evidence-pack`)).body as unknown as Pack;
const document = async () =>
  await billing.api
    .get(`/v1/subscriptions/${id}/evidence-pack.pdf`)
    .set('authorization', `Bearer ${await billing.tokenOf('dev')}`)
    .buffer(true);

test('a dispute is answered with what was accepted, disclosed, paid and written, as JSON', async () => {
  const { body } = await buyer.as('get', `/v1/subscriptions/${id}/evidence-pack`);

  expect(body).toMatchObject({
    consent: { version: catalogue[0]!.consent.version, text: catalogue[0]!.consent.text },
    prices: [
      { phase: 'intro' },
      { phase: 'year_one', charges: 13, amount: { amount: '900' } },
      { phase: 'standard' },
    ],
    charges: [
      { phase: 'intro', status: 'paid' },
      { phase: 'year_one', status: 'paid', dispute: { status: 'open', reason: 'fraudulent' } },
    ],
    card: { brand: 'visa', last4: '4242' },
  });
  const { notices, history } = body as unknown as Pack;
  expect(notices.map(({ kind }) => kind)).toContain('conversion-reminder');
  expect(history.map(({ summary }) => summary)).toContain('A payment is disputed (year_one)');
  expect(JSON.stringify(body)).not.toContain('@');
});

test('and with what other services know of the use: mails, sign-ins of every page, articles read', async () => {
  const { mails, signIns, reads } = await pack();

  expect(mails).toEqual([{ kind: 'receipt', status: 'sent', dueAt: at, sentAt: at }]);
  expect(signIns).toHaveLength(201);
  expect(signIns?.at(-1)).toEqual({ at, device: 'Safari on iOS' });
  expect(reads).toEqual({
    keeps: true,
    data: [{ slug: 'dredging', title: 'Harbour dredging stalls', section: 'Coast', at }],
  });
  const text = ((await document()).body as Buffer).toString('latin1');
  for (const words of ['201 on record', 'Harbour dredging stalls', 'receipt, taken by the mail server'])
    expect(text).toContain(words);
});

test.each([
  ['messages', 'mails'],
  ['sign-ins', 'signIns'],
  ['reads', 'reads'],
] as const)('while nobody answers for %s the pack says so, and has the rest', async (service, part) => {
  away = [service];
  const found = await pack();

  expect(found[part]).toBeNull();
  expect([found.mails, found.signIns, found.reads].filter((one) => one === null)).toHaveLength(1);
  expect(found.history).not.toEqual([]);
  expect(((await document()).body as Buffer).toString('latin1')).toContain('It can be made again.');
  away = [];
  expect((await pack())[part]).not.toBeNull();
});

test('who has switched the history off has none, and the pack says why', async () => {
  keeps = false;

  expect((await pack()).reads).toEqual({ keeps: false, data: [] });
  expect(((await document()).body as Buffer).toString('latin1')).toContain(
    'switched the reading history off',
  );
});

test('and as one document, within a second', async () => {
  const begun = performance.now();
  const { body, headers } = await document();

  expect(performance.now() - begun).toBeLessThan(1_000);
  expect(headers['content-disposition']).toMatch(/^attachment; filename="evidence-[\w-]+\.pdf"$/);
  expect((body as Buffer).subarray(0, 8).toString()).toBe('%PDF-1.4');
  expect((body as Buffer).toString('latin1')).toContain('What was accepted before the first payment');
});

test('it is for those who keep the books alone', async () => {
  await billing.api.get(`/v1/subscriptions/${id}/evidence-pack`).expect(401);
  expect(
    (await buyer.as('get', '/v1/subscriptions/01990000-0000-7000-8000-00000000c0de/evidence-pack')).status,
  ).toBe(404);
});
