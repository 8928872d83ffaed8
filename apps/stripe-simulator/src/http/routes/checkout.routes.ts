import { z } from 'zod';
import { locales } from '../../domain/checkout-constants.ts';
import type { Sold } from '../../domain/checkout-lines.ts';
import { newSession } from '../../domain/checkout.ts';
import { checkRedeemable } from '../../domain/coupon.ts';
import type { Granted } from '../../domain/discount.ts';
import { refuse } from '../../domain/refusals.ts';
import { hour, mergeMetadata } from '../../domain/wire.ts';
import { checkOpen } from '../../usecases/complete-checkout.ts';
import { grantPreview } from '../../usecases/discounts.ts';
import { required } from '../../usecases/find.ts';
import { inlinePrice } from '../../usecases/inline-prices.ts';
import { expireSession } from '../../usecases/process-due.ts';
import type { Unit } from '../../usecases/ports.ts';
import { promotionFor } from '../../usecases/promotion-codes.ts';
import { created, currency, flag, id, many, metadata, natural, paging, text } from '../params.ts';
import { pageOf, route } from '../route.ts';
import { recurring } from './catalogue.routes.ts';

const message = z.union([
  z.literal('').transform(() => undefined),
  z.strictObject({ message: z.string().max(1_200) }),
]);

const subscriptionData = z.strictObject({
  billing_mode: z.strictObject({ type: z.enum(['classic', 'flexible']) }).optional(),
  description: text.optional(),
  metadata: metadata.optional(),
  trial_end: natural.optional(),
  trial_period_days: natural.optional(),
  trial_settings: z
    .strictObject({
      end_behavior: z.strictObject({ missing_payment_method: z.enum(['cancel', 'create_invoice', 'pause']) }),
    })
    .optional(),
});

const lineItem = z.strictObject({
  price: id.optional(),
  price_data: z
    .strictObject({
      currency,
      product: id.optional(),
      product_data: z
        .strictObject({ name: text.min(1), description: text.optional(), metadata: metadata.optional() })
        .optional(),
      recurring: recurring.optional(),
      unit_amount: natural,
    })
    .optional(),
  quantity: natural.pipe(z.number().min(1)).default(1),
});

const session = z.strictObject({
  allow_promotion_codes: flag.optional(),
  automatic_tax: z.strictObject({ enabled: flag }).optional(),
  adaptive_pricing: z.strictObject({ enabled: flag.optional() }).optional(),
  allowed_payment_method_types: many(z.literal('card')).optional(),
  billing_address_collection: z.enum(['auto', 'required']).optional(),
  cancel_url: z.url().optional(),
  client_reference_id: z.string().max(200).optional(),
  consent_collection: z
    .strictObject({ terms_of_service: z.enum(['none', 'required']).optional() })
    .optional(),
  currency: currency.optional(),
  custom_text: z
    .strictObject({
      after_submit: message.optional(),
      submit: message.optional(),
      terms_of_service_acceptance: message.optional(),
    })
    .optional(),
  customer: id.optional(),
  customer_creation: z.enum(['always', 'if_required']).optional(),
  customer_email: z.email().optional(),
  discounts: many(z.strictObject({ coupon: id.optional(), promotion_code: id.optional() })).optional(),
  expires_at: natural.optional(),
  line_items: many(lineItem).optional(),
  locale: z.enum(locales).optional(),
  metadata: metadata.optional(),
  mode: z.enum(['payment', 'setup', 'subscription']),
  payment_intent_data: z
    .strictObject({ description: text.optional(), metadata: metadata.optional() })
    .optional(),
  payment_method_collection: z.enum(['always', 'if_required']).optional(),
  setup_intent_data: z
    .strictObject({ description: text.optional(), metadata: metadata.optional() })
    .optional(),
  subscription_data: subscriptionData.optional(),
  tax_id_collection: z.strictObject({ enabled: flag }).optional(),
  success_url: z.url({ error: 'Not a valid URL' }),
  ui_mode: z.literal('hosted_page').optional(),
});

type Given = z.output<typeof session>;

