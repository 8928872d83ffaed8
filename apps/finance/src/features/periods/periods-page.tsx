import { Notice } from '@gatefold/ui/notice';
import { DenseTable, type Column } from '../../parts/dense-table.tsx';
import { Instant, zone } from '../../parts/instant.tsx';
import { State } from '../../parts/mark.tsx';
import { monthWords } from '../../words/months.ts';

export type Period = {
  readonly month: string;
  readonly state: 'running' | 'open' | 'closed';
  readonly closedAt: string | null;
  readonly closedBy: string | null;
};

const states = {
  running: { words: 'running', tone: 'plain' },
  open: { words: 'over, not closed', tone: 'warn' },
  closed: { words: 'closed', tone: 'ok' },
} as const;

export const periodState = (state: Period['state']) => states[state];
export const monthPath = (month: string): string => `/periods/${month.slice(0, 7)}`;

const columns: readonly Column<Period>[] = [
  { key: 'month', head: 'Month', cell: ({ month }) => <a href={monthPath(month)}>{monthWords(month)}</a> },
  { key: 'state', head: 'State', cell: ({ state }) => <State {...states[state]} /> },
  {
    key: 'at',
    head: `Closed (${zone})`,
    cell: ({ closedAt }) => (closedAt === null ? '' : <Instant at={closedAt} />),
  },
  { key: 'by', head: 'By', cell: ({ closedBy }) => closedBy ?? '' },
];

/** Months of the books. */
export function PeriodsPage({ periods }: { readonly periods: readonly Period[] }) {
  return (
    <div className="page">
      <h1>Periods</h1>
      <p className="meta">Calendar months in UTC. What is booked into a closed one is shown apart.</p>
      {periods.length === 0 ? (
        <Notice title="Nothing is booked yet">The first payment opens the first month.</Notice>
      ) : (
        <DenseTable
          caption="Months, newest first"
          columns={columns}
          rows={periods}
          keyOf={({ month }) => month}
        />
      )}
    </div>
  );
}
