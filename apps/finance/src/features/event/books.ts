import { fromMoneyJson, type MoneyJson } from '@gatefold/kernel';

export type Line = {
  readonly journal: 'documents' | 'cash';
  readonly entryId: string;
  readonly account: string;
  /** Positive is a debit, negative a credit. */
  readonly amount: MoneyJson;
  readonly at: string;
  readonly source: string;
};

/** Money is added up in each currency for itself and never across. */
export type Sum = { readonly currency: string; readonly debit: bigint; readonly credit: bigint };

export function sumsOf(lines: readonly Pick<Line, 'amount'>[]): Sum[] {
  const sums = new Map<string, Sum>();
  for (const { amount: json } of lines) {
    const { amount, currency } = fromMoneyJson(json);
    const { debit, credit } = sums.get(currency) ?? { debit: 0n, credit: 0n };
    sums.set(currency, {
      currency,
      debit: amount > 0n ? debit + amount : debit,
      credit: amount < 0n ? credit - amount : credit,
    });
  }
  return [...sums.values()];
}

const accounts: Readonly<Record<string, string>> = {
  receivable: 'owed by readers',
  'refunds-owed': 'owed to readers',
  tax: 'tax to pay',
  'paid-outside': 'paid outside of Stripe',
  'stripe-balance': 'balance at Stripe',
  'stripe-fees': 'fees of Stripe',
  bank: 'bank',
  disputes: 'disputes',
  trading: 'changed between currencies',
  opening: 'from before it was taken over',
  suspense: 'not explained yet',
  deferred: 'paid, not earned yet',
  revenue: 'earned',
};

/** An account in words; `deferred:intro` is “paid, not earned yet: intro”. An unknown one keeps its name. */
export function accountWords(account: string): string {
  const [kind = '', phase] = account.split(':');
  const words = accounts[kind];
  if (words === undefined) return account;
  return phase === undefined ? words : `${words}: ${phase.replaceAll('_', ' ')}`;
}
