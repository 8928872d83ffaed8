import { Facts } from '@gatefold/ui/definition-list';
import { DenseTable, type Column } from '../../parts/dense-table.tsx';
import { Code, ReaderLink } from '../../parts/ids.tsx';
import { Instant, zone } from '../../parts/instant.tsx';
import { State } from '../../parts/mark.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Pager } from '../../parts/pager.tsx';
import { figuresOf, moneyWords } from '../../words/figures.ts';
import type { PageLinks } from '../../words/pages-of.ts';
import { counted, obstacleWords, type Rise, type Risen } from './rise-words.ts';

const subscription: Column<Risen> = {
  key: 'subscription',
  head: 'Subscription',
  cell: ({ id, readerId, orderNumber }) => (
    <a href={`/readers/${readerId}#subscription-${id}`}>{orderNumber}</a>
  ),
};
const reader: Column<Risen> = {
  key: 'reader',
  head: 'Reader',
  cell: ({ readerId }) => <ReaderLink id={readerId} />,
};
const step: Column<Risen> = {
  key: 'step',
  head: 'Step now',
  cell: ({ phase }) => phase.replaceAll('_', ' '),
};

const toldColumns: readonly Column<Risen>[] = [
  {
    key: 'told',
    head: `Told (${zone})`,
    cell: ({ toldAt }) => toldAt !== null && <Instant at={toldAt} />,
  },
  subscription,
  reader,
  step,
  {
    key: 'notice',
    head: 'Notice',
    cell: ({ isHandedToMail }) =>
      isHandedToMail === true ? (
        <State words="handed to mail" tone="ok" />
      ) : (
        <State words="not handed to mail yet" tone="warn" />
      ),
  },
  {
    key: 'first',
    head: `First charge at it (${zone})`,
    cell: ({ firstCharge }) => (firstCharge === null ? 'none any more' : <Instant at={firstCharge.at} />),
  },
  {
    key: 'amount',
    head: 'Amount',
    figures: true,
    cell: ({ firstCharge }) => firstCharge !== null && figuresOf(firstCharge.amount),
  },
  { key: 'currency', head: 'Currency', cell: ({ firstCharge }) => firstCharge?.amount.currency },
];

const waitingColumns: readonly Column<Risen>[] = [
  subscription,
  reader,
  step,
  {
    key: 'obstacle',
    head: 'In the way',
    cell: ({ obstacle }) => <span className="wrapped">{obstacleWords(obstacle)}</span>,
  },
  {
    key: 'until',
    head: `Goes on (${zone})`,
    cell: ({ pausedUntil }) => pausedUntil !== null && <Instant at={pausedUntil} />,
  },
  {
    key: 'from',
    head: `New price not before (${zone})`,
    cell: ({ from, obstacle }) => obstacle !== 'subscription-ended' && <Instant at={from} />,
  },
];

export type RiseState = 'told' | 'waiting';

const lists = {
  told: {
    columns: toldColumns,
    caption: 'Who was told, newest first',
    none: 'Nobody was told yet.',
  },
  waiting: {
    columns: waitingColumns,
    caption: 'Who waits to be told',
    none: 'Nobody waits: everybody whom it is for was told.',
  },
} as const;

type Props = {
  readonly rise: Rise;
  readonly rows: readonly Risen[];
  readonly state: RiseState;
  readonly links: PageLinks;
  /** Who announced it. */
  readonly by: string;
};

/** One new list price: who was told of it and of which day, and who waits for what. */
export function RisePage({ rise, rows, state, links, by }: Props) {
  const { columns, caption, none } = lists[state];
  return (
    <div className="page">
      <PageHead
        back={{ href: '/price-rises', name: 'Price rises' }}
        title={`${rise.offer}: ${moneyWords(rise.amount)}`}
      />
      <Facts
        facts={[
          { term: 'Begins', value: <Instant at={rise.from} named /> },
          { term: 'Announced', value: <Instant at={rise.announcedAt} named /> },
          { term: 'By', value: by },
          { term: 'Rise', value: <Code id={rise.id} /> },
        ]}
      />
      <section aria-labelledby="who-title" className="stack">
        <h2 id="who-title">Who is told</h2>
        <nav className="tabs" aria-label="Who is told">
          {(['told', 'waiting'] as const).map((one) => (
            <a
              key={one}
              href={one === 'told' ? `/price-rises/${rise.id}` : `/price-rises/${rise.id}?state=waiting`}
              aria-current={one === state ? 'page' : undefined}
            >
              {one === 'told' ? 'told' : 'waiting'} ({counted(rise[one])})
            </a>
          ))}
        </nav>
        {rows.length === 0 ? (
          <p className="meta">{none}</p>
        ) : (
          <DenseTable caption={caption} columns={columns} rows={rows} keyOf={({ id }) => id} />
        )}
        <Pager links={links} />
      </section>
    </div>
  );
}
