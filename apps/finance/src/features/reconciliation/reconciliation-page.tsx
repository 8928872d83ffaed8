import type { MoneyJson } from '@gatefold/kernel';
import { Button } from '@gatefold/ui/button';
import { Notice } from '@gatefold/ui/notice';
import type { ReactNode } from 'react';
import { Instant } from '../../parts/instant.tsx';
import { Pager } from '../../parts/pager.tsx';
import { moneyWords } from '../../words/figures.ts';
import { dayWords } from '../../words/months.ts';
import type { PageLinks } from '../../words/pages-of.ts';
import {
  daysToBook,
  type DayTie,
  type Difference,
  type Receivable,
  type Suspense,
  type Tie,
} from './figures.ts';
import { DaysTable, DifferencesTable, ReceivablesTable, SuspenseTable, TieTable } from './tables.tsx';

type Props = {
  readonly now: {
    readonly asOf: string;
    readonly tie: readonly Tie[];
    readonly receivables: readonly Receivable[];
    readonly suspense: readonly MoneyJson[];
    readonly openCases: readonly { readonly kind: string; readonly count: number }[];
  };
  readonly days: {
    readonly from: string;
    readonly days: readonly DayTie[];
    readonly differences: readonly Difference[];
    readonly more: number;
  };
  /** The last day that is shown. */
  readonly last: string;
  readonly links: PageLinks;
  readonly suspense: readonly Suspense[];
  readonly isMoreInSuspense: boolean;
  /** What a press has booked; null before one. */
  readonly booked: { readonly day: string; readonly count: number } | null;
};

/** Stripe’s books against ours: where they differ, what most likely lies behind it, and what to do. */
export function ReconciliationPage(props: Props) {
  const { now, days, last, links, booked } = props;
  return (
    <div className="page">
      <h1>Reconciliation</h1>
      {booked !== null && (
        <Notice tone="ok" title={`${booked.count} booked for ${dayWords(booked.day)}`}>
          What was booked already was not booked again.
        </Notice>
      )}
      <Part
        title="The balance"
        what={
          <>
            At Stripe and in our books, as of <Instant at={now.asOf} named />.
          </>
        }
      >
        {now.tie.length === 0 ? <p className="meta">Nothing has moved yet.</p> : <TieTable tie={now.tie} />}
      </Part>
      <Part title="By day" what={`From ${dayWords(days.from)} to ${dayWords(last)}, days of UTC.`}>
        {days.days.length === 0 ? (
          <p className="meta">Nothing moved on these days.</p>
        ) : (
          <DaysTable days={days.days} />
        )}
        <Pager links={links} />
      </Part>
      <Differences days={days} last={last} />
      <Receivables receivables={now.receivables} />
      <InSuspense {...props} />
      <OpenCases openCases={now.openCases} />
    </div>
  );
}

type PartProps = { readonly title: string; readonly what?: ReactNode; readonly children: ReactNode };

function Part({ title, what, children }: PartProps) {
  const id = `part-${title.toLowerCase().replaceAll(' ', '-')}`;
  return (
    <section aria-labelledby={id} className="stack">
      <h2 id={id}>{title}</h2>
      {what !== undefined && <p className="meta">{what}</p>}
      {children}
    </section>
  );
}

function Differences({ days: { differences, more }, last }: Pick<Props, 'days' | 'last'>) {
  return (
    <Part title="Differences" what="Movements of these days that are not the same in both books.">
      {differences.length === 0 ? (
        <p className="meta">None: every movement is booked as Stripe has it.</p>
      ) : (
        <DifferencesTable differences={differences} />
      )}
      {more > 0 && <p className="meta">And {more} more, most likely for the same reason.</p>}
      {daysToBook(differences).map((day) => (
        <form key={day} method="post" action={`/reconciliation?last=${last}`} className="actions">
          <input type="hidden" name="day" value={day} />
          <Button name="do" value="book">
            Book what is missing of {dayWords(day)}
          </Button>
        </form>
      ))}
    </Part>
  );
}

const Receivables = ({ receivables }: Pick<Props['now'], 'receivables'>) => (
  <Part title="Payments and invoices" what="Subscriptions of which more or less was paid than was invoiced.">
    {receivables.length === 0 ? (
      <p className="meta">All meet.</p>
    ) : (
      <ReceivablesTable receivables={receivables} />
    )}
  </Part>
);

const InSuspense = ({ now, suspense, isMoreInSuspense }: Props) => (
  <Part
    title="In suspense"
    what={
      now.suspense.length === 0
        ? 'Money whose other side nobody knows: nothing is left of it.'
        : `Money whose other side nobody knows, ${now.suspense.map(moneyWords).join(' and ')} in all. A debit is positive.`
    }
  >
    {suspense.length === 0 ? <p className="meta">No entry.</p> : <SuspenseTable entries={suspense} />}
    {isMoreInSuspense && <p className="meta">Only the newest are shown.</p>}
  </Part>
);

/** Kinds are named on the page of the cases. */
const OpenCases = ({ openCases }: Pick<Props['now'], 'openCases'>) => (
  <Part title="Cases">
    {openCases.length === 0 ? (
      <p className="meta">Nothing waits for a person.</p>
    ) : (
      <p>
        <a href="/cases">{openCases.reduce((sum, { count }) => sum + count, 0)} wait for a person</a>
      </p>
    )}
  </Part>
);
