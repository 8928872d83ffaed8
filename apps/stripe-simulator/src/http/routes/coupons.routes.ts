import { z } from 'zod';
import { newCoupon } from '../../domain/coupon.ts';
import { mergeMetadata } from '../../domain/wire.ts';
import { required } from '../../usecases/find.ts';
import { checkNew } from '../../usecases/new-ids.ts';
import { created, currency, decimal, id, many, metadata, natural, paging } from '../params.ts';
import { deleted, pageOf, route } from '../route.ts';

export const couponRoutes = [
  route('post', '/v1/coupons', {
    params: z.strictObject({
      amount_off: natural.optional(),
      applies_to: z.strictObject({ products: many(id) }).optional(),
      currency: currency.optional(),
      currency_options: z.record(currency, z.strictObject({ amount_off: natural })).optional(),
      duration: z.enum(['forever', 'once', 'repeating']).optional(),
      duration_in_months: natural.pipe(z.number().min(1)).optional(),
      id: z.string().min(1).max(100).optional(),
      max_redemptions: natural.optional(),
      metadata: metadata.optional(),
      name: z.string().max(40).optional(),
      percent_off: decimal.pipe(z.number().gt(0).max(100)).optional(),
      redeem_by: natural.optional(),
    }),
    run({ unit, params }) {
      checkNew(unit, 'coupon', params.id);
      for (const product of params.applies_to?.products ?? [])
        required(unit, 'product', [product, 'applies_to[products]']);
      const coupon = newCoupon(params, unit);
      unit.save(coupon, 'coupon.created');
      return coupon;
    },
  }),
  route('get', '/v1/coupons/:coupon', {
    params: z.strictObject({}),
    run: ({ unit, at }) => required(unit, 'coupon', [at('coupon')]),
  }),
  route('post', '/v1/coupons/:coupon', {
    params: z.strictObject({ metadata: metadata.optional(), name: z.string().max(40).optional() }),
    run({ unit, at, params }) {
      const found = required(unit, 'coupon', [at('coupon')]);
      const changed = {
        ...found,
        name: params.name ?? found.name,
        metadata: mergeMetadata(found.metadata, params.metadata),
      };
      unit.save(changed, 'coupon.updated');
      return changed;
    },
  }),
  route('delete', '/v1/coupons/:coupon', {
    params: z.strictObject({}),
    run({ unit, at }) {
      const found = required(unit, 'coupon', [at('coupon')]);
      unit.remove(found, 'coupon.deleted');
      return deleted('coupon', found.id);
    },
  }),
  route('get', '/v1/coupons', {
    params: z.strictObject({ ...paging, created }),
    run: (call) => pageOf(call, 'coupon', { url: '/v1/coupons', where: { created: call.params.created } }),
  }),
];
