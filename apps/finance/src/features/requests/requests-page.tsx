import { Button } from '@gatefold/ui/button';
import { Choice } from '@gatefold/ui/field';
import { Notice } from '@gatefold/ui/notice';
import { DenseTable, type Column } from '../../parts/dense-table.tsx';
import { ReaderLink } from '../../parts/ids.tsx';
import { Instant, zone } from '../../parts/instant.tsx';
import { State } from '../../parts/mark.tsx';
import { Pager } from '../../parts/pager.tsx';
import { figuresOf } from '../../words/figures.ts';
import type { PageLinks } from '../../words/pages-of.ts';
import { kindWords, reasonWords, stateOf, type Request } from './request-words.ts';

/** With the name of who asked. */
export type Listed = Request & { readonly by: string };

const columns: readonly Column<Listed>[] = [
  { key: 'asked', head: `Asked for (${zone})`, cell: ({ askedAt }) => <Instant at={askedAt} /> },
  { key: 'by', head: 'By', cell: ({ by }) => by },
  { key: 'what', head: 'What', cell: ({ id, kind }) => <a href={`/requests/${id}`}>{kindWords[kind]}</a> },
  { key: 'for', head: 'For', cell: ({ readerId }) => <ReaderLink id={readerId} /> },
  { key: 'amount', head: 'Amount', figures: true, cell: ({ amount }) => figuresOf(amount) },
  { key: 'currency', head: 'Currency', cell: ({ amount }) => amount.currency },
  { key: 'why', head: 'Why', cell: reasonWords },
  { key: 'state', head: 'State', cell: (request) => <State {...stateOf(request)} /> },
];

const states = { waiting: 'waiting', approved: 'approved', rejected: 'declined' } as const;

const options = Object.entries(states).map(([value, name]) => ({ value, name }));

type Props = {
  readonly requests: readonly Listed[];
  readonly state: Request['state'];
  readonly links: PageLinks;
};

/** What one person may not give alone: asked for by one, decided on by another. */
export function RequestsPage({ requests, state, links }: Props) {
  return (
    <div className="page">
      <h1>Requests</h1>
      <form method="get" action="/requests" className="filters" role="search" aria-label="Filters">
        <Choice name="state" label="State" options={options} defaultValue={state} />
        <div className="actions">
          <Button main>Show</Button>
          {state !== 'waiting' && <a href="/requests">Clear filters</a>}
        </div>
      </form>
      {requests.length === 0 ? (
        <Nothing state={state} />
      ) : (
        <DenseTable
          caption={`Requests that are ${states[state]}, newest first`}
          columns={columns}
          rows={requests}
          keyOf={({ id }) => id}
        />
      )}
      <Pager links={links} />
    </div>
  );
}

const Nothing = ({ state }: Pick<Props, 'state'>) => (
  <Notice title={state === 'waiting' ? 'Nothing waits for a second person' : `Nothing was ${states[state]}`}>
    What one person may not give alone stands here as soon as somebody asks for it.
  </Notice>
);
