import type { Making, Metadata } from './wire.ts';

/** A card saved for later charges without a payment now. */
export type SetupIntent = ReturnType<typeof newSetupIntent>;

export function newSetupIntent(
  terms: { readonly customer: string; readonly paymentMethod: string },
  { now, newId }: Making,
) {
  const id = newId('seti');
  return {
    id,
    object: 'setup_intent' as const,
    allowed_payment_method_types: null,
    application: null,
    automatic_payment_methods: null,
    cancellation_reason: null,
    client_secret: `${id}_secret_${newId('x').slice(2)}`,
    created: now,
    customer: terms.customer,
    customer_account: null,
    description: null,
    excluded_payment_method_types: null,
    last_setup_error: null,
    latest_attempt: null,
    livemode: false,
    mandate: null,
    metadata: {} as Metadata,
    next_action: null,
    on_behalf_of: null,
    payment_method: terms.paymentMethod,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: ['card'],
    single_use_mandate: null,
    status: 'succeeded' as const,
    usage: 'off_session' as const,
  };
}
