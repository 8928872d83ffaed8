import { Button } from '@gatefold/ui/button';
import { TextField } from '@gatefold/ui/field';
import { Notice } from '@gatefold/ui/notice';
import { DenseTable, type Column } from '../../parts/dense-table.tsx';
import { Instant, zone } from '../../parts/instant.tsx';
import { State } from '../../parts/mark.tsx';
import type { ContractErrors, ContractField, TypedContract } from './contract-form.ts';

export type Institution = {
  readonly id: string;
  readonly name: string;
  readonly publication: string;
  readonly seats: number;
  readonly domains: readonly string[];
  readonly networks: readonly string[];
  readonly features: readonly string[];
  readonly bundle: string | null;
  /** Who pays for it; null for a contract that staff made. */
  readonly owner: string | null;
  readonly from: string;
  readonly until: string;
  readonly closedAt: string | null;
};

export const stateOf = ({ closedAt, until }: Pick<Institution, 'closedAt' | 'until'>, now: string) =>
  closedAt !== null
    ? ({ words: 'closed', tone: 'plain' } as const)
    : until <= now
      ? ({ words: 'over', tone: 'plain' } as const)
      : ({ words: 'open', tone: 'ok' } as const);

export const nameOf = ({ name, owner }: Pick<Institution, 'name' | 'owner'>): string =>
  name !== '' ? name : owner === null ? 'without a name' : 'sold, without a name';

/** Who reads by it, in words. */
const whoOf = ({ seats, networks, domains }: Institution): string =>
  [
    seats > 0 ? `${seats} by name` : '',
    networks.length > 0 ? `everyone in ${counted(networks.length, 'network')}` : '',
    domains.length > 0 ? `open to ${domains.join(', ')}` : '',
  ]
    .filter((part) => part !== '')
    .join('; ');

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

const columns = (now: string): readonly Column<Institution>[] => [
  {
    key: 'name',
    head: 'Name',
    cell: (one) => <a href={`/institutions/${one.id}`}>{nameOf(one)}</a>,
  },
  { key: 'who', head: 'Who reads', cell: whoOf },
  { key: 'what', head: 'What', cell: ({ bundle, features }) => bundle ?? features.join(', ') },
  { key: 'kind', head: 'By', cell: ({ owner }) => (owner === null ? 'contract' : 'subscription') },
  { key: 'until', head: `Until (${zone})`, cell: ({ until }) => <Instant at={until} /> },
  { key: 'state', head: 'State', cell: (one) => <State {...stateOf(one, now)} /> },
];

/** What became of the form: a mistake, with what was typed. */
export type Mistake = { readonly typed: TypedContract; readonly errors: ContractErrors };

type Props = {
  readonly institutions: readonly Institution[];
  readonly now: string;
  readonly blank: TypedContract;
  readonly mistake: Mistake | null;
};

/** Who reads by a contract: libraries by their networks, schools by seats, and groups that were sold. */
export function InstitutionsPage({ institutions, now, blank, mistake }: Props) {
  return (
    <div className="page">
      <h1>Institutions and groups</h1>
      <p className="meta">
        Whoever reads from inside a network of theirs reads without an account; whoever has a verified address
        in a domain of theirs may take a seat.
      </p>
      {institutions.length === 0 ? (
        <Notice title="There is none yet">Make the first contract below.</Notice>
      ) : (
        <DenseTable
          caption="Contracts and groups, newest first"
          columns={columns(now)}
          rows={institutions}
          keyOf={({ id }) => id}
        />
      )}
      <ContractForm typed={mistake?.typed ?? blank} errors={mistake?.errors ?? {}} />
    </div>
  );
}

const fields: readonly { name: ContractField; label: string; placeholder?: string; type?: string }[] = [
  { name: 'name', label: 'Name on the contract' },
  { name: 'networks', label: 'Networks', placeholder: '192.0.2.0/24, 2001:db8::/32' },
  { name: 'seats', label: 'Seats by name' },
  { name: 'domains', label: 'Domains for seats', placeholder: 'library.example' },
  { name: 'features', label: 'Opens', placeholder: 'articles, archive' },
  { name: 'until', label: 'First day without', type: 'date' },
];

function ContractForm({ typed, errors }: Mistake) {
  return (
    <section aria-labelledby="make-title" className="stack">
      <h2 id="make-title">Make a contract</h2>
      <form method="post" action="/institutions" className="filters" noValidate>
        {fields.map(({ name, ...field }) => (
          <TextField
            key={name}
            name={name}
            {...field}
            defaultValue={typed[name]}
            error={errors[name]}
            autoComplete="off"
          />
        ))}
        <div className="actions">
          <Button main>Make the contract</Button>
        </div>
        <p className="meta">
          Networks, or seats, or both; lists with commas. It opens at once, and what is done to it stays on
          record.
        </p>
      </form>
    </section>
  );
}
