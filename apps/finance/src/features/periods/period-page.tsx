import type { MoneyJson } from '@gatefold/kernel';
import type { ReactNode } from 'react';
import { Button } from '@gatefold/ui/button';
import { Facts } from '@gatefold/ui/definition-list';
import { DenseTable, type Column } from '../../parts/dense-table.tsx';
import { Instant, zone } from '../../parts/instant.tsx';
import { State } from '../../parts/mark.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { figuresOf } from '../../words/figures.ts';
import { monthWords } from '../../words/months.ts';
import { monthPath, periodState, type Period } from './periods-page.tsx';

type Account = {
  readonly journal: 'documents' | 'cash';
  readonly account: string;
  readonly opening: MoneyJson;
  readonly moved: MoneyJson;
  readonly closing: MoneyJson;
};
type Payout = { readonly source: string; readonly at: string; readonly amount: MoneyJson };
type Late = {
  readonly entryId: string;
  readonly journal: string;
  readonly key: string;
  readonly at: string;
  readonly recordedAt: string;
  readonly amount: MoneyJson;
};

export type Detail = Period & {
  readonly accounts: readonly Account[];
  readonly payouts: readonly Payout[];
  readonly late: readonly Late[];
};

const accounts: readonly Column<Account>[] = [
  { key: 'account', head: 'Account', cell: ({ account }) => account },
  { key: 'opening', head: 'Opening', figures: true, cell: ({ opening }) => figuresOf(opening) },
  { key: 'moved', head: 'Moved', figures: true, cell: ({ moved }) => figuresOf(moved) },
  { key: 'closing', head: 'Closing', figures: true, cell: ({ closing }) => figuresOf(closing) },
  { key: 'currency', head: 'Currency', cell: ({ closing }) => closing.currency },
];

const payouts: readonly Column<Payout>[] = [
  { key: 'at', head: `When (${zone})`, cell: ({ at }) => <Instant at={at} /> },
  { key: 'source', head: 'Payout', cell: ({ source }) => <code>{source}</code> },
  { key: 'amount', head: 'Amount', figures: true, cell: ({ amount }) => figuresOf(amount) },
  { key: 'currency', head: 'Currency', cell: ({ amount }) => amount.currency },
];

const late: readonly Column<Late>[] = [
  { key: 'at', head: `Belongs to (${zone})`, cell: ({ at }) => <Instant at={at} /> },
  { key: 'recorded', head: `Written down (${zone})`, cell: ({ recordedAt }) => <Instant at={recordedAt} /> },
  { key: 'key', head: 'What', cell: ({ journal, key }) => `${journal}: ${key}` },
  { key: 'amount', head: 'Amount', figures: true, cell: ({ amount }) => figuresOf(amount) },
  { key: 'currency', head: 'Currency', cell: ({ amount }) => amount.currency },
];

/** One month of the books: balances, what left for the bank, what came late, and closing it. */
export function PeriodPage({ period }: { readonly period: Detail }) {
  const { month, state, closedAt, closedBy } = period;
  return (
    <div className="page">
      <PageHead back={{ href: '/periods', name: 'Periods' }} title={monthWords(month)} />
      <Facts
        facts={[
          { term: 'State', value: <State {...periodState(state)} /> },
          ...(closedAt === null ? [] : [{ term: 'Closed', value: <Instant at={closedAt} named /> }]),
          ...(closedBy === null ? [] : [{ term: 'By', value: closedBy }]),
        ]}
      />
      {state === 'open' && <CloseForm month={month} />}
      {period.late.length > 0 && (
        <Part
          title="Came after it was closed"
          what="Booked into the month afterwards, and not in the balances below."
        >
          <DenseTable
            caption="Late entries"
            columns={late}
            rows={period.late}
            keyOf={({ entryId }) => entryId}
          />
        </Part>
      )}
      <Books detail={period} journal="documents" title="Documents" />
      <Books detail={period} journal="cash" title="Cash" />
      <Part title="Left for the bank" what="As the cash journal has it.">
        {period.payouts.length === 0 ? (
          <p className="meta">Nothing in this month.</p>
        ) : (
          <DenseTable
            caption="Payouts"
            columns={payouts}
            rows={period.payouts}
            keyOf={({ source, at }) => source + at}
          />
        )}
      </Part>
    </div>
  );
}

type PartProps = { readonly title: string; readonly what: string; readonly children: ReactNode };

function Part({ title, what, children }: PartProps) {
  const id = `part-${title.toLowerCase().replaceAll(' ', '-')}`;
  return (
    <section aria-labelledby={id} className="stack">
      <h2 id={id}>{title}</h2>
      <p className="meta">{what}</p>
      {children}
    </section>
  );
}

type BooksProps = { readonly detail: Detail; readonly journal: Account['journal']; readonly title: string };

function Books({ detail, journal, title }: BooksProps) {
  const rows = detail.accounts.filter((row) => row.journal === journal);
  return (
    <Part title={title} what="A debit is positive; each currency adds up to nothing.">
      {rows.length === 0 ? (
        <p className="meta">Nothing is booked.</p>
      ) : (
        <DenseTable
          caption={`${title}, by account`}
          columns={accounts}
          rows={rows}
          keyOf={({ account, closing }) => account + closing.currency}
        />
      )}
    </Part>
  );
}

function CloseForm({ month }: { readonly month: string }) {
  return (
    <form method="post" action={monthPath(month)} className="actions">
      <Button main>Close {monthWords(month)}</Button>
      <p className="meta">Its balances are kept as they are now. There is no way back.</p>
    </form>
  );
}