export const checkoutRoutes = [
  route('post', '/v1/checkout/sessions', {
    params: session,
    run({ unit, params, pageUrl }) {
      check(unit, params);
      const sold = soldIn(unit, params);
      checkSold(params, sold);
      const promotion = params.discounts?.[0]?.promotion_code ?? null;
      const made = newSession({ ...params, sold, granted: granted(unit, params), promotion, pageUrl }, unit);
      unit.save(made);
      return made;
    },
  }),
  route('get', '/v1/checkout/sessions/:session', {
    params: z.strictObject({}),
    run: ({ unit, at }) => required(unit, 'checkout.session', [at('session'), 'session']),
  }),
  route('post', '/v1/checkout/sessions/:session', {
    params: z.strictObject({ metadata }),
    run({ unit, at, params }) {
      const found = required(unit, 'checkout.session', [at('session'), 'session']);
      const changed = { ...found, metadata: mergeMetadata(found.metadata, params.metadata) };
      unit.save(changed);
      return changed;
    },
  }),
  route('get', '/v1/checkout/sessions/:session/line_items', {
    params: z.strictObject(paging),
    run: ({ unit, at }) => ({
      plain: { ...required(unit, 'checkout.session', [at('session'), 'session']).line_items },
    }),
  }),
  route('post', '/v1/checkout/sessions/:session/expire', {
    params: z.strictObject({}),
    run({ unit, at }) {
      const found = required(unit, 'checkout.session', [at('session'), 'session']);
      checkOpen(found);
      return expireSession(unit, found);
    },
  }),
  route('get', '/v1/checkout/sessions', {
    params: z.strictObject({
      ...paging,
      created,
      customer: id.optional(),
      payment_intent: id.optional(),
      status: z.enum(['complete', 'expired', 'open']).optional(),
      subscription: id.optional(),
    }),
    run: (call) => {
      const { customer, subscription, status, payment_intent } = call.params;
      return pageOf(call, 'checkout.session', {
        url: '/v1/checkout/sessions',
        where: { customer, parent: subscription, tag: status, created: call.params.created },
        keep: (found) => payment_intent === undefined || found.payment_intent === payment_intent,
      });
    },
  }),
];

/** What makes a request wrong: the parameter, and what is said about it. */
type Rule = readonly [isBroken: boolean, param: string, sentence: string];

function check(unit: Unit, given: Given): void {
  if (given.customer !== undefined) required(unit, 'customer', [given.customer, 'customer']);
  for (const [isBroken, param, sentence] of rulesOf(given, unit.now))
    if (isBroken) throw refuse('parameter_invalid', sentence, { param });
}

const rulesOf = (given: Given, now: number): Rule[] => [
  [
    given.customer !== undefined && given.customer_email !== undefined,
    'customer',
    'You may only specify one of these parameters: customer, customer_email.',
  ],
  [
    given.allow_promotion_codes === true && (given.discounts ?? []).length > 0,
    'allow_promotion_codes',
    'You may only specify one of these parameters: allow_promotion_codes, discounts.',
  ],
  [(given.discounts ?? []).length > 1, 'discounts', 'You can only apply one discount to a Checkout Session.'],
  [
    !isWithinADay(given.expires_at, now),
    'expires_at',
    'The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.',
  ],
  [
    given.subscription_data !== undefined && given.mode !== 'subscription',
    'subscription_data',
    'You can not pass `subscription_data` outside `subscription` mode.',
  ],
  [
    given.mode === 'setup' && given.currency === undefined && given.customer === undefined,
    'currency',
    'In `setup` mode pass `currency` or a `customer`.',
  ],
];

const isWithinADay = (at: number | undefined, now: number): boolean =>
  at === undefined || (at >= now + hour / 2 && at <= now + 24 * hour);

function soldIn(unit: Unit, { line_items = [] }: Given): Sold[] {
  return line_items.map(({ price: priceId, price_data, quantity }, index) => {
    if ((priceId === undefined) === (price_data === undefined))
      throw refuse('parameter_missing', 'You must specify either `price` or `price_data` for a line item.', {
        param: `line_items[${index}][price]`,
      });
    const price =
      price_data === undefined
        ? required(unit, 'price', [priceId ?? '', `line_items[${index}][price]`])
        : inlinePrice(unit, price_data);
    if (!price.active && price_data === undefined)
      throw refuse('parameter_invalid', `The price specified is inactive: ${price.id}.`, {
        param: `line_items[${index}][price]`,
      });
    return { price, quantity, name: required(unit, 'product', [price.product]).name };
  });
}

function checkSold({ mode }: Given, sold: readonly Sold[]): void {
  const recurs = sold.some(({ price }) => price.recurring !== null);
  if (mode === 'setup' ? sold.length > 0 : sold.length === 0)
    throw refuse('parameter_missing', `\`line_items\` does not fit \`${mode}\` mode.`, {
      param: 'line_items',
    });
  if (mode === 'subscription' && !recurs)
    throw refuse(
      'parameter_invalid',
      'You must provide at least one recurring price in `subscription` mode.',
      {
        param: 'line_items',
      },
    );
  if (mode === 'payment' && recurs)
    throw refuse('parameter_invalid', 'You specified `payment` mode but passed a recurring price.', {
      param: 'mode',
    });
  if (new Set(sold.map(({ price }) => price.currency)).size > 1)
    throw refuse('parameter_invalid', 'All prices on a Checkout Session must have the same currency.', {
      param: 'line_items',
    });
}

function granted(unit: Unit, { discounts = [], customer }: Given): Granted[] {
  return discounts.map(({ coupon: id = '', promotion_code }, index) => {
    if (promotion_code !== undefined)
      return grantPreview(
        promotionFor(unit, promotion_code, { customer: customer ?? null, amount: null }).coupon,
        unit,
      );
    const coupon = required(unit, 'coupon', [id, `discounts[${index}][coupon]`]);
    checkRedeemable(coupon, unit.now);
    return grantPreview(coupon, unit);
  });
}
