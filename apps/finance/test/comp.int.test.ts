import { anId } from '@gatefold/test-kit';
import { problem } from '@gatefold/web-kit/testing';
import { describe, expect, test } from 'vitest';
import { compQuote, READER, SUBSCRIPTION } from './books.ts';
import { sharedFinance } from './finance.ts';
import { ada, nora } from './people.ts';

const finance = sharedFinance();

const asNora = () => finance.as(nora);
const path = `/readers/${READER}/subscriptions/${SUBSCRIPTION}/comp`;
const reason = 'The paper came late';
const form = { quote: JSON.stringify(compQuote), reason };

describe('giving the next period', () => {
  test('is led to from the subscription, and shows what is not charged, with its currency and zone', async () => {
    const reader = await asNora().get(`/readers/${READER}`);
    const { document } = await asNora().get(path);

    expect(reader.document.querySelector(`a[href="${path}"]`)?.textContent).toBe('Give the next period');
    const [, , before, next] = document.querySelectorAll('.facts dd').map(({ textContent }) => textContent);
    expect(before).toContain('9.00 USD, Dec 22, 2026');
    expect(next).toContain('9.00 USD, Jan 19, 2027');
    expect(document.querySelector('input[name=quote]')?.getAttribute('value')).toBe(form.quote);
  });

  test('is done once it is confirmed with a reason, in the person’s own name', async () => {
    const done = await asNora().post(path, form);

    expect([done.status, done.location]).toEqual([303, `/readers/${READER}#subscription-${SUBSCRIPTION}`]);
    expect(finance.world.calls('comp')).toMatchObject([
      { token: nora.token, params: { id: SUBSCRIPTION }, body: { ...compQuote, reason } },
    ]);
  });

  test('is not done without a reason; the mistake stands beside its field', async () => {
    const { status, document } = await asNora().post(path, { ...form, reason: ' x ' });

    expect([status, document.querySelector('#field-reason')?.getAttribute('value')]).toEqual([422, 'x']);
    expect(document.querySelector('#field-reason-error')?.textContent).toContain('why');
    expect(finance.world.calls('comp')).toEqual([]);
  });

  test('says what stands in the way, and keeps what was typed', async () => {
    finance.world.billing.answer('comp', () => problem(409, 'quote-outdated'));
    const { status, document } = await asNora().post(path, form);

    expect(status).toBe(409);
    expect(document.querySelector('[role=alert]')?.textContent).toContain('what comes next is another');
    expect(document.querySelector('#field-reason')?.getAttribute('value')).toBe(form.reason);
  });

  test('says why where nothing can be given', async () => {
    finance.world.billing.answer('quoteComp', () => problem(409, 'subscription-cancelling'));
    const { document } = await asNora().get(path);

    expect(document.textContent).toContain('no period follows that could be given');
    expect(document.querySelector('input[name=quote]')).toBeNull();
  });

  test('is not done with a quote that no page has shown', async () => {
    expect((await asNora().post(path, { ...form, quote: '{"after":"now"}' })).status).toBe(404);
    expect(finance.world.calls('comp')).toEqual([]);
  });

  test('a subscription of another reader is not there, and billing away is said', async () => {
    const other = `/readers/${READER}/subscriptions/${anId(990)}/comp`;
    expect((await asNora().get(other)).status).toBe(404);
    finance.world.billing.setAway(true);
    expect((await asNora().get(path)).status).toBe(503);
  });

  test('nobody without the role gives anything', async () => {
    expect((await finance.as(ada).get(path)).status).toBe(403);
    expect((await finance.as(ada).post(path, form)).status).toBe(403);
    expect(finance.world.calls('comp')).toEqual([]);
  });
});
