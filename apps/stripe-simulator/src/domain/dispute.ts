import type { BalanceTransaction, Charge } from './payment.ts';
import { day, type Making, type Metadata } from './wire.ts';

export type DisputeStatus = 'lost' | 'needs_response' | 'under_review' | 'won';

type Shape = ReturnType<typeof shape>;
export type Dispute = Omit<Shape, 'status'> & { readonly status: DisputeStatus };

/** What a dispute costs, whoever wins: a setting of the account. Minor units. */
export const disputeFee = 1_500;

const respondWithin = 10 * day;

/** The cardholder's bank takes the money back and asks for reasons. */
export const newDispute = (charge: Charge, reason: string, making: Making): Dispute =>
  shape(charge, reason, making);

const shape = (charge: Charge, reason: string, { now, newId }: Making) => ({
  id: newId('dp'),
  object: 'dispute' as const,
  amount: charge.amount,
  balance_transactions: [] as readonly BalanceTransaction[],
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
    submission_method: null,
  },
  intended_submission_method: null,
  is_charge_refundable: false,
  livemode: false,
  metadata: {} as Metadata,
  payment_intent: charge.payment_intent,
  payment_method_details: {
    card: {
      brand: charge.payment_method_details.card.brand,
      case_type: 'chargeback' as const,
      network_reason_code: '10.4',
    },
    type: 'card' as const,
  },
  reason,
  status: 'needs_response' as DisputeStatus,
});

export type Evidence = Readonly<Record<string, string | null>>;

const noEvidence: Evidence = {
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
};

export const isClosed = ({ status }: Dispute): boolean => status === 'won' || status === 'lost';

export const withEvidence = (dispute: Dispute, evidence: Evidence): Dispute => ({
  ...dispute,
  evidence: { ...dispute.evidence, ...evidence },
  evidence_details: { ...dispute.evidence_details, has_evidence: true },
});

/** Sent to the bank, which decides at once here: its answer stands in the free text, as in Stripe's test mode. */
export function verdict({ evidence }: Dispute): DisputeStatus {
  const said = evidence['uncategorized_text'] ?? '';
  if (said === 'winning_evidence') return 'won';
  return said === 'losing_evidence' ? 'lost' : 'under_review';
}

export const submitted = (dispute: Dispute): Dispute => ({
  ...dispute,
  status: verdict(dispute),
  evidence_details: {
    ...dispute.evidence_details,
    submission_count: dispute.evidence_details.submission_count + 1,
  },
});
