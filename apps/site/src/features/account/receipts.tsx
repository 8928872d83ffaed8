import { Money } from '@gatefold/ui/money';
import { Table } from '@gatefold/ui/table';
import { dayIn, spanIn, type Habits } from './held.ts';

export type Charge = {
  readonly id: string;
  readonly amount: { readonly amount: string; readonly currency: string };
  readonly refunded: { readonly amount: string; readonly currency: string };
  readonly status: string;
  readonly dueAt: string;
  readonly paidAt: string | null;
  readonly period: { readonly from: string; readonly until: string };
};

export function Receipts({
  charges,
  habits,
}: {
  readonly charges: readonly Charge[];
  readonly habits: Habits;
}) {
  const day = dayIn(habits);
  return (
    <section className="card" aria-labelledby="receipts-title">
      <h2 id="receipts-title">Payments</h2>
      <Table
        caption="Your payments, newest first"
        rows={charges}
        keyOf={({ id }) => id}
        columns={[
          {
            key: 'day',
            head: 'Day',
            cell: ({ paidAt, dueAt, period }) => (
              <>
                {day(paidAt ?? dueAt)} <span className="meta for">for {spanIn(habits)(period)}</span>
              </>
            ),
          },
          { key: 'state', head: 'State', cell: stateOf },
          {
            key: 'amount',
            head: 'Amount',
            figures: true,
            cell: ({ amount }) => <Money {...amount} locale={habits.locale} />,
          },
        ]}
      />
    </section>
  );
}

function stateOf({ status, amount, refunded }: Charge): string {
  if (status === 'failed') return 'did not go through';
  if (refunded.amount === '0') return 'paid';
  return refunded.amount === amount.amount ? 'given back' : 'given back in part';
}
