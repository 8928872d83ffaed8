/** Why people leave, in the words of Stripe. */
export const feedbacks = [
  'customer_service',
  'low_quality',
  'missing_features',
  'other',
  'switched_service',
  'too_complex',
  'too_expensive',
  'unused',
] as const;
export type Feedback = (typeof feedbacks)[number];

export type CancellationDetails = {
  readonly comment: string | null;
  readonly feedback: Feedback | null;
  readonly feedback_option: null;
  readonly reason: 'cancellation_requested' | 'payment_disputed' | 'payment_failed' | null;
};

export const noCancellation: CancellationDetails = {
  comment: null,
  feedback: null,
  feedback_option: null,
  reason: null,
};
