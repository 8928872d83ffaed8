import { day, orNull, type Making, type Metadata } from './wire.ts';

export type PayoutTerms = {
  readonly amount: number;
  readonly currency: string;
  readonly automatic: boolean;
  readonly description?: string | undefined;
  readonly metadata?: Metadata | undefined;
  readonly statement_descriptor?: string | undefined;
};

type Status = 'canceled' | 'in_transit' | 'paid' | 'pending';

type Shape = ReturnType<typeof shape>;
export type Payout = Omit<Shape, 'status'> & {
  readonly status: Status;
};

/** Money on its way from the balance to the publisher's bank. */
export const newPayout = (terms: PayoutTerms, making: Making): Payout => shape(terms, making);

const arrivesAfter = 2 * day;

const shape = (terms: PayoutTerms, { now, newId }: Making) => ({
  id: newId('po'),
  object: 'payout' as const,
  amount: terms.amount,
  application_fee: null,
  application_fee_amount: null,
  arrival_date: now + arrivesAfter,
  automatic: terms.automatic,
  balance_transaction: null as string | null,
  created: now,
  currency: terms.currency,
  description: orNull(terms.description),
  destination: 'ba_simulated',
  failure_balance_transaction: null,
  failure_code: null,
  failure_message: null,
  livemode: false,
  metadata: terms.metadata ?? {},
  method: 'standard',
  original_payout: null,
  payout_method: null,
  reconciliation_status: terms.automatic ? ('completed' as const) : ('not_applicable' as const),
  reversed_by: null,
  source_type: 'card',
  statement_descriptor: orNull(terms.statement_descriptor),
  status: 'pending' as Status,
  trace_id: null,
  type: 'bank_account' as const,
});

/** It arrives two days after it set off. */
export const payoutDue = ({ status, arrival_date }: Payout): number | null =>
  status === 'pending' ? arrival_date : null;
