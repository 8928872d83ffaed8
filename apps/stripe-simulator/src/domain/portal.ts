import type { Making, Metadata } from './wire.ts';

export type PortalSession = ReturnType<typeof newPortalSession>;

export type PortalTerms = {
  readonly customer: string;
  readonly pageUrl: string;
  readonly return_url?: string | undefined;
  readonly locale?: string | undefined;
  readonly flow_data?:
    | {
        readonly type: 'payment_method_update';
        readonly after_completion?:
          | { readonly type: string; readonly redirect?: { readonly return_url: string } | undefined }
          | undefined;
      }
    | undefined;
};

export function newPortalSession(terms: PortalTerms, { now, newId }: Making) {
  const id = newId('bps');
  return {
    id,
    object: 'billing_portal.session' as const,
    configuration: 'bpc_simulated',
    created: now,
    customer: terms.customer,
    customer_account: null,
    flow: flowOf(terms.flow_data),
    livemode: false,
    locale: terms.locale ?? null,
    on_behalf_of: null,
    return_url: terms.return_url ?? null,
    url: `${terms.pageUrl}/p/session/${id}`,
  };
}

const flowOf = (given: PortalTerms['flow_data']) =>
  given === undefined
    ? null
    : {
        after_completion: {
          hosted_confirmation: null,
          redirect: given.after_completion?.redirect ?? null,
          type: given.after_completion?.type ?? 'portal_homepage',
        },
        customer_update: null,
        subscription_cancel: null,
        subscription_pause: null,
        subscription_update: null,
        subscription_update_confirm: null,
        type: given.type,
      };

/** Where the browser goes once the card is saved. */
export const returnTo = ({ flow, return_url }: PortalSession): string | null =>
  flow?.after_completion.redirect?.return_url ?? return_url;

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
