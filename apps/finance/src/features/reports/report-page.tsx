import { Button } from '@gatefold/ui/button';
import { TextField } from '@gatefold/ui/field';
import { Notice } from '@gatefold/ui/notice';
import type { MoneyJson } from '@gatefold/kernel';
import { BarChart, type Bar } from '../../parts/bar-chart.tsx';
import { DenseTable, type Column } from '../../parts/dense-table.tsx';
import { publication } from '../../publication.ts';
import { figures, figuresOf } from '../../words/figures.ts';
import { monthWords, dayWords } from '../../words/months.ts';
import { listHref } from '../../words/pages-of.ts';
import { kindOf, reportKinds, type ReportName } from './report-kinds.ts';
import type { ReportErrors, ReportQuery } from './report-query.ts';

export type ReportRow = Readonly<Record<string, string | number | MoneyJson>>;

export type ReportView =
  | {
      readonly kind: 'rows';
      readonly rows: readonly ReportRow[];
      readonly definitions: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'mistakes'; readonly errors: ReportErrors };

type Props = { readonly name: ReportName; readonly view: ReportView; readonly typed: ReportQuery };

/** One report: what it means, its charts and rows by currency, and the way to a spreadsheet. */
export function ReportPage({ name, view, typed }: Props) {
  const { title, says } = kindOf(name);
  return (
    <div className="page">
      <ReportTabs current={name} />
      <header className="stack">
        <h1>{title}</h1>
        <p className="meta">{says}</p>
      </header>
      <ReportForm name={name} typed={typed} errors={view.kind === 'mistakes' ? view.errors : {}} />
      {view.kind === 'mistakes' ? (
        <Notice tone="bad" title="The form has a mistake">
          <p>It is named beside the field. The report comes back when it is put right.</p>
        </Notice>
      ) : (
        <Rows name={name} typed={typed} {...view} />
      )}
    </div>
  );
}

function ReportTabs({ current }: { readonly current: ReportName }) {
  return (
    <nav className="tabs" aria-label="Reports">
      {(Object.keys(reportKinds) as ReportName[]).map((name) => (
        <a key={name} href={`/reports/${name}`} aria-current={name === current ? 'page' : undefined}>
          {reportKinds[name].title}
        </a>
      ))}
    </nav>
  );
}

const labels = { from: 'First month', to: 'Last month', offer: 'Plan', weeks: 'Weeks' } as const;

function ReportForm({ name, typed, errors }: { name: ReportName; typed: ReportQuery; errors: ReportErrors }) {
  return (
    <form method="get" action={`/reports/${name}`} className="filters" aria-label="What to show" noValidate>
      {kindOf(name).fields.map((field) => (
        <TextField
          key={field}
          name={field}
          label={labels[field]}
          defaultValue={typed[field] ?? ''}
          error={errors[field]}
          placeholder={field === 'from' || field === 'to' ? '2026-11' : undefined}
          autoComplete="off"
        />
      ))}
      <div className="actions">
        <Button main>Show</Button>
      </div>
    </form>
  );
}

type RowsProps = Extract<ReportView, { kind: 'rows' }> & Pick<Props, 'name' | 'typed'>;

function Rows({ name, rows, definitions, typed }: RowsProps) {
  if (rows.length === 0)
    return <Notice title="Nothing falls into this time">The first payment makes the first row.</Notice>;
  const currencies = [...new Set(rows.map(({ currency }) => String(currency)))].toSorted();
  return (
    <>
      <p>
        <a href={listHref(`/reports/${name}/csv`, typed)} download>
          All rows as a spreadsheet (CSV)
        </a>
      </p>
      {currencies.map((currency) => (
        <OneCurrency
          key={currency}
          name={name}
          currency={currency}
          rows={rows.filter((row) => row['currency'] === currency)}
        />
      ))}
      <Definitions name={name} definitions={definitions} />
    </>
  );
}

/** Amounts of one currency alone: nothing is ever added up across two. */
function OneCurrency({
  name,
  currency,
  rows,
}: {
  name: ReportName;
  currency: string;
  rows: readonly ReportRow[];
}) {
  const { charts, columns, title } = kindOf(name);
  return (
    <section aria-labelledby={`in-${currency}`} className="stack">
      <h2 id={`in-${currency}`}>In {currency}</h2>
      <div className="charts">
        {Object.entries(charts).map(([key, says]) => (
          <BarChart key={key} title={says} bars={barsOf(rows, { name, key, currency })} />
        ))}
      </div>
      <DenseTable
        caption={`${title}, in ${currency}`}
        columns={Object.entries(columns).map(([key, head]): Column<ReportRow> => ({
          key,
          head,
          figures: typeof rows[0]?.[key] !== 'string',
          cell: (row) => cellOf(key, row),
        }))}
        rows={rows}
        keyOf={(row) => [row['month'] ?? row['week'], row['offer'], row['phase'] ?? row['reason']].join('|')}
      />
    </section>
  );
}

function cellOf(key: string, row: ReportRow): string {
  const value = row[key] ?? '';
  if (typeof value === 'object') return figuresOf(value);
  if (key === 'month') return monthWords(String(value));
  if (key === 'week') return dayWords(String(value));
  if (typeof value === 'number') return value.toLocaleString(publication.locale);
  return key === 'phase' || key === 'reason' ? String(value).replaceAll('_', ' ') : String(value);
}

type Drawn = { readonly name: ReportName; readonly key: string; readonly currency: string };

function barsOf(rows: readonly ReportRow[], { name, key, currency }: Drawn): Bar[] {
  const { time } = kindOf(name);
  const sums = new Map<string, bigint>();
  for (const row of rows) {
    const value = row[key] ?? 0;
    const amount = typeof value === 'object' ? BigInt(value.amount) : BigInt(value);
    sums.set(String(row[time]), (sums.get(String(row[time])) ?? 0n) + amount);
  }
  const isMoney = typeof rows[0]?.[key] === 'object';
  return [...sums].map(([when, value]) => ({
    label: time === 'month' ? monthWords(when) : dayWords(when),
    value,
    says: isMoney ? figures(value, currency) : String(value),
  }));
}

function Definitions({ name, definitions }: Pick<RowsProps, 'name' | 'definitions'>) {
  const { terms, columns } = kindOf(name);
  if (terms.length === 0) return null;
  return (
    <details open>
      <summary>
        <h2>What the figures mean</h2>
      </summary>
      <dl className="meanings">
        {terms.map((term) => (
          <div key={term}>
            <dt>{columns[term] ?? (term === 'months' ? 'Months' : 'A month')}</dt>
            <dd>{definitions[term]}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
