import type Stripe from 'stripe';
import { refuse } from '../../domain/refusals.ts';
import { hasEnded, type Subscription } from '../../domain/subscription.ts';
import { withoutDiscounts, type DiscountGiven } from '../../usecases/discounts.ts';
import { required } from '../../usecases/find.ts';
import { cancelNow } from '../../usecases/cancel-now.ts';
import { pause, resume } from '../../usecases/pausing.ts';
import type { Unit } from '../../usecases/ports.ts';
import { updateBy } from '../../usecases/pending-update.ts';
import type { SubscriptionChange } from '../../usecases/update-subscription.ts';
import type { Given } from '../mask.ts';
import { call, createdRange, deleted, metadataOf, pageOf, pagingMask } from '../route.ts';
import { searchRoute } from '../search.ts';
import { checkCardsOnly, createSubscription, creationMask, ownerOf } from './create-subscription.ts';
import { checkResumes } from './schedules.routes.ts';
import { oneOffMask, oneOffOf, priceOf, recurringPriceMask } from './sold-items.ts';

const path = '/v1/subscriptions';

const subscriptionAt = ({ unit, at }: { unit: Unit; at(name: string): string }): Subscription =>
  required(unit, 'subscription', [at('subscription')]);

const changeMask = {
  add_invoice_items: oneOffMask,
  automatic_tax: { enabled: true },
  billing_cycle_anchor: true,
  cancel_at: true,
  cancel_at_period_end: true,
  cancellation_details: { comment: true, feedback: true },
  collection_method: true,
  days_until_due: true,
  default_payment_method: true,
  default_tax_rates: true,
  description: true,
  discounts: { coupon: true, discount: true, promotion_code: true },
  invoice_settings: { custom_fields: true, description: true, footer: true },
  items: {
    id: true,
    price: true,
    price_data: recurringPriceMask,
    quantity: true,
    deleted: true,
    discounts: { coupon: true, discount: true, promotion_code: true },
    metadata: true,
  },
  metadata: true,
  off_session: true,
  pause_collection: { behavior: true, resumes_at: true },
  payment_behavior: true,
  payment_settings: { payment_method_types: true, save_default_payment_method: true },
  proration_behavior: true,
  proration_date: true,
  trial_end: true,
  trial_settings: { end_behavior: { billing_cycle_anchor: true, missing_payment_method: true } },
} as const;

type Update = Given<Stripe.SubscriptionUpdateParams>;

/** Discounts in place of those that were there; an empty list takes them away. */
const discountsOf = (given: Update['discounts']) =>
  given === '' || given?.length === 0 ? '' : (given as readonly DiscountGiven[] | undefined);

const pauseOf = (given: Update['pause_collection']) =>
  given === undefined || given === ''
    ? given
    : { behavior: given.behavior as 'void', resumes_at: given.resumes_at ?? null };

function changeOf(unit: Unit, given: Update): SubscriptionChange {
  const { add_invoice_items: oneOff, items, metadata, ...rest } = given;
  checkCardsOnly(rest.payment_settings?.payment_method_types);
  const change = {
    ...rest,
    add_invoice_items: oneOff === undefined ? undefined : oneOffOf(unit, oneOff),
    billing_cycle_anchor: rest.billing_cycle_anchor?.type,
    discounts: discountsOf(rest.discounts),
    items: items?.map((item, index) => ({
      ...item,
      metadata: metadataOf(item.metadata),
      ...(item.price_data === undefined ? {} : { price: priceOf(unit, item, `items[${index}]`).id }),
    })),
    metadata: metadataOf(metadata),
    owner: ownerOf(rest),
    off_session: undefined,
    payment_behavior: undefined,
    pause_collection: pauseOf(rest.pause_collection),
    prorate: rest.proration_behavior ?? 'create_prorations',
    proration_behavior: undefined,
  };
  return Object.fromEntries(
    Object.entries(change).filter(([, value]) => value !== undefined),
  ) as SubscriptionChange;
}

