import type Stripe from 'stripe';
import {
  featuresOf,
  newConfiguration,
  newPortalSession,
  type FeaturesGiven,
  type FlowGiven,
} from '../../domain/portal.ts';
import { mergeMetadata, orNull } from '../../domain/wire.ts';
import { required } from '../../usecases/find.ts';
import { configurationFor } from '../../usecases/portal.ts';
import type { Unit } from '../../usecases/ports.ts';
import { call, metadataOf, pageOf, pagingMask } from '../route.ts';

const configurations = '/v1/billing_portal/configurations';
const sessions = '/v1/billing_portal/sessions';

const features = {
  customer_update: { allowed_updates: true, enabled: true },
  invoice_history: true,
  payment_method_update: { enabled: true },
  subscription_cancel: {
    enabled: true,
    mode: true,
    proration_behavior: true,
    cancellation_reason: { enabled: true, options: true },
  },
  subscription_pause: { enabled: true },
  subscription_update: {
    enabled: true,
    default_allowed_updates: true,
    products: { product: true, prices: true },
    proration_behavior: true,
    trial_update_behavior: true,
  },
} as const;

export const portalRoutes = [
  call<Stripe.BillingPortal.ConfigurationCreateParams>('post', configurations, {
    simulates: {
      features,
      business_profile: true,
      default_return_url: true,
      metadata: true,
      name: true,
    },
    run({ unit, params }) {
      const made = newConfiguration(
        {
          features: params.features as FeaturesGiven,
          business_profile: params.business_profile as { headline?: string },
          default_return_url: params.default_return_url || undefined,
          metadata: metadataOf(params.metadata),
          name: params.name || undefined,
        },
        unit,
      );
      unit.save(made, 'billing_portal.configuration.created');
      return made;
    },
  }),
  call<object>('get', `${configurations}/:configuration`, {
    simulates: {},
    run: ({ unit, at }) => required(unit, 'billing_portal.configuration', [at('configuration')]),
  }),
  call<Stripe.BillingPortal.ConfigurationUpdateParams>('post', `${configurations}/:configuration`, {
    simulates: { active: true, features, default_return_url: true, metadata: true, name: true },
    run({ unit, at, params }) {
      const found = required(unit, 'billing_portal.configuration', [at('configuration')]);
      const given = featuresOf((params.features ?? {}) as FeaturesGiven);
      const named = Object.keys(params.features ?? {});
      const changed = {
        ...found,
        active: params.active ?? found.active,
        default_return_url: params.default_return_url ?? found.default_return_url,
        features: {
          ...found.features,
          ...Object.fromEntries(Object.entries(given).filter(([name]) => named.includes(name))),
        },
        metadata: mergeMetadata(found.metadata, metadataOf(params.metadata)),
        name: params.name ?? found.name,
        updated: unit.now,
      };
      unit.save(changed, 'billing_portal.configuration.updated');
      return changed;
    },
  }),
  call<Stripe.BillingPortal.ConfigurationListParams>('get', configurations, {
    simulates: { ...pagingMask, active: true, is_default: true },
    run: (given) =>
      pageOf(given, 'billing_portal.configuration', {
        url: configurations,
        keep: ({ active, is_default }) =>
          (given.params.active ?? active) === active &&
          (given.params.is_default ?? is_default) === is_default,
      }),
  }),
  call<Stripe.BillingPortal.SessionCreateParams>('post', sessions, {
    simulates: { configuration: true, customer: true, flow_data: true, locale: true, return_url: true },
    run({ unit, params }) {
      const customer = required(unit, 'customer', [params.customer ?? '', 'customer']);
      const configuration = configurationFor(unit, params.configuration);
      const flow = params.flow_data as FlowGiven | undefined;
      checkFlow(unit, flow);
      const made = newPortalSession(
        {
          customer: customer.id,
          configuration: configuration.id,
          returnUrl: orNull(params.return_url ?? configuration.default_return_url),
          flow: flow ?? null,
          pageUrl: unit.pageUrl,
        },
        unit,
      );
      unit.save(made, 'billing_portal.session.created');
      return made;
    },
  }),
];

/** Refuses a flow about a subscription that does not exist. */
function checkFlow(unit: Unit, flow: FlowGiven | undefined): void {
  if (flow === undefined) return;
  const { subscription_cancel, subscription_update, subscription_pause, subscription_update_confirm } = flow;
  for (const subject of [
    subscription_cancel,
    subscription_update,
    subscription_pause,
    subscription_update_confirm,
  ])
    if (subject !== undefined) required(unit, 'subscription', [subject.subscription, 'flow_data']);
}
