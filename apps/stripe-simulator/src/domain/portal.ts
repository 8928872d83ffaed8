import { orNull, type Making, type Metadata } from './wire.ts';

type Cancel = {
  readonly enabled: boolean;
  readonly mode: 'at_period_end' | 'immediately';
  readonly proration_behavior: 'always_invoice' | 'create_prorations' | 'none';
  readonly cancellation_reason: {
    readonly enabled: boolean;
    readonly feedback_options: readonly never[];
    readonly options: readonly Reason[];
  };
};

export type Reason =
  | 'customer_service'
  | 'low_quality'
  | 'missing_features'
  | 'other'
  | 'switched_service'
  | 'too_complex'
  | 'too_expensive'
  | 'unused';

type Sale = {
  readonly adjustable_quantity: {
    readonly enabled: boolean;
    readonly maximum: null;
    readonly minimum: number;
  };
  readonly prices: readonly string[];
  readonly product: string;
};

export type FeaturesGiven = {
  readonly customer_update?:
    | { readonly enabled: boolean; readonly allowed_updates?: readonly Update[] | '' }
    | undefined;
  readonly invoice_history?: { readonly enabled: boolean } | undefined;
  readonly payment_method_update?: { readonly enabled: boolean } | undefined;
  readonly subscription_cancel?:
    | {
        readonly enabled: boolean;
        readonly mode?: Cancel['mode'] | undefined;
        readonly proration_behavior?: Cancel['proration_behavior'] | undefined;
        readonly cancellation_reason?:
          | { readonly enabled: boolean; readonly options?: readonly Reason[] | '' }
          | undefined;
      }
    | undefined;
  readonly subscription_pause?: { readonly enabled?: boolean | undefined } | undefined;
  readonly subscription_update?:
    | {
        readonly enabled: boolean;
        readonly default_allowed_updates?:
          | readonly ('price' | 'promotion_code' | 'quantity')[]
          | ''
          | undefined;
        readonly products?:
          | readonly { readonly product: string; readonly prices: readonly string[] }[]
          | ''
          | undefined;
        readonly proration_behavior?: Cancel['proration_behavior'] | undefined;
        readonly trial_update_behavior?: 'continue_trial' | 'end_trial' | undefined;
      }
    | undefined;
};

type Update = 'address' | 'email' | 'name' | 'phone' | 'shipping' | 'tax_id';

export type ConfigurationTerms = {
  readonly features: FeaturesGiven;
  readonly business_profile?:
    | {
        readonly headline?: string | undefined;
        readonly privacy_policy_url?: string | undefined;
        readonly terms_of_service_url?: string | undefined;
      }
    | undefined;
  readonly default_return_url?: string | undefined;
  readonly metadata?: Metadata | undefined;
  readonly name?: string | undefined;
  readonly isDefault?: boolean;
};

export type PortalConfiguration = ReturnType<typeof newConfiguration>;

/** What customers may do by themselves. */
export const newConfiguration = (terms: ConfigurationTerms, { now, newId }: Making) => ({
  id: newId('bpc'),
  object: 'billing_portal.configuration' as const,
  active: true,
  application: null,
  business_profile: {
    headline: orNull(terms.business_profile?.headline),
    privacy_policy_url: orNull(terms.business_profile?.privacy_policy_url),
    terms_of_service_url: orNull(terms.business_profile?.terms_of_service_url),
  },
  created: now,
  default_return_url: orNull(terms.default_return_url),
  features: featuresOf(terms.features),
  is_default: terms.isDefault ?? false,
  livemode: false,
  login_page: { enabled: false, url: null },
  metadata: terms.metadata ?? {},
  name: orNull(terms.name),
  updated: now,
});

export const featuresOf = (given: FeaturesGiven) => ({
  customer_update: {
    allowed_updates: given.customer_update?.allowed_updates || [],
    enabled: isOn(given.customer_update),
  },
  invoice_history: { enabled: isOn(given.invoice_history) },
  payment_method_update: { enabled: isOn(given.payment_method_update), payment_method_configuration: null },
  subscription_cancel: cancelOf(given.subscription_cancel ?? { enabled: false }),
  subscription_pause: {
    duration: { interval_options: [], type: 'indefinite' as const },
    enabled: isOn(given.subscription_pause),
  },
  subscription_update: updateOf(given.subscription_update ?? { enabled: false }),
});

const isOn = (given: { readonly enabled?: boolean | undefined } | undefined): boolean =>
  given?.enabled ?? false;

