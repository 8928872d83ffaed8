import { z } from 'zod';
import type { Price } from '../../domain/catalogue.ts';
import { refuseCard } from '../../domain/cards.ts';
import { refuse } from '../../domain/refusals.ts';
import { feedbacks, hasEnded, type Subscription } from '../../domain/subscription.ts';
import { day } from '../../domain/wire.ts';
import { withoutDiscounts } from '../../usecases/discounts.ts';
import { required } from '../../usecases/find.ts';
import { ownedBy } from '../../usecases/payment-methods.ts';
import type { Unit } from '../../usecases/ports.ts';
import { startSubscription } from '../../usecases/start-subscription.ts';
import { endSubscription } from '../../usecases/subscription-standing.ts';
import { cardOfCustomer } from '../../usecases/take-payment.ts';
import { updateSubscription } from '../../usecases/update-subscription.ts';
import { created, flag, id, many, metadata, natural, paging, text } from '../params.ts';
import { deleted, pageOf, route } from '../route.ts';

const feedback = z.union([z.literal(''), z.enum(feedbacks)]);
const cancellationDetails = z.strictObject({ comment: text.optional(), feedback: feedback.optional() });
const discounts = many(z.strictObject({ coupon: id.optional(), discount: id.optional() }));
const trialSettings = z.strictObject({
  end_behavior: z.strictObject({ missing_payment_method: z.enum(['cancel', 'create_invoice', 'pause']) }),
});

const creation = z.strictObject({
  add_invoice_items: many(z.strictObject({ price: id, quantity: natural.optional() })).optional(),
  billing_mode: z.strictObject({ type: z.enum(['classic', 'flexible']) }).optional(),
  cancel_at_period_end: flag.optional(),
  collection_method: z.literal('charge_automatically').optional(),
  customer: id,
  default_payment_method: id.optional(),
  description: text.optional(),
  discounts: discounts.optional(),
  items: many(z.strictObject({ price: id, quantity: natural.optional() })),
  metadata: metadata.optional(),
  off_session: flag.optional(),
  payment_behavior: z.enum(['allow_incomplete', 'default_incomplete', 'error_if_incomplete']).optional(),
  proration_behavior: z.enum(['always_invoice', 'create_prorations', 'none']).optional(),
  trial_end: z.union([z.literal('now'), natural]).optional(),
  trial_period_days: natural.optional(),
  trial_settings: trialSettings.optional(),
});

const change = z.strictObject({
  cancel_at: z
    .union([z.literal(''), z.literal('min_period_end'), z.literal('max_period_end'), natural])
    .optional(),
  cancel_at_period_end: flag.optional(),
  cancellation_details: cancellationDetails.optional(),
  default_payment_method: z.string().optional(),
  description: text.optional(),
  discounts: discounts.optional(),
  items: many(z.strictObject({ id, price: id.optional(), quantity: natural.optional() })).optional(),
  metadata: metadata.optional(),
  off_session: flag.optional(),
  payment_behavior: z.enum(['allow_incomplete', 'error_if_incomplete']).optional(),
  proration_behavior: z.enum(['always_invoice', 'create_prorations', 'none']).optional(),
  trial_end: natural.optional(),
});

