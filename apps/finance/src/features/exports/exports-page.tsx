import { ButtonLink } from '@gatefold/ui/button';
import { Notice } from '@gatefold/ui/notice';
import { DenseTable, type Column } from '../../parts/dense-table.tsx';
import { Instant, zone } from '../../parts/instant.tsx';

type Job = {
  readonly id: string;
  readonly state: 'running' | 'done' | 'expired';
  readonly rowsDone: number;
  readonly rowsTotal: number;
  readonly filter: Readonly<Record<'readerId' | 'type' | 'from' | 'to', string | null>>;
  readonly askedAt: string;
  readonly expiresAt: string;
};

const columns: readonly Column<Job>[] = [
  { key: 'asked', head: `Asked for (${zone})`, cell: ({ askedAt }) => <Instant at={askedAt} /> },
  { key: 'what', head: 'What', cell: ({ filter }) => whatOf(filter) },
  { key: 'rows', head: 'Rows', figures: true, cell: ({ rowsTotal }) => rowsTotal.toLocaleString('en-US') },
  { key: 'state', head: 'File', cell: (job) => <File job={job} /> },
  {
    key: 'until',
    head: 'Kept until',
    cell: ({ state, expiresAt }) => (state === 'done' ? <Instant at={expiresAt} /> : ''),
  },
];

const whatOf = ({ type, from, to, readerId }: Job['filter']): string =>
  [
    type ?? 'all events',
    readerId === null ? null : `of reader ${readerId.slice(0, 8)}`,
    from === null ? null : `from ${from.slice(0, 10)}`,
    to === null ? null : `before ${to.slice(0, 10)}`,
  ]
    .filter((part) => part !== null)
    .join(', ');

function File({ job: { id, state, rowsDone, rowsTotal } }: { readonly job: Job }) {
  if (state === 'expired') return 'kept no more';
  if (state === 'done')
    return (
      <a href={`/exports/${id}/file`} download>
        Download CSV
      </a>
    );
  return (
    <>
      <progress value={rowsDone} max={Math.max(rowsTotal, 1)} aria-label="Written so far" />{' '}
      {Math.floor((100 * rowsDone) / Math.max(rowsTotal, 1))} %
    </>
  );
}

/** Files that are written in the background, with how far they are. */
export function ExportsPage({ jobs }: { readonly jobs: readonly Job[] }) {
  return (
    <div className="page">
      <h1>Exports</h1>
      <p className="meta">
        Lists of billing events as files, kept for seven days. One begins on the page of the events.
      </p>
      {jobs.length === 0 ? (
        <Notice title="Nothing was exported yet">
          <div className="actions">
            <ButtonLink href="/events">To the billing events</ButtonLink>
          </div>
        </Notice>
      ) : (
        <>
          <DenseTable caption="Exports, newest first" columns={columns} rows={jobs} keyOf={({ id }) => id} />
          {jobs.some(({ state }) => state === 'running') && (
            <div className="actions">
              <ButtonLink href="/exports">Look again</ButtonLink>
            </div>
          )}
        </>
      )}
    </div>
  );
}
