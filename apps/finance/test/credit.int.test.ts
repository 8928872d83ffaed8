import { anId } from '@gatefold/test-kit';
import { problem } from '@gatefold/web-kit/testing';
import { describe, expect, test } from 'vitest';
import { aSubscription, READER, SUBSCRIPTION } from './books.ts';
import { sharedFinance } from './finance.ts';
import { creditRequest } from './requests-data.ts';
import { ada, nora } from './people.ts';

const finance = sharedFinance();

const asNora = () => finance.as(nora);
const here = `/readers/${READER}/subscriptions/${SUBSCRIPTION}/credit`;
const wish = { do: 'look', amount: '5,50', reason: 'A wrong bill' };

/** The fields of the one form on the page, as a browser sends them with its button. */
async function confirmOf(form: Record<string, string>) {
  const { document } = await asNora().post(here, form);
  const hidden = document.querySelectorAll('main input[type=hidden]');
  return {
    ...Object.fromEntries(hidden.map((input) => [input.getAttribute('name'), input.getAttribute('value')])),
    do: 'give',
  };
}

describe('a credit', () => {
  test('is led to from the subscription, and says what one person may give alone before anybody tries', async () => {
    const reader = await asNora().get(`/readers/${READER}`);
    const { document } = await asNora().get(here);

    expect(reader.document.querySelector(`a[href="${here}"]`)?.textContent).toBe('Give a credit');
    expect(document.querySelector('main form')?.textContent).toContain('up to 20.00 USD in 24 hours alone');
    finance.world.billing.answer('approvalLimit', () => ({ answer: { limit: null } }));
    expect((await asNora().get(here)).document.textContent).not.toContain('alone');
  });

  test('is shown before it is given, and pressed twice is given once', async () => {
    const form = await confirmOf(wish);
    expect(finance.world.calls('credit')).toEqual([]);
    const { status, document } = await asNora().post(here, form);
    await asNora().post(here, form);
    const [first, second] = finance.world.calls('credit');

    expect([status, document.querySelector('[role=status] .title')?.textContent]).toEqual([
      200,
      'A credit of 5.50 USD is given',
    ]);
    expect(first).toMatchObject({
      params: { id: SUBSCRIPTION },
      body: { amount: { amount: '550', currency: 'USD' }, reason: 'A wrong bill' },
      token: nora.token,
    });
    expect(second?.idempotencyKey).toBe(first?.idempotencyKey);
    await asNora().post(here, await confirmOf(wish));
    expect(finance.world.calls('credit')[2]?.idempotencyKey).not.toBe(first?.idempotencyKey);
  });

  test.each([
    { what: 'no amount', field: 'amount', form: { ...wish, amount: 'five' }, says: '5.00' },
    { what: 'no reason', field: 'reason', form: { ...wish, reason: ' x ' }, says: 'why' },
  ])(
    'is not given with $what: the mistake stands beside its field, and what was typed stays',
    async (given) => {
      const { status, document } = await asNora().post(here, given.form);

      expect(status).toBe(422);
      expect(document.querySelector(`#field-${given.field}-error`)?.textContent).toContain(given.says);
      expect(document.querySelector('#field-amount')?.getAttribute('value')).toBe(given.form.amount);
      expect(finance.world.calls('credit')).toEqual([]);
    },
  );

  test('of all that one person may give is given', async () => {
    expect(await confirmOf({ ...wish, amount: '20' })).toMatchObject({ minor: '2000' });
  });

  test.each([{ code: 'subscription-ended', says: 'has ended' }])(
    'says what stands in the way: $code',
    async ({ code, says }) => {
      const form = await confirmOf(wish);
      finance.world.billing.answer('credit', () => problem(409, code));
      const { status, document } = await asNora().post(here, form);

      expect(status).toBe(409);
      expect(document.querySelector('[role=alert]')?.textContent).toContain(says);
    },
  );

  test.each([
    { what: 'by itself', amount: '20.01', code: null },
    { what: 'with what was given that day', amount: '20', code: 'refund-needs-approval' },
  ])('above the limit $what is asked for, and not given', async ({ amount, code }) => {
    let form: Record<string, string | undefined> = await confirmOf({ ...wish, amount });
    if (code !== null) {
      finance.world.billing.answer('credit', () => problem(409, code));
      form = await confirmOf(form as Record<string, string>);
    }
    const { document } = await asNora().post(here, { ...form, do: 'ask' } as Record<string, string>);

    expect(form).not.toHaveProperty('key');
    expect(document.querySelector('[role=status] .title')?.textContent).toContain(
      'waits for a second person',
    );
    expect(document.querySelector(`main a[href="/requests/${creditRequest.id}"]`)).not.toBeNull();
    expect(finance.world.calls('askForCredit')).toMatchObject([
      { params: { id: SUBSCRIPTION }, body: { amount: { currency: 'USD' }, reason: 'A wrong bill' } },
    ]);
    finance.world.billing.answer('askForCredit', () => problem(409, 'request-waiting'));
    const again = await asNora().post(here, { ...form, do: 'ask' } as Record<string, string>);
    expect(again.document.querySelector('[role=alert]')?.textContent).toContain(
      'waits for a second person already',
    );
  });

  test('is not offered where nothing runs', async () => {
    const data = [{ ...aSubscription, endedAt: '2026-11-01T00:00:00.000Z' }];
    finance.world.billing.answer('readersSubscriptions', () => ({ answer: { data, nextCursor: null } }));

    expect((await asNora().get(here)).document.querySelector('main form')).toBeNull();
    const reader = await asNora().get(`/readers/${READER}`);
    expect(reader.document.querySelector(`a[href="${here}"]`)).toBeNull();
  });

  test('nobody without the role gives one; a subscription of another reader is not there, billing away is said', async () => {
    const form = await confirmOf(wish);
    expect((await finance.as(ada).post(here, form)).status).toBe(403);
    expect(finance.world.calls('credit')).toEqual([]);
    expect((await asNora().get(`/readers/${READER}/subscriptions/${anId(990)}/credit`)).status).toBe(404);
    expect((await asNora().post(here, { ...form, do: 'take' })).status).toBe(404);
    finance.world.billing.setAway(true);
    expect((await asNora().get(here)).status).toBe(503);
  });
});
