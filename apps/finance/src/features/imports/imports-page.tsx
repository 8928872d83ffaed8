import { Notice } from '@gatefold/ui/notice';
import { DenseTable, type Column } from '../../parts/dense-table.tsx';
import { Instant, zone } from '../../parts/instant.tsx';
import { State } from '../../parts/mark.tsx';
import { counted, linesOf, modeWords, runState, sourceWords, type ImportRun } from './import-words.ts';

const columns: readonly Column<ImportRun>[] = [
  {
    key: 'asked',
    head: `Begun (${zone})`,
    cell: ({ id, askedAt }) => (
      <a href={`/imports/${id}`}>
        <Instant at={askedAt} />
      </a>
    ),
  },
  { key: 'source', head: 'From', cell: sourceWords },
  { key: 'mode', head: 'Was', cell: modeWords },
  { key: 'lines', head: 'Lines', figures: true, cell: (run) => counted(linesOf(run)) },
  {
    key: 'refused',
    head: 'Refused',
    figures: true,
    cell: ({ counts }) => counted(counts.refused),
  },
  { key: 'by', head: 'By', cell: ({ askedBy }) => askedBy },
  { key: 'state', head: 'State', cell: ({ state }) => <State {...runState(state)} /> },
];

/** Subscribers who were somewhere else before, run by run. */
export function ImportsPage({ runs }: { readonly runs: readonly ImportRun[] }) {
  return (
    <div className="page">
      <h1>Imports</h1>
      <p className="meta">
        Subscribers who were somewhere else before. A run only looks, until an administrator lets{' '}
        <code>gatefold import</code> take over what it has shown. Nobody is charged by it.
      </p>
      {runs.length === 0 ? (
        <Notice title="Nobody was imported yet">
          Begin with <code>gatefold import</code>, which looks before it takes over.
        </Notice>
      ) : (
        <DenseTable
          caption="Runs of imports, newest first"
          columns={columns}
          rows={runs}
          keyOf={({ id }) => id}
        />
      )}
    </div>
  );
}
