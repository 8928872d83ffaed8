import { DenseTable, type Column } from '../../parts/dense-table.tsx';
import { Code } from '../../parts/ids.tsx';
import { Marked } from '../../parts/mark.tsx';
import { figures } from '../../words/figures.ts';
import { accountWords, sumsOf, type Line, type Sum } from './books.ts';

type Row = Line & { readonly number: number };

const sideOf = ({ amount: { amount, currency } }: Line, side: 'debit' | 'credit'): string => {
  const value = BigInt(amount);
  if (side === 'debit') return value > 0n ? figures(value, currency) : '';
  return value < 0n ? figures(-value, currency) : '';
};

const columns: readonly Column<Row>[] = [
  { key: 'entry', head: 'Entry', cell: ({ entryId }) => <Code id={entryId} /> },
  {
    key: 'account',
    head: 'Account',
    cell: ({ account }) => <span title={account}>{accountWords(account)}</span>,
  },
  { key: 'debit', head: 'Debit', figures: true, cell: (line) => sideOf(line, 'debit') },
  { key: 'credit', head: 'Credit', figures: true, cell: (line) => sideOf(line, 'credit') },
  { key: 'currency', head: 'Currency', cell: ({ amount }) => amount.currency },
  { key: 'source', head: 'Rests on', cell: ({ source }) => <Code id={source} /> },
];

const journals = [
  { key: 'documents', title: 'Documents', says: 'claims, credits and what was earned' },
  { key: 'cash', title: 'Cash', says: 'what moved at Stripe' },
] as const;

/** What the event has booked, in both journals, with its sums. */
export function Ledger({ lines }: { readonly lines: readonly Line[] }) {
  return (
    <section aria-labelledby="ledger-title" className="stack">
      <h2 id="ledger-title">Ledger</h2>
      {journals.map(({ key, title, says }) => (
        <Journal
          key={key}
          title={title}
          says={says}
          lines={lines.filter(({ journal }) => journal === key).map((line, number) => ({ ...line, number }))}
        />
      ))}
    </section>
  );
}

type JournalProps = { readonly title: string; readonly says: string; readonly lines: readonly Row[] };

function Journal({ title, says, lines }: JournalProps) {
  return (
    <div className="stack journal">
      <h3>
        {title} <span className="meta">{says}</span>
      </h3>
      {lines.length === 0 ? (
        <p className="meta">This event has booked nothing in this journal.</p>
      ) : (
        <DenseTable
          caption={`${title}: ${says}`}
          rows={lines}
          keyOf={({ entryId, number }) => `${entryId} ${number}`}
          columns={columns}
          foot={sumsOf(lines).map((sum) => (
            <SumRow key={sum.currency} {...sum} />
          ))}
        />
      )}
    </div>
  );
}

function SumRow({ currency, debit, credit }: Sum) {
  const off = debit - credit;
  return (
    <tr role="row">
      <th role="rowheader" scope="row" colSpan={2}>
        <Marked tone={off === 0n ? 'ok' : 'bad'}>
          {off === 0n ? 'adds up: 0 off' : `off by ${figures(off, currency)}`}
        </Marked>
      </th>
      <td role="cell" data-head="Debit" className="right">
        {figures(debit, currency)}
      </td>
      <td role="cell" data-head="Credit" className="right">
        {figures(credit, currency)}
      </td>
      <td role="cell" data-head="Currency">
        {currency}
      </td>
      <td role="cell" />
    </tr>
  );
}
