import type Stripe from 'stripe';
import { newCoupon, type Coupon } from '../../domain/coupon.ts';
import { mergeMetadata } from '../../domain/wire.ts';
import { required } from '../../usecases/find.ts';
import { checkNew } from '../../usecases/new-ids.ts';
import type { Unit } from '../../usecases/ports.ts';
import type { Given } from '../mask.ts';
import { checkLength, checkRange } from '../params.ts';
import { call, createdRange, deleted, metadataOf, pageOf, pagingMask } from '../route.ts';

const path = '/v1/coupons';

export const couponRoutes = [
  call<Stripe.CouponCreateParams>('post', path, {
    simulates: {
      amount_off: true,
      applies_to: { products: true },
      currency: true,
      currency_options: { '*': { amount_off: true } },
      duration: true,
      duration_in_months: true,
      id: true,
      max_redemptions: true,
      metadata: true,
      name: true,
      percent_off: true,
      redeem_by: true,
    },
    run({ unit, params }) {
      const coupon = createCoupon(unit, params);
      unit.save(coupon, 'coupon.created');
      return coupon;
    },
  }),
  call<object>('get', `${path}/:coupon`, {
    simulates: {},
    run: ({ unit, at }) => required(unit, 'coupon', [at('coupon')]),
  }),
  call<Stripe.CouponUpdateParams>('post', `${path}/:coupon`, {
    simulates: { currency_options: { '*': { amount_off: true } }, metadata: true, name: true },
    run({ unit, at, params }) {
      const found = required(unit, 'coupon', [at('coupon')]);
      const { currency_options: options, metadata, name } = params;
      checkLength(name, 'name', LONGEST_NAME);
      checkOptions(options);
      const changed = {
        ...found,
        ...(options === undefined ? {} : { currency_options: { ...found.currency_options, ...options } }),
        name: name === undefined ? found.name : name || null,
        metadata: mergeMetadata(found.metadata, metadataOf(metadata)),
      };
      unit.save(changed, 'coupon.updated');
      return changed;
    },
  }),
  call<object>('delete', `${path}/:coupon`, {
    simulates: {},
    run({ unit, at }) {
      const found = required(unit, 'coupon', [at('coupon')]);
      unit.remove(found, 'coupon.deleted');
      return deleted('coupon', found.id);
    },
  }),
  call<Stripe.CouponListParams>('get', path, {
    simulates: { ...pagingMask, created: true },
    run: (given) =>
      pageOf(given, 'coupon', { url: path, where: { created: createdRange(given.params.created) } }),
  }),
];

const LONGEST_NAME = 40;

function createCoupon(unit: Unit, params: Given<Stripe.CouponCreateParams>): Coupon {
  const { applies_to, currency_options: options, duration, metadata, ...given } = params;
  const products = applies_to?.products ?? [];
  checkNew(unit, 'coupon', given.id);
  checkTerms(params);
  for (const product of products) required(unit, 'product', [product, 'applies_to[products]']);
  return newCoupon(
    {
      ...given,
      applies_to: products.length === 0 ? undefined : { products },
      ...(options === undefined ? {} : { currency_options: options }),
      duration: duration as 'once' | undefined,
      id: given.id || undefined,
      metadata: metadataOf(metadata),
    },
    unit,
  );
}

function checkTerms(given: Given<Stripe.CouponCreateParams>): void {
  checkLength(given.name, 'name', LONGEST_NAME);
  checkLength(given.id, 'id', 100);
  checkRange(given.amount_off, 'amount_off', [1]);
  checkOptions(given.currency_options);
  checkRange(given.percent_off, 'percent_off', [0.01, 100]);
  checkRange(given.duration_in_months, 'duration_in_months', [1]);
  checkRange(given.max_redemptions, 'max_redemptions', [1]);
}

function checkOptions(options: Given<Stripe.CouponCreateParams>['currency_options'] = {}): void {
  for (const [currency, { amount_off }] of Object.entries(options))
    checkRange(amount_off, `currency_options[${currency}][amount_off]`, [1]);
}
