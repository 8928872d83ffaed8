/** Why money goes back: as Stripe and the books know it, and in words. */
export const refundReasons = {
  requested_by_customer: 'whoever paid asked for it',
  duplicate: 'it was bought twice',
  fraudulent: 'the payment was a fraud',
  goodwill: 'goodwill',
} as const;

export type RefundReason = keyof typeof refundReasons;

export const isRefundReason = (text: string): text is RefundReason => Object.hasOwn(refundReasons, text);
