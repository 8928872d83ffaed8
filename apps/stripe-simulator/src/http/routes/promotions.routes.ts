import type Stripe from 'stripe';
import { newPromotionCode } from '../../domain/promotion-code.ts';
import { newTrialOffer } from '../../domain/trial-offer.ts';
import { refuse } from '../../domain/refusals.ts';
import { mergeMetadata } from '../../domain/wire.ts';
import { required } from '../../usecases/find.ts';
import { checkCodeFree } from '../../usecases/promotion-codes.ts';
import { call, createdRange, metadataOf, pageOf, pagingMask } from '../route.ts';

const codes = '/v1/promotion_codes';
const offers = '/v1/product_catalog/trial_offers';

export const promotionCodeRoutes = [
  call<Stripe.PromotionCodeCreateParams>('post', codes, {
    simulates: {
      promotion: true,
      active: true,
      code: true,
      customer: true,
      expires_at: true,
      max_redemptions: true,
      metadata: true,
      restrictions: { first_time_transaction: true, minimum_amount: true, minimum_amount_currency: true },
    },
    run({ unit, params: { promotion, metadata, ...terms } }) {
      const coupon = required(unit, 'coupon', [promotion.coupon ?? '', 'promotion[coupon]']);
      if (terms.customer !== undefined) required(unit, 'customer', [terms.customer, 'customer']);
      checkCodeFree(unit, terms.code);
      const made = newPromotionCode({ ...terms, coupon: coupon.id, metadata: metadataOf(metadata) }, unit);
      unit.save(made, 'promotion_code.created');
      return made;
    },
  }),
  call<object>('get', `${codes}/:code`, {
    simulates: {},
    run: ({ unit, at }) => required(unit, 'promotion_code', [at('code')]),
  }),
  call<Stripe.PromotionCodeUpdateParams>('post', `${codes}/:code`, {
    simulates: { active: true, metadata: true },
    run({ unit, at, params }) {
      const found = required(unit, 'promotion_code', [at('code')]);
      const changed = {
        ...found,
        active: params.active ?? found.active,
        metadata: mergeMetadata(found.metadata, metadataOf(params.metadata)),
      };
      unit.save(changed, 'promotion_code.updated');
      return changed;
    },
  }),
  call<Stripe.PromotionCodeListParams>('get', codes, {
    simulates: { ...pagingMask, active: true, code: true, coupon: true, created: true, customer: true },
    run(given) {
      const { active, code, coupon, customer, created } = given.params;
      return pageOf(given, 'promotion_code', {
        url: codes,
        where: { customer, tag: code?.toUpperCase(), created: createdRange(created) },
        keep: (found) =>
          (active === undefined || found.active === active) &&
          (coupon === undefined || found.promotion.coupon === coupon),
      });
    },
  }),
];

export const trialOfferRoutes = [
  call<Stripe.ProductCatalog.TrialOfferCreateParams>('post', offers, {
    simulates: { price: true, duration: true, end_behavior: true, active: true, nickname: true },
    run({ unit, params }) {
      const { price, duration, end_behavior, active, nickname } = params;
      const transition = end_behavior.transition.price;
      for (const [id, param] of [
        [price, 'price'],
        [transition, 'end_behavior[transition][price]'],
      ] as const)
        if (required(unit, 'price', [id, param]).recurring === null)
          throw refuse('parameter_invalid', 'A trial offer takes recurring prices only.', { param });
      const iterations = duration.relative?.iterations ?? 1;
      if (iterations < 1)
        throw refuse('parameter_invalid', 'A trial offer lasts at least one interval.', {
          param: 'duration[relative][iterations]',
        });
      const made = newTrialOffer({ price, transition, iterations, active, nickname }, unit);
      unit.save(made);
      return made;
    },
  }),
  call<object>('get', `${offers}/:offer`, {
    simulates: {},
    run: ({ unit, at }) => required(unit, 'product_catalog.trial_offer', [at('offer')]),
  }),
  call<Stripe.ProductCatalog.TrialOfferUpdateParams>('post', `${offers}/:offer`, {
    simulates: { active: true },
    run({ unit, at, params }) {
      const found = required(unit, 'product_catalog.trial_offer', [at('offer')]);
      const changed = { ...found, active: params.active ?? found.active };
      unit.save(changed);
      return changed;
    },
  }),
  call<Stripe.ProductCatalog.TrialOfferListParams>('get', offers, {
    simulates: { ...pagingMask, active: true },
    run: (given) =>
      pageOf(given, 'product_catalog.trial_offer', {
        url: offers,
        keep: ({ active }) => given.params.active === undefined || active === given.params.active,
      }),
  }),
];
