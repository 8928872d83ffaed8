import { Button } from '@gatefold/ui/button';
import { TextField } from '@gatefold/ui/field';
import { Notice } from '@gatefold/ui/notice';
import { DenseTable, type Column } from '../../parts/dense-table.tsx';
import { Instant, zone } from '../../parts/instant.tsx';
import { State } from '../../parts/mark.tsx';

export type Endpoint = {
  readonly id: string;
  readonly url: string;
  readonly description: string;
  readonly types: readonly string[];
  readonly state: 'on' | 'off';
  readonly failingSince: string | null;
  readonly createdAt: string;
};

/** What became of the form: an endpoint with its secret, which is shown this once, or a mistake. */
export type Added =
  | { readonly kind: 'added'; readonly id: string; readonly secret: string }
  | { readonly kind: 'mistake'; readonly error: string; readonly url: string; readonly description: string };

export const stateOf = ({ state, failingSince }: Pick<Endpoint, 'state' | 'failingSince'>) =>
  state === 'off'
    ? ({ words: 'off', tone: 'plain' } as const)
    : failingSince === null
      ? ({ words: 'works', tone: 'ok' } as const)
      : ({ words: 'nothing arrives', tone: 'bad' } as const);

const columns: readonly Column<Endpoint>[] = [
  { key: 'url', head: 'Address', cell: ({ id, url }) => <a href={`/webhooks/${id}`}>{url}</a> },
  { key: 'description', head: 'For', cell: ({ description }) => description },
  { key: 'types', head: 'Events', cell: ({ types }) => (types.length === 0 ? 'all' : types.join(', ')) },
  { key: 'state', head: 'State', cell: (endpoint) => <State {...stateOf(endpoint)} /> },
  { key: 'since', head: `Since (${zone})`, cell: ({ createdAt }) => <Instant at={createdAt} /> },
];

type Props = { readonly endpoints: readonly Endpoint[]; readonly added: Added | null };

/** Which systems of the publisher's are told, and a form for one more. */
export function EndpointsPage({ endpoints, added }: Props) {
  return (
    <div className="page">
      <h1>Webhooks</h1>
      <p className="meta">
        Your own systems are told of payments and subscriptions, signed as Standard Webhooks says.
      </p>
      {added?.kind === 'added' && <Secret href={`/webhooks/${added.id}`} secret={added.secret} />}
      {endpoints.length === 0 ? (
        <Notice title="Nobody is told yet">Give the address of a system of yours below.</Notice>
      ) : (
        <DenseTable
          caption="Systems that are told"
          columns={columns}
          rows={endpoints}
          keyOf={({ id }) => id}
        />
      )}
      <AddForm mistake={added?.kind === 'mistake' ? added : null} />
    </div>
  );
}

/** Shown once: billing keeps it sealed and tells it no more. */
export function Secret({ href, secret }: { readonly href: string; readonly secret: string }) {
  return (
    <Notice tone="warn" title="Keep this secret now: it is not shown again">
      <p>
        <code>{secret}</code>
      </p>
      <p>
        With it the receiver checks that we are the sender. <a href={href}>To the endpoint</a>
      </p>
    </Notice>
  );
}

function AddForm({ mistake }: { readonly mistake: Extract<Added, { kind: 'mistake' }> | null }) {
  return (
    <section aria-labelledby="add-title" className="stack">
      <h2 id="add-title">Tell one more</h2>
      <form method="post" action="/webhooks" className="filters" noValidate>
        <div className="wide">
          <TextField
            name="url"
            label="Address"
            type="url"
            defaultValue={mistake?.url ?? ''}
            error={mistake?.error}
            placeholder="https://"
            autoComplete="off"
          />
        </div>
        <TextField
          name="description"
          label="For"
          defaultValue={mistake?.description ?? ''}
          autoComplete="off"
        />
        <div className="actions">
          <Button main>Add</Button>
        </div>
        <p className="meta">https only, and open to the internet. All events are sent.</p>
      </form>
    </section>
  );
}
