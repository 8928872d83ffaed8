import { orNull, type Making, type Metadata } from './wire.ts';
import type { Decline } from './cards.ts';
import type { NextAction } from './payment.ts';

export type SetupStatus =
  | 'canceled'
  | 'requires_action'
  | 'requires_confirmation'
  | 'requires_payment_method'
  | 'succeeded';

type Shape = ReturnType<typeof shape>;
/** A card saved for later charges without a payment now. */
export type SetupIntent = Omit<Shape, 'status'> & { readonly status: SetupStatus };

export type SetupTerms = {
  readonly customer: string | null;
  readonly paymentMethod: string | null;
  readonly status: SetupStatus;
  readonly usage?: 'off_session' | 'on_session' | undefined;
  readonly description?: string | undefined;
  readonly metadata?: Metadata | undefined;
};

export const newSetupIntent = (terms: SetupTerms, making: Making): SetupIntent => shape(terms, making);

function shape(terms: SetupTerms, { now, newId }: Making) {
  const id = newId('seti');
  return {
    id,
    object: 'setup_intent' as const,
    allowed_payment_method_types: null,
    application: null,
    automatic_payment_methods: null,
    cancellation_reason: null as 'abandoned' | 'duplicate' | 'requested_by_customer' | null,
    client_secret: `${id}_secret_${newId('x').slice(2)}`,
    created: now,
    customer: terms.customer,
    customer_account: null,
    description: orNull(terms.description),
    excluded_payment_method_types: null,
    last_setup_error: null as SetupError | null,
    latest_attempt: null,
    livemode: false,
    mandate: null,
    metadata: terms.metadata ?? ({} as Metadata),
    next_action: null as NextAction | null,
    on_behalf_of: null,
    payment_method: terms.paymentMethod,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: ['card'],
    single_use_mandate: null,
    status: terms.status,
    usage: terms.usage ?? ('off_session' as const),
  };
}

type SetupError = {
  readonly type: 'card_error';
  readonly code: Decline['code'];
  readonly decline_code?: string;
  readonly message: string;
};
