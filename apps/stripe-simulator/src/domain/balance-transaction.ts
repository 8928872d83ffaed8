import { day, type Making } from './wire.ts';

export type BalanceTransaction = ReturnType<typeof newBalanceTransaction>;

type Movement = {
  readonly amount: number;
  readonly currency: string;
  readonly fee: number;
  readonly source: string;
  readonly type: 'adjustment' | 'charge' | 'payout' | 'refund' | 'refund_failure';
  /** At once, where a card or a movement does not wait for two days. */
  readonly availableNow?: boolean;
  readonly description: string | null;
};

/** Days until what a card paid can be paid out. */
const settlesAfter = 2 * day;

export const newBalanceTransaction = (moved: Movement, { now, newId }: Making) => ({
  id: newId('txn'),
  object: 'balance_transaction' as const,
  amount: moved.amount,
  available_on: moved.type === 'charge' && moved.availableNow !== true ? now + settlesAfter : now,
  balance_type: 'payments' as const,
  created: now,
  currency: moved.currency,
  description: moved.description,
  exchange_rate: null,
  fee: moved.fee,
  fee_details:
    moved.fee === 0
      ? []
      : [
          {
            amount: moved.fee,
            application: null,
            currency: moved.currency,
            description: 'Stripe processing fees',
            type: 'stripe_fee',
          },
        ],
  net: moved.amount - moved.fee,
  reporting_category: moved.type === 'adjustment' ? 'dispute' : moved.type,
  source: moved.source,
  status: moved.type === 'charge' ? ('pending' as const) : ('available' as const),
  type: moved.type,
  /** Never shown: the automatic payout that took it to the bank. */
  sim: { payout: null as string | null },
});

/** 2.9 % and 30 cents, rounded to the cent. It is not given back on a refund. */
export const feeOf = (amount: number): number => Math.round((amount * 29) / 1000) + 30;
