import { orNull, type Making, type Metadata } from './wire.ts';

export type BalanceMovementTerms = {
  readonly customer: string;
  readonly amount: number;
  readonly currency: string;
  readonly endingBalance: number;
  readonly type: 'adjustment' | 'applied_to_invoice' | 'credit_note' | 'invoice_too_small';
  readonly invoice?: string | undefined;
  readonly creditNote?: string | undefined;
  readonly description?: string | undefined;
  readonly metadata?: Metadata | undefined;
};

/** One change of what a customer has to their credit: below zero is theirs, above zero is ours. */
export type BalanceMovement = ReturnType<typeof newBalanceMovement>;

export const newBalanceMovement = (terms: BalanceMovementTerms, { now, newId }: Making) => ({
  id: newId('cbtxn'),
  object: 'customer_balance_transaction' as const,
  amount: terms.amount,
  checkout_session: null,
  created: now,
  credit_note: orNull(terms.creditNote),
  currency: terms.currency,
  customer: terms.customer,
  customer_account: null,
  description: orNull(terms.description),
  ending_balance: terms.endingBalance,
  invoice: orNull(terms.invoice),
  livemode: false,
  metadata: terms.metadata ?? {},
  type: terms.type,
});
