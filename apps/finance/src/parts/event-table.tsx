import { movedFigures } from '../words/figures.ts';
import { wordsOfType } from '../words/event-types.ts';
import { DenseTable, type Column } from './dense-table.tsx';
import { Code, ReaderLink, SubscriptionLink } from './ids.tsx';
import { Instant, zone } from './instant.tsx';
import { Marked } from './mark.tsx';

export type ListedEvent = {
  readonly id: string;
  readonly type: string;
  readonly at: string;
  readonly readerId: string;
  readonly subscriptionId: string | null;
  readonly amount: { readonly amount: string; readonly currency: string } | null;
  readonly stripeIds: readonly string[];
};

const columns: readonly Column<ListedEvent>[] = [
  { key: 'time', head: zone, cell: ({ at }) => <Instant at={at} /> },
  {
    key: 'event',
    head: 'Event',
    cell: ({ id, type }) => {
      const { words, tone } = wordsOfType(type);
      return (
        <a href={`/events/${id}`}>
          <Marked tone={tone}>{words}</Marked>
        </a>
      );
    },
  },
  { key: 'reader', head: 'Reader', cell: ({ readerId }) => <ReaderLink id={readerId} /> },
  {
    key: 'subscription',
    head: 'Subscription',
    cell: ({ subscriptionId, readerId }) =>
      subscriptionId !== null && <SubscriptionLink id={subscriptionId} readerId={readerId} />,
  },
  {
    key: 'amount',
    head: 'Amount',
    figures: true,
    cell: ({ amount, type }) => amount !== null && movedFigures(amount, wordsOfType(type).money),
  },
  { key: 'currency', head: 'Currency', cell: ({ amount }) => amount?.currency },
  {
    key: 'stripe',
    head: 'Stripe',
    cell: ({ stripeIds: [first] }) => first !== undefined && <Code id={first} />,
  },
];

/** Billing events, one line each. */
export function EventTable({
  events,
  caption,
  without = [],
}: {
  readonly events: readonly ListedEvent[];
  readonly caption: string;
  /** Columns that would say the same in each row. */
  readonly without?: readonly string[];
}) {
  return (
    <DenseTable
      caption={caption}
      rows={events}
      keyOf={({ id }) => id}
      columns={columns.filter(({ key }) => !without.includes(key))}
    />
  );
}
