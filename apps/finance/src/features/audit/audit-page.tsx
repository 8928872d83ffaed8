import { Button } from '@gatefold/ui/button';
import { Choice, TextField } from '@gatefold/ui/field';
import { Notice } from '@gatefold/ui/notice';
import { DenseTable, type Column } from '../../parts/dense-table.tsx';
import { Instant, zone } from '../../parts/instant.tsx';
import { Pager } from '../../parts/pager.tsx';
import { factsOf } from '../../words/facts.ts';
import { listHref, type PageLinks } from '../../words/pages-of.ts';
import { shortId } from '../../words/short-id.ts';
import { ChainNotice, type Verdict } from './chain-notice.tsx';
import { deeds, deedWords } from './deeds.ts';

/** With the name of who did it. */
export type Entry = {
  readonly sequence: number;
  readonly at: string;
  readonly actor: string;
  readonly by: string;
  readonly action: string;
  readonly subject: string;
  readonly facts: Readonly<Record<string, string | null>>;
  readonly hash: string;
};

export type Filters = Readonly<Record<'actor' | 'action' | 'subject', string | undefined>>;

const short = (text: string) => <code title={text}>{text.length > 20 ? shortId(text) : text}</code>;

/** Whoever has no name here, with their id cut short. */
const nameWords = (by: string): string => by.replace(/[0-9a-f-]{36}$/, shortId);

const columns: readonly Column<Entry>[] = [
  { key: 'place', head: 'Place', figures: true, cell: ({ sequence }) => String(sequence) },
  { key: 'at', head: `When (${zone})`, cell: ({ at }) => <Instant at={at} /> },
  {
    key: 'by',
    head: 'Who',
    cell: ({ actor, by }) => <a href={listHref('/audit', { actor })}>{nameWords(by)}</a>,
  },
  { key: 'what', head: 'What', cell: ({ action }) => deedWords(action) },
  {
    key: 'subject',
    head: 'To what',
    cell: ({ subject }) => <a href={listHref('/audit', { subject })}>{short(subject)}</a>,
  },
  {
    key: 'facts',
    head: 'How',
    cell: ({ facts }) =>
      factsOf(facts)
        .map(({ term, value }) => `${term}: ${value}`)
        .join('; '),
  },
  { key: 'hash', head: 'Hash', cell: ({ hash }) => <code title={hash}>{hash.slice(0, 8)}</code> },
];

type Props = {
  readonly entries: readonly Entry[];
  readonly filters: Filters;
  readonly links: PageLinks;
  readonly verdict: Verdict;
};

/** Who did what, to what, when and how: never changed, and each entry sealed to the one before. */
export function AuditPage({ entries, filters, links, verdict }: Props) {
  return (
    <div className="page">
      <h1>Audit log</h1>
      <ChainNotice verdict={verdict} />
      <Filter filters={filters} />
      {filters.subject !== undefined && (
        <p>
          <a href={listHref('/search', { q: filters.subject })}>What this is</a>
        </p>
      )}
      {entries.length === 0 ? (
        <Notice title="Nothing like this was done">
          <a href="/audit">Clear filters</a>
        </Notice>
      ) : (
        <DenseTable
          caption="What was done, newest first"
          columns={columns}
          rows={entries}
          keyOf={({ sequence }) => String(sequence)}
        />
      )}
      <Pager links={links} />
    </div>
  );
}

const everything = { value: '', name: 'everything' };

function Filter({ filters: { actor, action, subject } }: Pick<Props, 'filters'>) {
  const known = Object.entries(deeds).map(([value, name]) => ({ value, name }));
  const isNew = action !== undefined && deeds[action] === undefined;
  const options = [everything, ...(isNew ? [{ value: action, name: action }] : []), ...known];
  const isFiltered = [actor, action, subject].some((filter) => filter !== undefined);
  return (
    <form method="get" action="/audit" className="filters" role="search" aria-label="Filters">
      <TextField
        name="actor"
        label="Who, by their id"
        defaultValue={actor}
        maxLength={120}
        autoComplete="off"
      />
      <Choice name="action" label="What" options={options} defaultValue={action ?? ''} />
      <TextField
        name="subject"
        label="To what, by its id"
        defaultValue={subject}
        maxLength={200}
        autoComplete="off"
      />
      <div className="actions">
        <Button main>Show</Button>
        {isFiltered && <a href="/audit">Clear filters</a>}
      </div>
    </form>
  );
}
