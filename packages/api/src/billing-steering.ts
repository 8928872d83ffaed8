/** Why the course of a subscription cannot be changed now. */
export const unsteerable = [
  'subscription-not-found',
  'subscription-ended',
  'charge-not-paid',
  'subscription-cancelling',
  'payment-outstanding',
  'renewal-running',
] as const;
/** Nor while it rests or another plan is coming. */
export const disturbed = [...unsteerable, 'subscription-paused', 'change-pending'] as const;
