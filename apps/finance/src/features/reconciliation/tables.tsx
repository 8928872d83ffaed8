import { DenseTable, type Column } from '../../parts/dense-table.tsx';
import { Instant, zone } from '../../parts/instant.tsx';
import { State } from '../../parts/mark.tsx';
import { figuresOf } from '../../words/figures.ts';
import { dayWords } from '../../words/months.ts';
import { shortId } from '../../words/short-id.ts';
import {
  causeWords,
  tieState,
  type DayTie,
  type Difference,
  type Receivable,
  type Suspense,
  type Tie,
} from './figures.ts';

/** A sum that one of the books has not. */
const sum = (amount: string | null, currency: string): string =>
  amount === null ? 'nothing' : figuresOf({ amount, currency });

const Found = ({ id }: { readonly id: string }) => (
  <a href={`/search?q=${encodeURIComponent(id)}`}>
    <code title={id}>{shortId(id)}</code>
  </a>
);

const tieColumns: readonly Column<Tie>[] = [
  { key: 'currency', head: 'Currency', cell: ({ currency }) => currency },
  { key: 'ledger', head: 'Our books', figures: true, cell: (tie) => sum(tie.ledger, tie.currency) },
  { key: 'stripe', head: 'Stripe', figures: true, cell: (tie) => sum(tie.stripe, tie.currency) },
  { key: 'difference', head: 'Difference', figures: true, cell: (tie) => sum(tie.difference, tie.currency) },
  { key: 'state', head: 'State', cell: (tie) => <State {...tieState(tie)} /> },
];

export const TieTable = ({ tie }: { readonly tie: readonly Tie[] }) => (
  <DenseTable
    caption="Balance at Stripe by currency"
    columns={tieColumns}
    rows={tie}
    keyOf={(one) => one.currency}
  />
);

const dayColumns: readonly Column<DayTie>[] = [
  { key: 'day', head: 'Day (UTC)', cell: ({ day }) => dayWords(day) },
  ...tieColumns,
  { key: 'movements', head: 'Movements', figures: true, cell: ({ movements }) => String(movements) },
];

export const DaysTable = ({ days }: { readonly days: readonly DayTie[] }) => (
  <DenseTable
    caption="What moved, by day and currency, newest first"
    columns={dayColumns}
    rows={days}
    keyOf={({ day, currency }) => day + currency}
  />
);

const differenceColumns: readonly Column<Difference>[] = [
  { key: 'day', head: 'Day (UTC)', cell: ({ day }) => dayWords(day) },
  { key: 'what', head: 'Movement', cell: ({ id }) => <Found id={id} /> },
  { key: 'source', head: 'Of', cell: ({ source }) => source !== null && <Found id={source} /> },
  { key: 'ledger', head: 'Our books', figures: true, cell: (one) => sum(one.ledger, one.currency) },
  { key: 'stripe', head: 'Stripe', figures: true, cell: (one) => sum(one.stripe, one.currency) },
  { key: 'currency', head: 'Currency', cell: ({ currency }) => currency },
  { key: 'cause', head: 'Cause', cell: ({ cause }) => causeWords[cause] },
  { key: 'do', head: 'What to do', cell: ({ suggestion }) => suggestion },
];

export const DifferencesTable = ({ differences }: { readonly differences: readonly Difference[] }) => (
  <DenseTable
    caption="Movements in which the books differ"
    columns={differenceColumns}
    rows={differences}
    keyOf={({ id }) => id}
  />
);

const receivableColumns: readonly Column<Receivable>[] = [
  { key: 'of', head: 'Subscription', cell: ({ subscriptionId }) => <Found id={subscriptionId} /> },
  { key: 'sum', head: 'Difference', figures: true, cell: ({ difference }) => figuresOf(difference) },
  { key: 'currency', head: 'Currency', cell: ({ difference }) => difference.currency },
  { key: 'cause', head: 'Cause', cell: ({ cause }) => causeWords[cause] },
  { key: 'do', head: 'What to do', cell: ({ suggestion }) => suggestion },
];

export const ReceivablesTable = ({ receivables }: { readonly receivables: readonly Receivable[] }) => (
  <DenseTable
    caption="Subscriptions whose payments do not meet their invoices"
    columns={receivableColumns}
    rows={receivables}
    keyOf={({ subscriptionId, difference }) => subscriptionId + difference.currency}
  />
);

const suspenseColumns: readonly Column<Suspense>[] = [
  { key: 'at', head: `Moved (${zone})`, cell: ({ at }) => <Instant at={at} /> },
  { key: 'what', head: 'Movement', cell: ({ key }) => <Found id={key} /> },
  { key: 'source', head: 'Of', cell: ({ source }) => <Found id={source} /> },
  { key: 'sum', head: 'Amount', figures: true, cell: ({ amount }) => figuresOf(amount) },
  { key: 'currency', head: 'Currency', cell: ({ amount }) => amount.currency },
  {
    key: 'case',
    head: 'Case',
    cell: ({ case: of }) =>
      of === null ? 'none' : <a href={`/cases/${of.id}`}>{of.isOpen ? 'open' : 'settled'}</a>,
  },
];

export const SuspenseTable = ({ entries }: { readonly entries: readonly Suspense[] }) => (
  <DenseTable
    caption="Entries in suspense, newest first"
    columns={suspenseColumns}
    rows={entries}
    keyOf={({ entryId }) => entryId}
  />
);
