import type { AsksGiven } from './checkout-asks.ts';
import type { Offered } from './checkout-lines.ts';
import type { CustomField } from './customer.ts';
import type { Metadata } from './wire.ts';

export type Redisplay = 'always' | 'limited' | 'unspecified';

/** What is written on the payment that a session makes. */
export type PaymentData = {
  readonly description?: string | undefined;
  readonly metadata?: Metadata | undefined;
  readonly receipt_email?: string | undefined;
  readonly setup_future_usage?: 'off_session' | 'on_session' | undefined;
  readonly statement_descriptor?: string | undefined;
};

/** What is written on the invoice of a session in payment mode. */
export type InvoiceData = {
  readonly custom_fields?: '' | readonly CustomField[] | undefined;
  readonly description?: string | undefined;
  readonly footer?: string | undefined;
  readonly metadata?: Metadata | undefined;
};

type SavedOptions = {
  readonly allow_redisplay_filters?: readonly Redisplay[] | undefined;
  readonly payment_method_remove?: 'disabled' | 'enabled' | undefined;
  readonly payment_method_save?: 'disabled' | 'enabled' | undefined;
};

export type SessionTerms = Offered &
  AsksGiven & {
    readonly mode: 'payment' | 'setup' | 'subscription';
    readonly pageUrl: string;
    readonly success_url: string;
    readonly adaptive_pricing?: { readonly enabled?: boolean | undefined } | undefined;
    readonly after_expiration?:
      | {
          readonly recovery?:
            | { readonly allow_promotion_codes?: boolean | undefined; readonly enabled: boolean }
            | undefined;
        }
      | undefined;
    readonly allow_promotion_codes?: boolean | undefined;
    readonly allowed_payment_method_types?: readonly string[] | undefined;
    readonly automatic_tax?: { readonly enabled: boolean } | undefined;
    readonly cancel_url?: string | undefined;
    readonly client_reference_id?: string | undefined;
    readonly customer?: string | undefined;
    readonly customer_creation?: 'always' | 'if_required' | undefined;
    readonly customer_email?: string | undefined;
    readonly customer_update?:
      | { readonly address?: 'auto' | 'never' | undefined; readonly name?: 'auto' | 'never' | undefined }
      | undefined;
    readonly expires_at?: number | undefined;
    readonly integration_identifier?: string | undefined;
    readonly invoice_creation?:
      | { readonly enabled: boolean; readonly invoice_data?: InvoiceData | undefined }
      | undefined;
    readonly locale?: Locale | undefined;
    readonly metadata?: Metadata | undefined;
    readonly origin_context?: 'mobile_app' | 'web' | undefined;
    readonly payment_intent_data?: PaymentData | undefined;
    readonly payment_method_collection?: 'always' | 'if_required' | undefined;
    readonly payment_method_data?: { readonly allow_redisplay?: Redisplay | undefined } | undefined;
    readonly payment_method_options?:
      | {
          readonly card?:
            | { readonly request_three_d_secure?: 'any' | 'automatic' | 'challenge' | undefined }
            | undefined;
        }
      | undefined;
    readonly saved_payment_method_options?: SavedOptions | undefined;
    readonly setup_intent_data?: Pick<PaymentData, 'description' | 'metadata'> | undefined;
    /** The promotion code that a discount came by. */
    readonly promotion?: string | null;
    /** The expired session in whose place this one stands. */
    readonly recoveredFrom?: string | undefined;
  };

type Locale = 'auto' | 'de' | 'en' | 'es' | 'fr';
