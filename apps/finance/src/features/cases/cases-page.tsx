import { Button } from '@gatefold/ui/button';
import { Choice } from '@gatefold/ui/field';
import { Notice } from '@gatefold/ui/notice';
import { DenseTable, type Column } from '../../parts/dense-table.tsx';
import { Instant, zone } from '../../parts/instant.tsx';
import { State } from '../../parts/mark.tsx';
import { Pager } from '../../parts/pager.tsx';
import type { PageLinks } from '../../words/pages-of.ts';
import { shortId } from '../../words/short-id.ts';
import { kinds, kindWords, stateOf, subjectHref, type Case } from './case-words.ts';

/** With the name of who sees to it. */
export type Listed = Case & { readonly by: string | null };

const columns: readonly Column<Listed>[] = [
  { key: 'opened', head: `Since (${zone})`, cell: ({ openedAt }) => <Instant at={openedAt} /> },
  { key: 'what', head: 'What', cell: ({ id, kind }) => <a href={`/cases/${id}`}>{kindWords(kind)}</a> },
  {
    key: 'subject',
    head: 'About',
    cell: (one) => (
      <a href={subjectHref(one)}>
        <code title={one.subject}>{shortId(one.subject)}</code>
      </a>
    ),
  },
  { key: 'by', head: 'Seen to by', cell: ({ by }) => by ?? 'nobody yet' },
  { key: 'state', head: 'State', cell: (one) => <State {...stateOf(one)} /> },
];

const states = { open: 'open', closed: 'settled' } as const;
export type CaseState = keyof typeof states;
const stateOptions = Object.entries(states).map(([value, name]) => ({ value, name }));
const kindOptions = [
  { value: '', name: 'all' },
  ...Object.entries(kinds).map(([value, name]) => ({ value, name })),
];

type Props = {
  readonly cases: readonly Listed[];
  readonly state: CaseState;
  readonly kind: string | null;
  readonly links: PageLinks;
};

/** What the machine does not decide: seen to by one, and settled with what came of it. */
export function CasesPage({ cases, state, kind, links }: Props) {
  const isFiltered = state !== 'open' || kind !== null;
  return (
    <div className="page">
      <h1>Cases</h1>
      <form method="get" action="/cases" className="filters" role="search" aria-label="Filters">
        <Choice name="state" label="State" options={stateOptions} defaultValue={state} />
        <Choice name="kind" label="Kind" options={kindOptions} defaultValue={kind ?? ''} />
        <div className="actions">
          <Button main>Show</Button>
          {isFiltered && <a href="/cases">Clear filters</a>}
        </div>
      </form>
      {cases.length === 0 ? (
        <Nothing state={state} kind={kind} />
      ) : (
        <DenseTable
          caption={`Cases that are ${states[state]}, newest first`}
          columns={columns}
          rows={cases}
          keyOf={({ id }) => id}
        />
      )}
      <Pager links={links} />
    </div>
  );
}

function Nothing({ state, kind }: Pick<Props, 'state' | 'kind'>) {
  if (kind !== null)
    return (
      <Notice title={`Nothing of this kind is ${states[state]}`}>
        <a href="/cases">Clear filters</a>
      </Notice>
    );
  return state === 'open' ? (
    <Notice title="Nothing waits for a person">
      What the machine does not decide by itself would stand here, with what to do about it.
    </Notice>
  ) : (
    <Notice title="Nothing was settled yet">
      <a href="/cases">Those that are open</a>
    </Notice>
  );
}
