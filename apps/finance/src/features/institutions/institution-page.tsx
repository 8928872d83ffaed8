import { Button } from '@gatefold/ui/button';
import { Facts } from '@gatefold/ui/definition-list';
import { TextField } from '@gatefold/ui/field';
import { Notice } from '@gatefold/ui/notice';
import { DenseTable, type Column } from '../../parts/dense-table.tsx';
import { Instant, zone } from '../../parts/instant.tsx';
import { State } from '../../parts/mark.tsx';
import { nameOf, stateOf, type Institution } from './institutions-page.tsx';

export type LogLine = {
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly subject: string | null;
};

/** What became of a button: words, or a mistake beside the field of the domain. */
export type Done =
  | { readonly kind: 'said'; readonly says: string }
  | { readonly kind: 'mistake'; readonly domain: string; readonly error: string };

type Props = {
  readonly institution: Institution;
  readonly taken: number;
  readonly invited: number;
  readonly free: number;
  readonly log: readonly LogLine[];
  readonly now: string;
  readonly done: Done | null;
};

const logColumns: readonly Column<LogLine & { readonly number: number }>[] = [
  { key: 'at', head: `When (${zone})`, cell: ({ at }) => <Instant at={at} /> },
  { key: 'actor', head: 'Who', cell: ({ actor }) => actor },
  { key: 'action', head: 'What', cell: ({ action }) => action.replaceAll('-', ' ') },
  { key: 'subject', head: 'Of', cell: ({ subject }) => subject ?? '' },
];

/** One contract: who may read by it, how many do, and what was done to it. Its members are no business of the books. */
export function InstitutionPage({ institution, taken, invited, free, log, now, done }: Props) {
  const { seats, bundle, features, publication, networks, owner, from, until } = institution;
  const state = stateOf(institution, now);
  const isOpen = state.words === 'open';
  return (
    <div className="page">
      <p className="meta">
        <a href="/institutions">Institutions and groups</a>
      </p>
      <h1>{nameOf(institution)}</h1>
      {done?.kind === 'said' && <Notice title={done.says} />}
      <Facts
        facts={[
          { term: 'State', value: <State {...state} /> },
          { term: 'Opens', value: `${bundle ?? features.join(', ')} of ${publication}` },
          { term: 'From', value: <Instant at={from} named /> },
          { term: 'Until', value: <Instant at={until} named /> },
          {
            term: 'Seats',
            value: seats === 0 ? 'none' : `${seats}: ${taken} taken, ${invited} invited, ${free} free`,
          },
          { term: 'Networks', value: networks.length === 0 ? 'none' : networks.join(', ') },
          {
            term: 'Paid by',
            value: owner === null ? 'a contract' : <a href={`/readers/${owner}`}>a reader</a>,
          },
        ]}
      />
      <Domains institution={institution} isOpen={isOpen} done={done} />
      <DenseTable
        caption="What was done to it, newest first"
        columns={logColumns}
        rows={log.map((line, number) => ({ ...line, number }))}
        keyOf={({ number }) => String(number)}
      />
      {isOpen && owner === null && (
        <form method="post" className="actions">
          <Button name="do" value="close">
            Close it for everyone, at once
          </Button>
        </form>
      )}
    </div>
  );
}

type DomainProps = Pick<Props, 'institution' | 'done'> & { readonly isOpen: boolean };

function Domains({ institution: { domains, seats }, isOpen, done }: DomainProps) {
  if (seats === 0 && domains.length === 0) return null;
  const mistake = done?.kind === 'mistake' ? done : null;
  return (
    <section aria-labelledby="domains-title" className="stack">
      <h2 id="domains-title">Domains</h2>
      {domains.length === 0 && <p className="meta">Seats are by invitation alone.</p>}
      {domains.map((domain) => (
        <form key={domain} method="post" className="actions">
          <span>{domain}</span>
          <input type="hidden" name="domain" value={domain} />
          {isOpen && (
            <Button name="do" value="remove-domain">
              Take away
            </Button>
          )}
        </form>
      ))}
      {isOpen && (
        <form method="post" className="filters" noValidate>
          <TextField
            name="domain"
            label="One more domain"
            defaultValue={mistake?.domain ?? ''}
            error={mistake?.error}
            placeholder="library.example"
            autoComplete="off"
          />
          <div className="actions">
            <Button name="do" value="add-domain">
              Add
            </Button>
          </div>
          <p className="meta">Who has a seat keeps it when a domain is taken away.</p>
        </form>
      )}
    </section>
  );
}
