import { Facts } from '@gatefold/ui/definition-list';
import { ReaderLink, SubscriptionLink } from '../../parts/ids.tsx';
import { Instant } from '../../parts/instant.tsx';
import { Marked } from '../../parts/mark.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { asHeading, wordsOfType } from '../../words/event-types.ts';
import { movedFigures } from '../../words/figures.ts';
import type { Line } from './books.ts';
import { Ledger } from './ledger.tsx';

type Event = {
  readonly id: string;
  readonly type: string;
  readonly at: string;
  readonly recordedAt: string;
  readonly readerId: string;
  readonly subscriptionId: string | null;
  readonly amount: { readonly amount: string; readonly currency: string } | null;
  readonly summary: string;
  readonly stripeIds: readonly string[];
  readonly ledger: readonly Line[];
};

export type EventPageProps = {
  readonly event: Event;
  /** What Stripe sent, laid out to be read; null when billing saw it for itself. */
  readonly payload: string | null;
  /** Ids of the reader's events before and after. */
  readonly neighbours: { readonly older: string | null; readonly newer: string | null };
};

/** Everything that is known of one event. */
export function EventPage({ event, payload, neighbours }: EventPageProps) {
  const { words, tone } = wordsOfType(event.type);
  return (
    <div className="page">
      <PageHead
        back={{ href: '/events', name: 'Billing events' }}
        title={<Marked tone={tone}>{asHeading(words)}</Marked>}
      >
        <p>{event.summary.replaceAll('_', ' ')}.</p>
      </PageHead>
      <EventFacts event={event} />
      <Neighbours {...neighbours} />
      <Ledger lines={event.ledger} />
      <Payload text={payload} />
    </div>
  );
}

function EventFacts({ event }: { readonly event: Event }) {
  const { id, type, at, recordedAt, readerId, subscriptionId, amount, stripeIds } = event;
  const facts = [
    { term: 'Happened', value: <Instant at={at} named /> },
    { term: 'Written down (machine time)', value: <Instant at={recordedAt} named /> },
    {
      term: 'Amount',
      value: amount === null ? 'none' : `${movedFigures(amount, wordsOfType(type).money)} ${amount.currency}`,
    },
    { term: 'Reader', value: <ReaderLink id={readerId} whole /> },
    {
      term: 'Subscription',
      value:
        subscriptionId === null ? 'none' : <SubscriptionLink id={subscriptionId} readerId={readerId} whole />,
    },
    { term: 'At Stripe', value: <StripeIds ids={stripeIds} /> },
    { term: 'Event', value: <code>{id}</code> },
    { term: 'Type', value: <code>{type}</code> },
  ];
  return <Facts facts={facts} />;
}

function StripeIds({ ids }: { readonly ids: readonly string[] }) {
  if (ids.length === 0) return 'nothing';
  return (
    <ul className="bare">
      {ids.map((id) => (
        <li key={id}>
          <code>{id}</code>
        </li>
      ))}
    </ul>
  );
}

function Neighbours({ older, newer }: EventPageProps['neighbours']) {
  return (
    <nav className="pager" aria-label="Events of the same reader">
      {newer === null ? (
        <span className="meta">the reader’s newest event</span>
      ) : (
        <a href={`/events/${newer}`} rel="prev">
          The reader’s next event
        </a>
      )}
      {older === null ? (
        <span className="meta">the reader’s first event</span>
      ) : (
        <a href={`/events/${older}`} rel="next">
          The reader’s event before
        </a>
      )}
    </nav>
  );
}

function Payload({ text }: { readonly text: string | null }) {
  if (text === null)
    return (
      <section className="stack">
        <h2>Raw payload</h2>
        <p className="meta">None: billing saw this for itself when it looked at Stripe.</p>
      </section>
    );
  return (
    <details className="payload">
      <summary>
        <h2>Raw payload</h2> <span className="meta">as Stripe sent it; one click into it selects it all</span>
      </summary>
      <pre tabIndex={0} role="region" aria-label="Raw payload">
        {text}
      </pre>
    </details>
  );
}
