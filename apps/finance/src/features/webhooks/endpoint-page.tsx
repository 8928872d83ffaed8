import { Button } from '@gatefold/ui/button';
import { Facts } from '@gatefold/ui/definition-list';
import { Notice } from '@gatefold/ui/notice';
import { DenseTable, type Column } from '../../parts/dense-table.tsx';
import { Instant, zone } from '../../parts/instant.tsx';
import { State } from '../../parts/mark.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { Pager } from '../../parts/pager.tsx';
import type { PageLinks } from '../../words/pages-of.ts';
import { Secret, stateOf, type Endpoint } from './endpoints-page.tsx';

export type Delivery = {
  readonly id: string;
  readonly type: string;
  readonly state: 'waiting' | 'delivered' | 'failed';
  readonly attempts: number;
  readonly nextTryAt: string | null;
  readonly createdAt: string;
};

export type Done =
  | { readonly kind: 'secret'; readonly secret: string }
  | { readonly kind: 'said'; readonly says: string };

const states = {
  waiting: { words: 'waits', tone: 'warn' },
  delivered: { words: 'arrived', tone: 'ok' },
  failed: { words: 'given up', tone: 'bad' },
} as const;

export const deliveryState = (state: Delivery['state']) => states[state];

const columns: readonly Column<Delivery>[] = [
  {
    key: 'at',
    head: `Written down (${zone})`,
    cell: ({ id, createdAt }) => (
      <a href={`/webhooks/deliveries/${id}`}>
        <Instant at={createdAt} />
      </a>
    ),
  },
  { key: 'type', head: 'Event', cell: ({ type }) => type },
  { key: 'state', head: 'State', cell: ({ state }) => <State {...states[state]} /> },
  { key: 'attempts', head: 'Tries', figures: true, cell: ({ attempts }) => attempts },
  {
    key: 'next',
    head: `Next try (${zone})`,
    cell: ({ nextTryAt }) => (nextTryAt === null ? '' : <Instant at={nextTryAt} />),
  },
];

type Props = {
  readonly endpoint: Endpoint;
  readonly deliveries: readonly Delivery[];
  readonly links: PageLinks;
  readonly done: Done | null;
};

/** One system that is told: whether it works, what was sent, and what can be done. */
export function EndpointPage({ endpoint, deliveries, links, done }: Props) {
  const { id, url, description, types, createdAt } = endpoint;
  return (
    <div className="page">
      <PageHead
        back={{ href: '/webhooks', name: 'Webhooks' }}
        title={description === '' ? url : description}
      />
      {done?.kind === 'secret' && <Secret href={`/webhooks/${id}`} secret={done.secret} />}
      {done?.kind === 'said' && <Notice tone="ok" title={done.says} />}
      <Facts
        facts={[
          { term: 'Address', value: <code>{url}</code> },
          { term: 'State', value: <State {...stateOf(endpoint)} /> },
          { term: 'Events', value: types.length === 0 ? 'all' : types.join(', ') },
          { term: 'Since', value: <Instant at={createdAt} /> },
        ]}
      />
      <Doings endpoint={endpoint} />
      <section aria-labelledby="sent-title" className="stack">
        <h2 id="sent-title">What was sent</h2>
        {deliveries.length === 0 ? (
          <p className="meta">Nothing yet.</p>
        ) : (
          <>
            <DenseTable
              caption="What was sent, newest first"
              columns={columns}
              rows={deliveries}
              keyOf={(one) => one.id}
            />
            <Pager links={links} />
          </>
        )}
      </section>
    </div>
  );
}

function Doings({ endpoint: { id, state } }: Pick<Props, 'endpoint'>) {
  return (
    <form method="post" action={`/webhooks/${id}`} className="actions">
      {state === 'on' && (
        <>
          <Button name="do" value="test">
            Send a test
          </Button>
          <Button name="do" value="replay">
            Send again what was given up
          </Button>
        </>
      )}
      <Button name="do" value="rotate">
        New secret
      </Button>
      <Button name="do" value={state === 'on' ? 'off' : 'on'}>
        {state === 'on' ? 'Switch off' : 'Switch on'}
      </Button>
    </form>
  );
}