export const subscriptionRoutes = [
  call<Stripe.SubscriptionCreateParams>('post', path, {
    simulates: creationMask,
    run: ({ unit, params }) => createSubscription(unit, params),
  }),
  searchRoute('subscription', `${path}/search`, ({ status, metadata, customer }) => ({
    status,
    metadata,
    customer,
  })),
  call<object>('get', `${path}/:subscription`, { simulates: {}, run: subscriptionAt }),
  call<Stripe.SubscriptionUpdateParams>('post', `${path}/:subscription`, {
    simulates: changeMask,
    run({ unit, at, params }) {
      const found = subscriptionAt({ unit, at });
      return updateBy(unit, found, [params.payment_behavior, changeOf(unit, params)]);
    },
  }),
  call<Stripe.SubscriptionCancelParams>('delete', `${path}/:subscription`, {
    simulates: { cancellation_details: { comment: true, feedback: true }, invoice_now: true, prorate: true },
    run({ unit, at, params }) {
      const found = subscriptionAt({ unit, at });
      if (hasEnded(found))
        throw refuse('resource_missing', `No such subscription: '${found.id}'`, { param: 'id' });
      const { comment, feedback } = params.cancellation_details ?? {};
      return cancelNow(unit, found, {
        said: { comment, feedback: feedback as 'other' | undefined },
        prorates: params.prorate ?? false,
        invoices: params.invoice_now ?? false,
      });
    },
  }),
  call<object>('delete', `${path}/:subscription/discount`, {
    simulates: {},
    run({ unit, at }) {
      const found = subscriptionAt({ unit, at });
      const [first] = found.discounts;
      if (first === undefined)
        throw refuse('resource_missing', `No active discount for subscription: ${found.id}`);
      withoutDiscounts(unit, found);
      return deleted('discount', first);
    },
  }),
  call<Stripe.SubscriptionListParams>('get', path, {
    simulates: { ...pagingMask, created: true, customer: true, price: true, status: true },
    run(given) {
      const { customer, price, status } = given.params;
      const tag = status === undefined || status === 'all' || status === 'ended' ? undefined : status;
      const keep = (found: Subscription): boolean =>
        (price === undefined || found.items.data.some((item) => item.price.id === price)) &&
        (status === 'ended' ? hasEnded(found) : status !== undefined || found.status !== 'canceled');
      return pageOf(given, 'subscription', {
        url: path,
        where: { customer, tag, created: createdRange(given.params.created) },
        keep,
      });
    },
  }),
  call<Stripe.SubscriptionPauseParams>('post', `${path}/:subscription/pause`, {
    simulates: { type: true, invoicing_behavior: true, bill_for: { unused_time_from: { type: true } } },
    run: ({ unit, at, params }) =>
      pause(unit, subscriptionAt({ unit, at }), {
        givesBack: (params.bill_for?.unused_time_from?.type ?? 'now') as 'now',
        invoices: params.invoicing_behavior === 'invoice',
      }),
  }),
  call<Stripe.SubscriptionResumeParams>('post', `${path}/:subscription/resume`, {
    simulates: { billing_cycle_anchor: true, proration_behavior: true, payment_behavior: true },
    run({ unit, at, params }) {
      checkResumes(params.payment_behavior, 'payment_behavior');
      return resume(unit, subscriptionAt({ unit, at }), {
        anchor: (params.billing_cycle_anchor?.type ?? 'now') as 'now',
        prorates: (params.proration_behavior ?? 'create_prorations') as 'none',
      });
    },
  }),
  call<Stripe.SubscriptionMigrateParams>('post', `${path}/:subscription/migrate`, {
    simulates: { billing_mode: { type: true } },
    run({ unit, at }) {
      const found = subscriptionAt({ unit, at });
      const billing_mode = {
        flexible: { proration_discounts: 'included' as const },
        type: 'flexible' as const,
        updated_at: unit.now,
      };
      const migrated = { ...found, billing_mode };
      unit.save(migrated, 'customer.subscription.updated');
      return migrated;
    },
  }),
];