const cancelOf = (given: NonNullable<FeaturesGiven['subscription_cancel']>): Cancel => ({
  cancellation_reason: {
    enabled: isOn(given.cancellation_reason),
    feedback_options: [],
    options: given.cancellation_reason?.options || ['too_expensive', 'unused', 'switched_service', 'other'],
  },
  enabled: given.enabled,
  mode: given.mode ?? 'at_period_end',
  proration_behavior: given.proration_behavior ?? 'none',
});

const updateOf = (given: NonNullable<FeaturesGiven['subscription_update']>) => ({
  billing_cycle_anchor: null,
  default_allowed_updates: given.default_allowed_updates || [],
  enabled: given.enabled,
  products: (given.products || []).map(({ product, prices }): Sale => ({
    adjustable_quantity: { enabled: false, maximum: null, minimum: 1 },
    prices,
    product,
  })),
  proration_behavior: given.proration_behavior ?? ('none' as const),
  schedule_at_period_end: { conditions: [] },
  trial_update_behavior: given.trial_update_behavior ?? ('end_trial' as const),
});

export type FlowType =
  | 'customer_update'
  | 'payment_method_update'
  | 'subscription_cancel'
  | 'subscription_pause'
  | 'subscription_update'
  | 'subscription_update_confirm';

export type FlowGiven = {
  readonly type: FlowType;
  readonly after_completion?:
    | {
        readonly type: 'hosted_confirmation' | 'portal_homepage' | 'redirect';
        readonly redirect?: { readonly return_url: string } | undefined;
        readonly hosted_confirmation?: { readonly custom_message?: string | undefined } | undefined;
      }
    | undefined;
  readonly subscription_cancel?:
    | {
        readonly subscription: string;
        readonly retention?:
          | { readonly type: 'coupon_offer'; readonly coupon_offer: { readonly coupon: string } }
          | undefined;
      }
    | undefined;
  readonly subscription_pause?: { readonly subscription: string } | undefined;
  readonly subscription_update?: { readonly subscription: string } | undefined;
  readonly subscription_update_confirm?:
    | {
        readonly subscription: string;
        readonly items: readonly {
          readonly id: string;
          readonly price?: string | undefined;
          readonly quantity?: number | undefined;
        }[];
        readonly discounts?:
          | readonly { readonly coupon?: string | undefined; readonly promotion_code?: string | undefined }[]
          | undefined;
      }
    | undefined;
};

export type SessionTerms = {
  readonly customer: string;
  readonly configuration: string;
  readonly returnUrl: string | null;
  readonly flow: FlowGiven | null;
  readonly pageUrl: string;
};

export type PortalSession = ReturnType<typeof newPortalSession>;

/** A customer's way into the portal, for a short while. */
export function newPortalSession(terms: SessionTerms, { now, newId }: Making) {
  const id = newId('bps');
  return {
    id,
    object: 'billing_portal.session' as const,
    configuration: terms.configuration,
    created: now,
    customer: terms.customer,
    customer_account: null,
    flow: terms.flow === null ? null : flowOf(terms.flow),
    livemode: false,
    locale: null,
    on_behalf_of: null,
    return_url: terms.returnUrl,
    url: `${terms.pageUrl}/p/session/${id}`,
  };
}

const flowOf = (given: FlowGiven) => ({
  after_completion: afterOf(given.after_completion),
  customer_update: given.type === 'customer_update' ? {} : null,
  subscription_cancel:
    given.subscription_cancel === undefined
      ? null
      : {
          retention: given.subscription_cancel.retention ?? null,
          subscription: given.subscription_cancel.subscription,
        },
  subscription_pause: orNull(given.subscription_pause),
  subscription_update: orNull(given.subscription_update),
  subscription_update_confirm:
    given.subscription_update_confirm === undefined ? null : confirmOf(given.subscription_update_confirm),
  type: given.type,
});

const afterOf = (given: FlowGiven['after_completion']) => ({
  hosted_confirmation:
    given?.type === 'hosted_confirmation'
      ? { custom_message: orNull(given.hosted_confirmation?.custom_message) }
      : null,
  redirect: orNull(given?.redirect),
  type: given?.type ?? ('portal_homepage' as const),
});

const confirmOf = ({
  subscription,
  items,
  discounts = [],
}: NonNullable<FlowGiven['subscription_update_confirm']>) => ({
  discounts: discounts.map(({ coupon, promotion_code }) => ({
    coupon: orNull(coupon),
    promotion_code: orNull(promotion_code),
  })),
  items: items.map(({ id, price, quantity }) => ({
    id: id as string | null,
    price: orNull(price),
    quantity: quantity ?? 1,
  })),
  subscription,
});
