import { Button } from '@gatefold/ui/button';
import { Facts } from '@gatefold/ui/definition-list';
import { Notice } from '@gatefold/ui/notice';
import { DenseTable, type Column } from '../../parts/dense-table.tsx';
import { Instant, zone } from '../../parts/instant.tsx';
import { State } from '../../parts/mark.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { deliveryState, type Delivery } from './endpoint-page.tsx';

type Try = {
  readonly number: number;
  readonly at: string;
  readonly status: number | null;
  readonly milliseconds: number;
  readonly error: string | null;
};

type Props = {
  readonly delivery: Delivery & {
    readonly endpointId: string;
    readonly messageId: string;
    readonly tries: readonly Try[];
  };
  /** As it was sent, laid out for reading. */
  readonly payload: string;
  readonly isReplayed: boolean;
};

const columns: readonly Column<Try>[] = [
  { key: 'number', head: 'Try', figures: true, cell: ({ number }) => number },
  { key: 'at', head: `When (${zone})`, cell: ({ at }) => <Instant at={at} /> },
  { key: 'status', head: 'Answer', cell: ({ status, error }) => status ?? error ?? '' },
  { key: 'ms', head: 'Took (ms)', figures: true, cell: ({ milliseconds }) => milliseconds },
];

/** One event for one system: what was sent, and how each try went. */
export function DeliveryPage({ delivery, payload, isReplayed }: Props) {
  const { id, endpointId, messageId, type, state, tries } = delivery;
  return (
    <div className="page">
      <PageHead back={{ href: `/webhooks/${endpointId}`, name: 'The endpoint' }} title={type} />
      {isReplayed && <Notice tone="ok" title="It is sent again" />}
      <Facts
        facts={[
          { term: 'State', value: <State {...deliveryState(state)} /> },
          { term: 'Message', value: <code>{messageId}</code> },
        ]}
      />
      <form method="post" action={`/webhooks/deliveries/${id}`} className="actions">
        <Button>Send again</Button>
      </form>
      <section aria-labelledby="tries-title" className="stack">
        <h2 id="tries-title">Tries</h2>
        {tries.length === 0 ? (
          <p className="meta">None yet.</p>
        ) : (
          <DenseTable
            caption="Tries, oldest first"
            columns={columns}
            rows={tries}
            keyOf={({ number }) => String(number)}
          />
        )}
      </section>
      <section aria-labelledby="payload-title" className="payload">
        <h2 id="payload-title">What is sent</h2>
        <pre tabIndex={0}>{payload}</pre>
      </section>
    </div>
  );
}