export const subscriptionRoutes = [
  route('post', '/v1/subscriptions', {
    params: creation,
    run: ({ unit, params }) => create(unit, params),
  }),
  route('get', '/v1/subscriptions/:subscription', {
    params: z.strictObject({}),
    run: ({ unit, at }) => required(unit, 'subscription', [at('subscription')]),
  }),
  route('post', '/v1/subscriptions/:subscription', {
    params: change,
    run({ unit, at, params: { discounts, proration_behavior, ...rest } }) {
      const found = required(unit, 'subscription', [at('subscription')]);
      return updateSubscription(unit, found, {
        ...rest,
        discounts: discounts?.length === 0 ? '' : discounts,
        prorate: proration_behavior ?? 'create_prorations',
      });
    },
  }),
  route('delete', '/v1/subscriptions/:subscription', {
    params: z.strictObject({
      cancellation_details: cancellationDetails.optional(),
      invoice_now: flag.optional(),
      prorate: flag.optional(),
    }),
    run({ unit, at, params: { cancellation_details, prorate, invoice_now } }) {
      const found = required(unit, 'subscription', [at('subscription')]);
      if (hasEnded(found))
        throw refuse('resource_missing', `No such subscription: '${found.id}'`, { param: 'id' });
      if (prorate === true || invoice_now === true)
        throw refuse(
          'not_simulated',
          'Cancelling with proration is not simulated; refund the charge instead.',
        );
      return endSubscription(unit, found, { ...cancellation_details, reason: 'cancellation_requested' });
    },
  }),
  route('delete', '/v1/subscriptions/:subscription/discount', {
    params: z.strictObject({}),
    run({ unit, at }) {
      const found = required(unit, 'subscription', [at('subscription')]);
      const [first] = found.discounts;
      if (first === undefined)
        throw refuse('resource_missing', `No active discount for subscription: ${found.id}`);
      withoutDiscounts(unit, found);
      return deleted('discount', first);
    },
  }),
  route('get', '/v1/subscriptions', {
    params: z.strictObject({
      ...paging,
      created,
      customer: id.optional(),
      price: id.optional(),
      status: z
        .enum([
          'active',
          'all',
          'canceled',
          'ended',
          'incomplete',
          'incomplete_expired',
          'past_due',
          'paused',
          'trialing',
          'unpaid',
        ])
        .optional(),
    }),
    run(call) {
      const { customer, price, status } = call.params;
      const tag = status === undefined || status === 'all' || status === 'ended' ? undefined : status;
      const keep = (found: Subscription): boolean =>
        (price === undefined || found.items.data.some((item) => item.price.id === price)) &&
        (status === 'ended' ? hasEnded(found) : status !== undefined || found.status !== 'canceled');
      return pageOf(call, 'subscription', {
        url: '/v1/subscriptions',
        where: { customer, tag, created: call.params.created },
        keep,
      });
    },
  }),
  route('get', '/v1/subscription_items', {
    params: z.strictObject({ ...paging, subscription: id }),
    run: ({ unit, params }) => ({
      plain: { ...required(unit, 'subscription', [params.subscription, 'subscription']).items },
    }),
  }),
];

type Creation = z.output<typeof creation>;

function create(unit: Unit, given: Creation): Subscription {
  const customer = required(unit, 'customer', [given.customer, 'customer']);
  const own = given.default_payment_method;
  const named = own === undefined ? null : ownedBy(unit, customer.id, [own, 'default_payment_method']);
  const granted = (given.discounts ?? []).map(({ coupon = '' }) =>
    required(unit, 'coupon', [coupon, 'discounts']),
  );
  const { subscription, refused } = startSubscription(unit, {
    terms: {
      customer: customer.id,
      prices: pricesOf(unit, given.items, 'items'),
      trialEnd: trialEndOf(unit, given),
      defaultPaymentMethod: named?.id ?? null,
      cancelAtPeriodEnd: given.cancel_at_period_end,
      missingPaymentMethod: given.trial_settings?.end_behavior.missing_payment_method,
      billingMode: given.billing_mode?.type,
      description: given.description,
      metadata: given.metadata,
    },
    oneOff: pricesOf(unit, given.add_invoice_items ?? [], 'add_invoice_items').map((sold) => ({
      ...sold,
      name: required(unit, 'product', [sold.price.product]).name,
    })),
    coupons: granted,
    checkoutSession: null,
    method: named ?? cardOfCustomer(unit, customer),
    ownerIsThere: false,
    onFailure: given.payment_behavior === 'default_incomplete' ? 'wait' : 'stay-incomplete',
  });
  if (given.payment_behavior === 'error_if_incomplete' && subscription.status === 'incomplete')
    throw refused === null
      ? refuse('resource_missing', 'This customer has no attached payment source or default payment method.')
      : refuseCard(refused);
  return subscription;
}

const pricesOf = (
  unit: Unit,
  items: readonly { price: string; quantity?: number | undefined }[],
  name: string,
): { price: Price; quantity: number }[] =>
  items.map(({ price, quantity = 1 }, index) => ({
    price: required(unit, 'price', [price, `${name}[${index}][price]`]),
    quantity,
  }));

function trialEndOf(unit: Unit, { trial_end, trial_period_days }: Creation): number | null {
  if (trial_end !== undefined && trial_period_days !== undefined)
    throw refuse(
      'parameter_invalid',
      'You may only specify one of these parameters: trial_end, trial_period_days.',
    );
  if (trial_end === 'now') return null;
  if (trial_end !== undefined && trial_end <= unit.now)
    throw refuse('parameter_invalid', 'trial_end must lie in the future.', { param: 'trial_end' });
  if (trial_end !== undefined) return trial_end;
  return trial_period_days === undefined || trial_period_days === 0
    ? null
    : unit.now + trial_period_days * day;
}
