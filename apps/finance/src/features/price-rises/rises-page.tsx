import { Notice } from '@gatefold/ui/notice';
import { DenseTable, type Column } from '../../parts/dense-table.tsx';
import { Instant, zone } from '../../parts/instant.tsx';
import { Pager } from '../../parts/pager.tsx';
import { figuresOf } from '../../words/figures.ts';
import type { PageLinks } from '../../words/pages-of.ts';
import type { Names } from '../../server/people.ts';
import { counted, type Rise } from './rise-words.ts';

const columnsOf = (names: Names): readonly Column<Rise>[] => [
  {
    key: 'at',
    head: `Announced (${zone})`,
    cell: ({ id, announcedAt }) => (
      <a href={`/price-rises/${id}`}>
        <Instant at={announcedAt} />
      </a>
    ),
  },
  { key: 'offer', head: 'Offer', cell: ({ offer }) => <code>{offer}</code> },
  { key: 'amount', head: 'New list price', figures: true, cell: ({ amount }) => figuresOf(amount) },
  { key: 'currency', head: 'Currency', cell: ({ amount }) => amount.currency },
  { key: 'from', head: `From (${zone})`, cell: ({ from }) => <Instant at={from} /> },
  { key: 'told', head: 'Told', figures: true, cell: ({ told }) => counted(told) },
  { key: 'waiting', head: 'Waiting', figures: true, cell: ({ waiting }) => counted(waiting) },
  { key: 'by', head: 'By', cell: ({ announcedBy }) => names[announcedBy] ?? announcedBy },
];

type Props = { readonly rises: readonly Rise[]; readonly names: Names; readonly links: PageLinks };

/** New list prices for those who are subscribed already. */
export function RisesPage({ rises, names, links }: Props) {
  return (
    <div className="page">
      <h1>Price rises</h1>
      <p className="meta">
        What was promised stays: a new list price comes behind it, and is told by mail in time. Who cannot be
        told yet waits, and is told once nothing is in the way.
      </p>
      {rises.length === 0 ? (
        <Notice title="No price was raised yet">
          <p>
            An administrator announces a new list price with <code>POST /v1/price-rises</code> of billing.
          </p>
        </Notice>
      ) : (
        <DenseTable
          caption="New list prices, newest first"
          columns={columnsOf(names)}
          rows={rises}
          keyOf={({ id }) => id}
        />
      )}
      <Pager links={links} />
    </div>
  );
}
