import { ButtonLink } from '@gatefold/ui/button';
import { Facts } from '@gatefold/ui/definition-list';
import { DenseTable, type Column } from '../../parts/dense-table.tsx';
import { Code } from '../../parts/ids.tsx';
import { Instant } from '../../parts/instant.tsx';
import { State } from '../../parts/mark.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { listHref } from '../../words/pages-of.ts';
import {
  counted,
  linesOf,
  modeWords,
  outcomes,
  outcomeWords,
  runState,
  sourceWords,
  type ImportRun,
  type Outcome,
} from './import-words.ts';

type Row = {
  readonly line: number;
  readonly outcome: Outcome;
  readonly reason: string | null;
  readonly stripeSubscriptionId: string | null;
  readonly subscriptionId: string | null;
};

type Props = {
  readonly run: ImportRun;
  readonly rows: readonly Row[];
  /** The only outcome that is shown; null for all. */
  readonly outcome: Outcome | null;
  readonly next: string | null;
  readonly isFirst: boolean;
};

const columns: readonly Column<Row>[] = [
  { key: 'line', head: 'Line', figures: true, cell: ({ line }) => counted(line) },
  { key: 'outcome', head: 'Came of it', cell: ({ outcome }) => <State {...outcomeWords[outcome]} /> },
  {
    key: 'reason',
    head: 'Why',
    cell: ({ reason }) => reason !== null && <span className="wrapped">{reason}</span>,
  },
  {
    key: 'stripe',
    head: 'At Stripe',
    cell: ({ stripeSubscriptionId: id }) => id !== null && <Code id={id} />,
  },
  { key: 'ours', head: 'Subscription', cell: ({ subscriptionId: id }) => id !== null && <Code id={id} /> },
];

/** One run: how far it is, and what came of each line. Who a line is about stands in the file alone. */
export function ImportPage({ run, rows, outcome, next, isFirst }: Props) {
  const path = `/imports/${run.id}`;
  return (
    <div className="page">
      <PageHead
        back={{ href: '/imports', name: 'Imports' }}
        title={`Import from ${sourceWords(run)}, ${modeWords(run)}`}
      />
      <RunFacts run={run} />
      {run.state === 'running' && (
        <div className="actions">
          <ButtonLink href={path}>Look again</ButtonLink>
        </div>
      )}
      <section aria-labelledby="report-title" className="stack">
        <h2 id="report-title">Line by line</h2>
        <OutcomeTabs run={run} current={outcome} />
        {rows.length === 0 ? (
          <p className="meta">
            {linesOf(run) === 0 ? 'No line was gone through yet.' : 'There is none of these.'}
          </p>
        ) : (
          <DenseTable
            caption="What came of each line, in their order"
            columns={columns}
            rows={rows}
            keyOf={({ line }) => String(line)}
          />
        )}
        <Steps first={isFirst ? null : listHref(path, { outcome: outcome ?? undefined })} next={next} />
      </section>
    </div>
  );
}

function RunFacts({ run }: Pick<Props, 'run'>) {
  const prices = Object.entries(run.prices).map(([price, offer]) => `${price} is ${offer}`);
  return (
    <Facts
      facts={[
        { term: 'State', value: <State {...runState(run.state)} /> },
        { term: 'Begun', value: <Instant at={run.askedAt} named /> },
        ...(run.closedAt === null ? [] : [{ term: 'Done', value: <Instant at={run.closedAt} named /> }]),
        { term: 'By', value: run.askedBy },
        { term: 'Lines', value: counted(linesOf(run)) },
        { term: 'Input', value: <Code id={run.inputHash} /> },
        ...(prices.length === 0 ? [] : [{ term: 'Prices', value: prices.join(', ') }]),
      ]}
    />
  );
}

function OutcomeTabs({ run, current }: { readonly run: ImportRun; readonly current: Outcome | null }) {
  const path = `/imports/${run.id}`;
  return (
    <nav className="tabs" aria-label="Outcomes">
      <a href={path} aria-current={current === null ? 'page' : undefined}>
        all ({counted(linesOf(run))})
      </a>
      {outcomes
        .filter((outcome) => run.counts[outcome] > 0)
        .map((outcome) => (
          <a
            key={outcome}
            href={listHref(path, { outcome })}
            aria-current={outcome === current ? 'page' : undefined}
          >
            {outcomeWords[outcome].words} ({counted(run.counts[outcome])})
          </a>
        ))}
    </nav>
  );
}

/** Lines are read in their order, so a list leads on, and back to its begin. */
function Steps({ first, next }: { readonly first: string | null; readonly next: string | null }) {
  if (first === null && next === null) return null;
  return (
    <nav className="pager" aria-label="Pages of the list">
      {first !== null && <a href={first}>First lines</a>}
      {next === null ? (
        <span className="meta">no more lines</span>
      ) : (
        <a href={next} rel="next">
          More lines
        </a>
      )}
    </nav>
  );
}
