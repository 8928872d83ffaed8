import { describe, expect, test } from 'vitest';
import { derive } from '../tools/derive.ts';
import derived from '../src/http/derived.json' with { type: 'json' };
import { shapeOfCall } from '../src/http/derived.ts';
import { readDerived } from '../src/http/read-derived.ts';
import { routes } from '../src/http/routes/index.ts';

test("the shapes are those of Stripe's package as it is installed", { timeout: 60_000 }, () => {
  expect(derive()).toEqual(derived);
});

/** Calls that Stripe documents and its package does not make. */
const beyondThePackage = ['GET /v1/charges/:charge/refunds'];

test('every call that is simulated is one of the package', () => {
  const strangers = routes.filter(({ method, path }) => shapeOfCall(method, path) === null);
  expect(strangers.map(({ method, path }) => `${method.toUpperCase()} ${path}`)).toEqual(beyondThePackage);
});

describe('reading parameters', () => {
  const read = (path: string, form: object) => {
    const shape = shapeOfCall('post', path);
    if (shape === null) throw new Error(path);
    return readDerived(shape, form);
  };
  const refusal = (path: string, form: object): unknown => {
    try {
      return read(path, form);
    } catch (error) {
      const { code, facts } = error as { code: string; facts: { param: string } };
      return [code, facts.param];
    }
  };

  test('text becomes what it stands for', () => {
    expect(
      read('/v1/subscriptions', {
        customer: 'cus_1',
        items: [{ price: 'price_1', quantity: '2' }],
        off_session: 'true',
        metadata: { a: '1' },
        default_tax_rates: '',
      }),
    ).toEqual({
      customer: 'cus_1',
      items: [{ price: 'price_1', quantity: 2 }],
      off_session: true,
      metadata: { a: '1' },
      default_tax_rates: '',
    });
    expect(read('/v1/coupons', { percent_off: '12.5' })).toEqual({ percent_off: 12.5 });
  });

  test.each([
    [{ items: [{ prise: 'x' }] }, 'parameter_unknown', 'items[0][prise]'],
    [{ payment_method_types: ['card'] }, 'parameter_unknown', 'payment_method_types'],
    [{ items: [{ quantity: 'two' }] }, 'parameter_invalid_integer', 'items[0][quantity]'],
    [{ off_session: 'maybe' }, 'parameter_invalid', 'off_session'],
    [{ off_session: '' }, 'parameter_invalid_empty', 'off_session'],
    [{ payment_behavior: 'hope' }, 'parameter_invalid', 'payment_behavior'],
    [{ items: 'price_1' }, 'parameter_invalid', 'items'],
    [{ customer: { id: 'x' } }, 'parameter_invalid', 'customer'],
    [
      { add_invoice_items: [{ price_data: { currency: 'usd' } }] },
      'parameter_missing',
      'add_invoice_items[0][price_data][product]',
    ],
    [{ metadata: { ['k'.repeat(41)]: 'x' } }, 'parameter_invalid', 'metadata'],
  ])('%j is refused by name', (form, code, param) => {
    expect(refusal('/v1/subscriptions', form)).toEqual([code, param]);
  });
});
