import { z } from 'zod';
import { refuse } from '../../domain/refusals.ts';
import { feedbacks, hasEnded, type Subscription } from '../../domain/subscription.ts';
import { withoutDiscounts } from '../../usecases/discounts.ts';
import { required } from '../../usecases/find.ts';
import { endSubscription } from '../../usecases/subscription-standing.ts';
import { updateSubscription } from '../../usecases/update-subscription.ts';
import { createSubscription, creation } from './create-subscription.ts';
import { created, flag, id, many, metadata, natural, paging, text } from '../params.ts';
import { deleted, pageOf, route } from '../route.ts';

const feedback = z.union([z.literal(''), z.enum(feedbacks)]);
const cancellationDetails = z.strictObject({ comment: text.optional(), feedback: feedback.optional() });
const discounts = many(z.strictObject({ coupon: id.optional(), discount: id.optional() }));
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
    run: ({ unit, params }) => createSubscription(unit, params),
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
