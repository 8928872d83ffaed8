import type { Charge } from './payment.ts';
import type { BalanceTransaction } from './balance-transaction.ts';
import { day, type Making, type Metadata } from './wire.ts';

export type DisputeStatus =
  | 'lost'
  | 'needs_response'
  | 'under_review'
  | 'warning_closed'
  | 'warning_needs_response'
  | 'warning_under_review'
  | 'won';

type Shape = ReturnType<typeof shape>;
export type Dispute = Omit<Shape, 'status'> & { readonly status: DisputeStatus };

/** What a dispute costs, whoever wins: a setting of the account. Minor units. */
export const disputeFee = 1_500;

const respondWithin = 10 * day;

/** The cardholder's bank takes the money back and asks for reasons. */
export const newDispute = (charge: Charge, reason: string, making: Making): Dispute =>
  shape(charge, reason, making);

/** The bank only asks: no money moves, and the charge can still be given back. */
export const newInquiry = (charge: Charge, making: Making): Dispute => ({
  ...shape(charge, 'general', making),
  is_charge_refundable: true,
  status: 'warning_needs_response',
});

const isInquiry = ({ status }: Dispute): boolean => status.startsWith('warning_');

/** Given up by the publisher: an inquiry is only closed, anything else is lost. */
export const givenUp = (dispute: Dispute): Dispute => ({
  ...dispute,
  status: isInquiry(dispute) ? 'warning_closed' : 'lost',
});

const shape = (charge: Charge, reason: string, { now, newId }: Making) => ({
  id: newId('dp'),
  object: 'dispute' as const,
  amount: charge.amount,
  balance_transactions: [] as readonly Omit<BalanceTransaction, 'sim'>[],
  charge: charge.id,
  created: now,
  currency: charge.currency,
  enhanced_eligibility_types: [],
  evidence: noEvidence,
  evidence_details: {
    due_by: now + respondWithin,
    enhanced_eligibility: {},
    has_evidence: false,
    past_due: false,
    submission_count: 0,
    submission_method: 'not_submitted' as 'manual' | 'not_submitted',
  },
  intended_submission_method: null,
  is_charge_refundable: false as boolean,
  livemode: false,
  metadata: {} as Metadata,
  payment_intent: charge.payment_intent,
  payment_method_details: {
    card: {
      brand: charge.payment_method_details.card.brand,
      case_type: 'chargeback' as const,
      network: charge.payment_method_details.card.network,
      network_reason_code: '10.4',
    },
    type: 'card' as const,
  },
  reason,
  status: 'needs_response' as DisputeStatus,
});

/** What an answer to a dispute may carry, but for the tables that card networks have of their own. */
export const evidenceKeys = [
  'access_activity_log',
  'billing_address',
  'cancellation_policy',
  'cancellation_policy_disclosure',
  'cancellation_rebuttal',
  'customer_communication',
  'customer_email_address',
  'customer_name',
  'customer_purchase_ip',
  'customer_signature',
  'duplicate_charge_documentation',
  'duplicate_charge_explanation',
  'duplicate_charge_id',
  'product_description',
  'receipt',
  'refund_policy',
  'refund_policy_disclosure',
  'refund_refusal_explanation',
  'service_date',
  'service_documentation',
  'shipping_address',
  'shipping_carrier',
  'shipping_date',
  'shipping_documentation',
  'shipping_tracking_number',
  'uncategorized_file',
  'uncategorized_text',
] as const;

export type Evidence = Readonly<Record<(typeof evidenceKeys)[number], string | null>> & {
  readonly enhanced_evidence: Readonly<Record<string, never>>;
};

const noEvidence = {
  ...Object.fromEntries(evidenceKeys.map((key) => [key, null])),
  enhanced_evidence: {},
} as Evidence;

export const isClosed = ({ status }: Dispute): boolean =>
  status === 'won' || status === 'lost' || status === 'warning_closed';

/** Keys that no evidence has are left out. */
export const withEvidence = (dispute: Dispute, said: Readonly<Record<string, string>>): Dispute => ({
  ...dispute,
  evidence: evidenceKeys.reduce(
    (evidence, key) => ({ ...evidence, [key]: said[key] ?? evidence[key] }),
    dispute.evidence,
  ),
  evidence_details: { ...dispute.evidence_details, has_evidence: true },
});

/** Sent to the bank, which decides at once here: its answer stands in the free text, as in Stripe's test mode. */
export function verdict(dispute: Dispute): DisputeStatus {
  const said = dispute.evidence.uncategorized_text ?? '';
  if (isInquiry(dispute)) return said === 'winning_evidence' ? 'warning_closed' : 'warning_under_review';
  if (said === 'winning_evidence') return 'won';
  return said === 'losing_evidence' ? 'lost' : 'under_review';
}

export const submitted = (dispute: Dispute): Dispute => ({
  ...dispute,
  status: verdict(dispute),
  evidence_details: {
    ...dispute.evidence_details,
    submission_count: dispute.evidence_details.submission_count + 1,
    submission_method: 'manual',
  },
});
