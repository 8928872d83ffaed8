import type { MoneyJson } from '@gatefold/kernel';
import { Button } from '@gatefold/ui/button';
import { Choice } from '@gatefold/ui/field';
import { Notice } from '@gatefold/ui/notice';
import { DenseTable, type Column } from '../../parts/dense-table.tsx';
import { ReaderLink } from '../../parts/ids.tsx';
import { Instant, zone } from '../../parts/instant.tsx';
import { State } from '../../parts/mark.tsx';
import { Pager } from '../../parts/pager.tsx';
import { figuresOf } from '../../words/figures.ts';
import type { PageLinks } from '../../words/pages-of.ts';

export type Gift = {
  readonly id: string;
  readonly orderNumber: string;
  readonly name: string;
  readonly state: 'open' | 'paid' | 'redeemed' | 'over';
  readonly endReason: 'used' | 'refunded' | 'disputed' | 'expired' | 'unpaid' | null;
  readonly amount: MoneyJson;
  readonly giverId: string;
  readonly boughtAt: string;
  readonly sendAt: string;
  readonly sentAt: string | null;
  readonly isDisputed: boolean;
};

const states = {
  open: { words: 'not paid yet', tone: 'plain' },
  paid: { words: 'waits to be taken', tone: 'warn' },
  redeemed: { words: 'taken', tone: 'ok' },
  over: { words: 'over', tone: 'plain' },
} as const;

const endings = {
  used: { words: 'over: read to its end', tone: 'plain' },
  refunded: { words: 'over: given back', tone: 'plain' },
  disputed: { words: 'over: dispute lost', tone: 'bad' },
  expired: { words: 'over: never taken', tone: 'plain' },
  unpaid: { words: 'over: never paid', tone: 'plain' },
} as const;

/** One whose payment a bank looks into cannot be taken, and says so before anything else. */
export function giftState({
  state,
  endReason,
  isDisputed,
}: Pick<Gift, 'state' | 'endReason' | 'isDisputed'>) {
  if (endReason !== null) return endings[endReason];
  return isDisputed ? ({ words: `${states[state].words}, disputed`, tone: 'bad' } as const) : states[state];
}

const columns: readonly Column<Gift>[] = [
  { key: 'bought', head: `Ordered (${zone})`, cell: ({ boughtAt }) => <Instant at={boughtAt} /> },
  {
    key: 'order',
    head: 'Order',
    cell: ({ id, orderNumber }) => <a href={`/gifts/${id}`}>{orderNumber}</a>,
  },
  { key: 'name', head: 'Gift', cell: ({ name }) => name },
  { key: 'state', head: 'State', cell: (gift) => <State {...giftState(gift)} /> },
  { key: 'giver', head: 'Given by', cell: ({ giverId }) => <ReaderLink id={giverId} /> },
  {
    key: 'sent',
    head: `Mailed (${zone})`,
    cell: ({ sentAt }) => (sentAt === null ? '' : <Instant at={sentAt} />),
  },
  { key: 'amount', head: 'Amount', figures: true, cell: ({ amount }) => figuresOf(amount) },
  { key: 'currency', head: 'Currency', cell: ({ amount }) => amount.currency },
];

const options = [
  { value: '', name: 'all' },
  ...Object.entries(states).map(([value, { words }]) => ({ value, name: words })),
];

type Props = { readonly gifts: readonly Gift[]; readonly state: string; readonly links: PageLinks };

/** Subscriptions that were bought for somebody else. */
export function GiftsPage({ gifts, state, links }: Props) {
  return (
    <div className="page">
      <h1>Gifts</h1>
      <form method="get" action="/gifts" className="filters" role="search" aria-label="Filters">
        <Choice name="state" label="State" options={options} defaultValue={state} />
        <div className="actions">
          <Button main>Show</Button>
          {state !== '' && <a href="/gifts">Clear filters</a>}
        </div>
      </form>
      {gifts.length === 0 ? (
        <Notice title={state === '' ? 'Nobody has given anything yet' : 'No gift is in this state'}>
          {state === '' ? 'The first order stands here as soon as its payment page opens.' : 'Others may be.'}
        </Notice>
      ) : (
        <DenseTable caption="Gifts, newest first" columns={columns} rows={gifts} keyOf={({ id }) => id} />
      )}
      <Pager links={links} />
    </div>
  );
}
