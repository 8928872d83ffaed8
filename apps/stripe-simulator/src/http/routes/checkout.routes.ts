import type Stripe from 'stripe';
import { mergeMetadata } from '../../domain/wire.ts';
import { checkOpen } from '../../usecases/complete-checkout.ts';
import { required } from '../../usecases/find.ts';
import { expireSession } from '../../usecases/process-due.ts';
import { call, createdRange, metadataOf, pageOf, pagingMask } from '../route.ts';
import { createSession } from './create-session.ts';

const path = '/v1/checkout/sessions';

const written = { custom_fields: true, description: true, footer: true, metadata: true } as const;

const sessionMask = {
  adaptive_pricing: true,
  after_expiration: true,
  allow_promotion_codes: true,
  allowed_payment_method_types: true,
  automatic_tax: { enabled: true },
  billing_address_collection: true,
  cancel_url: true,
  client_reference_id: true,
  consent_collection: true,
  currency: true,
  custom_fields: true,
  custom_text: true,
  customer: true,
  customer_creation: true,
  customer_email: true,
  customer_update: { address: true, name: true },
  discounts: true,
  expires_at: true,
  integration_identifier: true,
  invoice_creation: { enabled: true, invoice_data: written },
  line_items: {
    adjustable_quantity: true,
    metadata: true,
    price: true,
    price_data: {
      currency: true,
      product: true,
      product_data: {
        description: true,
        images: true,
        metadata: true,
        name: true,
        tax_code: true,
        unit_label: true,
      },
      recurring: true,
      tax_behavior: true,
      unit_amount: true,
    },
    quantity: true,
  },
  locale: true,
  metadata: true,
  mode: true,
  name_collection: true,
  origin_context: true,
  payment_intent_data: {
    description: true,
    metadata: true,
    receipt_email: true,
    setup_future_usage: true,
    statement_descriptor: true,
  },
  payment_method_collection: true,
  payment_method_data: true,
  payment_method_options: { card: { request_three_d_secure: true } },
  phone_number_collection: true,
  saved_payment_method_options: { allow_redisplay_filters: true, payment_method_save: true },
  setup_intent_data: { description: true, metadata: true },
  shipping_address_collection: true,
  submit_type: true,
  subscription_data: {
    billing_cycle_anchor: true,
    billing_cycle_anchor_config: true,
    billing_mode: { type: true },
    default_tax_rates: true,
    description: true,
    metadata: true,
    proration_behavior: true,
    trial_end: true,
    trial_period_days: true,
    trial_settings: true,
  },
  success_url: true,
  tax_id_collection: true,
  ui_mode: true,
} as const;

export const checkoutRoutes = [
  call<Stripe.Checkout.SessionCreateParams>('post', path, {
    simulates: sessionMask,
    run: ({ unit, params, pageUrl }) => createSession(unit, params, pageUrl),
  }),
  call<object>('get', `${path}/:session`, {
    simulates: {},
    run: ({ unit, at }) => required(unit, 'checkout.session', [at('session'), 'session']),
  }),
  call<Stripe.Checkout.SessionUpdateParams>('post', `${path}/:session`, {
    simulates: { metadata: true },
    run({ unit, at, params }) {
      const found = required(unit, 'checkout.session', [at('session'), 'session']);
      const changed = { ...found, metadata: mergeMetadata(found.metadata, metadataOf(params.metadata)) };
      unit.save(changed);
      return changed;
    },
  }),
  call<typeof pagingMask>('get', `${path}/:session/line_items`, {
    simulates: pagingMask,
    run: ({ unit, at }) => ({
      plain: { ...required(unit, 'checkout.session', [at('session'), 'session']).line_items },
    }),
  }),
  call<object>('post', `${path}/:session/expire`, {
    simulates: {},
    run({ unit, at }) {
      const found = required(unit, 'checkout.session', [at('session'), 'session']);
      checkOpen(found);
      return expireSession(unit, found);
    },
  }),
  call<Stripe.Checkout.SessionListParams>('get', path, {
    simulates: {
      ...pagingMask,
      created: true,
      customer: true,
      customer_details: { email: true },
      payment_intent: true,
      status: true,
      subscription: true,
    },
    run(given) {
      const { customer, customer_details: details, payment_intent: intent, status } = given.params;
      return pageOf(given, 'checkout.session', {
        url: path,
        where: {
          customer,
          parent: given.params.subscription,
          tag: status,
          created: createdRange(given.params.created),
        },
        keep: (found) =>
          (intent === undefined || found.payment_intent === intent) &&
          (details === undefined || found.customer_details?.email === details.email),
      });
    },
  }),
];
