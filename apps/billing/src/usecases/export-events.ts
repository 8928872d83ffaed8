import { csvLine, decimalOf } from '../domain/csv.ts';
import type { EventPlace, EventQuery, EventRow, Finance } from './finance-ports.ts';

const PAGE = 1_000;

const HEAD = [
  'at',
  'type',
  'amount',
  'currency',
  'summary',
  'reader',
  'subscription',
  'stripe ids',
  'event',
  'recorded at',
];

/** The list as lines of CSV, page by page, so that its length costs no memory. */
export const exportEvents = ({ finance }: { finance: Pick<Finance, 'events'> }) =>
  async function* lines(
    filter: Pick<EventQuery, 'readerId' | 'type' | 'from' | 'to'>,
  ): AsyncGenerator<string> {
    yield csvLine(HEAD);
    let after: EventPlace | null = null;
    for (;;) {
      const rows: EventRow[] = await finance.events({ ...filter, after, before: null, limit: PAGE });
      if (rows.length > 0) yield rows.map(lineOf).join('');
      after = rows.at(-1) ?? null;
      if (rows.length < PAGE) return;
    }
  };

/** The rows of one piece, with the head before the first. */
export const csvPiece = (events: readonly EventRow[], isFirst: boolean): string =>
  (isFirst ? csvLine(HEAD) : '') + events.map(lineOf).join('');

const lineOf = (event: EventRow): string =>
  csvLine([
    event.at.toISOString(),
    event.type,
    event.amount === null ? null : decimalOf(event.amount),
    event.amount?.currency ?? null,
    event.summary,
    event.readerId,
    event.subscriptionId,
    event.stripeIds.join(' '),
    event.id,
    event.recordedAt.toISOString(),
  ]);
