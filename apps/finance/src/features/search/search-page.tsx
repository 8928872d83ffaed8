import { Notice } from '@gatefold/ui/notice';
import { DenseTable, type Column } from '../../parts/dense-table.tsx';
import { Code, ReaderLink } from '../../parts/ids.tsx';
import { Instant, zone } from '../../parts/instant.tsx';
import { wrongWords, type Wrong } from '../../words/typed-id.ts';
import { kindWords, pageOf, type Found } from './results.ts';

export type SearchView =
  | { readonly kind: 'blank' }
  | { readonly kind: 'mistake'; readonly why: Wrong }
  | { readonly kind: 'found'; readonly text: string; readonly found: readonly Found[] };

const columns: readonly Column<Found>[] = [
  {
    key: 'what',
    head: 'What',
    cell: (one) => {
      const page = pageOf(one);
      return page === null ? kindWords[one.kind] : <a href={page}>{kindWords[one.kind]}</a>;
    },
  },
  { key: 'id', head: 'Id', cell: ({ id }) => <Code id={id} /> },
  {
    key: 'reader',
    head: 'Reader',
    cell: ({ readerId }) => (readerId === null ? 'nobody' : <ReaderLink id={readerId} />),
  },
  { key: 'at', head: `Since (${zone})`, cell: ({ at }) => (at === null ? '' : <Instant at={at} />) },
];

/** Billing finds no more at once. */
const MOST = 100;

/** What carries an id, where that is more than one thing, or none. */
export function SearchPage({ view }: { readonly view: SearchView }) {
  return (
    <div className="page">
      <h1>Find an id</h1>
      <Outcome view={view} />
    </div>
  );
}

function Outcome({ view }: { readonly view: SearchView }) {
  if (view.kind === 'blank') return <CanBeFound />;
  if (view.kind === 'mistake')
    return (
      <>
        <Notice tone="bad" title={wrongWords[view.why]}>
          {view.why === 'address' && <a href="/playground">To the playground</a>}
        </Notice>
        <CanBeFound />
      </>
    );
  const { text, found } = view;
  if (found.length === 0)
    return (
      <>
        <Notice title="Nothing has this id">
          <p>
            Nobody and nothing carries <code>{text}</code>. It may have been cut off, or be of another account
            at Stripe.
          </p>
        </Notice>
        <CanBeFound />
      </>
    );
  return (
    <>
      <p>
        {found.length >= MOST ? `The first ${MOST} that carry` : `${found.length} things carry`}{' '}
        <code>{text}</code>.
      </p>
      <DenseTable
        caption={`What carries ${text}`}
        columns={columns}
        rows={found}
        keyOf={({ kind, id }) => kind + id}
      />
    </>
  );
}

const CanBeFound = () => (
  <section aria-labelledby="can-be-found" className="stack">
    <h2 id="can-be-found">What can be found</h2>
    <ul>
      <li>
        our own ids: of a reader, subscription, charge, refund, gift, event, case, request or entry in the
        books;
      </li>
      <li>
        Stripe’s: <code>cus_</code>, <code>sub_</code>, <code>in_</code>, <code>ch_</code>, <code>py_</code>,{' '}
        <code>pi_</code>, <code>re_</code>, <code>dp_</code>, <code>cs_</code>, <code>evt_</code>,{' '}
        <code>txn_</code>, <code>po_</code>;
      </li>
      <li>the number of an order, and that of a certificate, in small letters or large ones.</li>
    </ul>
    <p className="meta">Whole ids only. Nobody is found by a name.</p>
  </section>
);
