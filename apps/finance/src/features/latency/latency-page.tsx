import { Facts } from '@gatefold/ui/definition-list';
import { Notice } from '@gatefold/ui/notice';
import { DenseTable, type Column } from '../../parts/dense-table.tsx';
import { ReaderLink } from '../../parts/ids.tsx';
import { Instant, zone } from '../../parts/instant.tsx';
import { publication } from '../../publication.ts';
import { wordsOfType } from '../../words/event-types.ts';
import { slowest, stages, summaryOf, type Journey, type Stage, type Summary } from './journeys.ts';

type Props = {
  readonly journeys: readonly Journey[];
  readonly since: string;
  readonly hasStages: boolean;
};

const MOST = 20;

/** How long it takes from Stripe's word of a payment until its reader may read, and where the time goes. */
export function LatencyPage({ journeys, since, hasStages }: Props) {
  return (
    <div className="page">
      <header className="stack">
        <h1>Latency</h1>
        <p className="meta">
          From Stripe’s news coming in to access, by machine time: the last 1,000 events that changed access
          in the process that answers, since <Instant at={since} named />.
        </p>
      </header>
      {journeys.length === 0 ? (
        <Notice title="Nothing has come in yet">
          <p>The first payment since then makes the first figure.</p>
        </Notice>
      ) : (
        <Figures journeys={journeys} hasStages={hasStages} />
      )}
    </div>
  );
}

function Figures({ journeys, hasStages }: Pick<Props, 'journeys' | 'hasStages'>) {
  const summary = summaryOf(journeys);
  const total = summary.at(-1);
  return (
    <>
      {!hasStages && (
        <Notice tone="warn" title="Billing does not say where the time went">
          <p>Each begins with its event’s birth instead of Stripe’s news. Please try again in a minute.</p>
        </Notice>
      )}
      <Facts
        facts={[
          { term: 'Half are faster than (p50)', value: inMilliseconds(total?.p50 ?? 0) },
          { term: 'All but one in a hundred are faster than (p99)', value: inMilliseconds(total?.p99 ?? 0) },
          { term: 'Events', value: journeys.length.toLocaleString(publication.locale) },
        ]}
      />
      <section aria-labelledby="stages-title" className="stack">
        <h2 id="stages-title">Where the time goes</h2>
        <DenseTable
          caption="Each stage and the whole, in milliseconds"
          columns={stageColumns}
          rows={summary}
          keyOf={({ name }) => name}
        />
      </section>
      <section aria-labelledby="slow-title" className="stack">
        <h2 id="slow-title">The slowest of them</h2>
        <DenseTable
          caption="The slowest events, each stage in milliseconds"
          columns={slowColumns}
          rows={slowest(journeys, MOST)}
          keyOf={({ id }) => id}
        />
      </section>
    </>
  );
}

const stageWords: Readonly<Record<Summary['name'], string>> = {
  inbox: 'Inbox: kept, read again from Stripe, decided, written down',
  relay: 'Relay: from the commit to the log’s word',
  broker: 'Broker: until entitlement had it',
  projection: 'Projection: until answers followed it',
  total: 'All of it',
};

const inMilliseconds = (value: number): string => `${value.toLocaleString(publication.locale)} ms`;
const figure = (value: number): string => value.toLocaleString(publication.locale);

const stageColumns: readonly Column<Summary>[] = [
  { key: 'name', head: 'Stage', cell: ({ name }) => <span className="wrapped">{stageWords[name]}</span> },
  { key: 'p50', head: 'p50, ms', figures: true, cell: ({ p50 }) => figure(p50) },
  { key: 'p99', head: 'p99, ms', figures: true, cell: ({ p99 }) => figure(p99) },
];

const slowColumns: readonly Column<Journey>[] = [
  { key: 'at', head: `Access at (${zone})`, cell: ({ at }) => <Instant at={at} /> },
  { key: 'type', head: 'Event', cell: ({ type }) => wordsOfType(type).words },
  { key: 'reader', head: 'Reader', cell: ({ readerId }) => <ReaderLink id={readerId} /> },
  ...stages.map((stage): Column<Journey> => ({
    key: stage,
    head: `${stage}, ms`,
    figures: true,
    cell: ({ spent }) => (spent === null ? 'unknown' : figure(spent[stage])),
  })),
  { key: 'total', head: 'All, ms', figures: true, cell: ({ total }) => figure(total) },
  { key: 'picture', head: 'Share', cell: (journey) => <Share journey={journey} /> },
];

/** What took how much of it, as a strip; the figures beside it say the same. */
function Share({ journey: { spent, total } }: { readonly journey: Journey }) {
  if (spent === null || total === 0) return null;
  return (
    <svg className="share" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      {partsOf(spent, total).map(({ stage, x, width }) => (
        <rect key={stage} className={stage} x={x} y={0} width={width} height={10} />
      ))}
    </svg>
  );
}

function partsOf(spent: Readonly<Record<Stage, number>>, total: number) {
  let x = 0;
  return stages.map((stage) => {
    const width = Math.round((spent[stage] / total) * 1_000) / 10;
    const part = { stage, x, width };
    x += width;
    return part;
  });
}
