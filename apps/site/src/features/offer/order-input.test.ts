import { describe, expect, test } from 'vitest';
import { english } from '../../../test/voices.ts';
import { readOrder, refusalInWords } from './order-input.ts';

const attempt = '0199a1b2-0000-7000-8000-000000000001';
const filled = {
  email: 'a@example.com',
  consent: 'on',
  consentVersion: '1',
  attempt,
  returnTo: '/articles/a',
};

function form(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}

test('a complete form is an order', () => {
  expect(readOrder(form(filled), { needsEmail: true })).toMatchObject({
    complete: true,
    value: { email: 'a@example.com', consentVersion: '1', attempt, returnTo: '/articles/a' },
  });
});

describe('nothing is ordered', () => {
  test.each([
    { what: 'without consent', fields: { ...filled, consent: '' }, error: 'consent' },
    { what: 'without an address', fields: { ...filled, email: '' }, error: 'email' },
    { what: 'with a slip in the address', fields: { ...filled, email: 'a@example' }, error: 'email' },
    { what: 'with a form that was not ours', fields: { ...filled, attempt: 'x' }, error: 'form' },
  ])('$what, and the field is named', ({ fields, error }) => {
    const order = readOrder(form(fields), { needsEmail: true });

    expect(order.complete ? {} : order.errors).toHaveProperty(error);
  });

  test('and what was typed is kept', () => {
    expect(readOrder(form({ ...filled, consent: '' }), { needsEmail: true }).typed.email).toBe(
      'a@example.com',
    );
  });
});

test('a signed-in reader orders under the own address, whatever the form says', () => {
  expect(readOrder(form(filled), { needsEmail: false })).toMatchObject({
    complete: true,
    value: { email: null },
  });
});

test('a way back to another site becomes the front page', () => {
  expect(readOrder(form({ ...filled, returnTo: '//evil.example' }), { needsEmail: true })).toMatchObject({
    value: { returnTo: '/' },
  });
});

test.each([
  'already-subscribed',
  'consent-outdated',
  'offer-not-on-sale',
  'too-many-requests',
  'invalid-input',
])('%s is told in words on the form', (code) => {
  const [key] = Object.values(refusalInWords(code) ?? {});

  expect(key === undefined ? '' : english.say(key)).toMatch(/\.$|“Your account”\.$/);
});
