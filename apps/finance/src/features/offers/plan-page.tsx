import { Button } from '@gatefold/ui/button';
import { Notice } from '@gatefold/ui/notice';
import { DenseTable, type Column } from '../../parts/dense-table.tsx';
import { State } from '../../parts/mark.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { changeWords, shownFields, thingWords, type Change } from './plan-words.ts';

export type Mistake = { readonly place: string; readonly message: string };

export type Looked =
  | { readonly kind: 'plan'; readonly text: string; readonly changes: readonly Change[] }
  | { readonly kind: 'mistakes'; readonly text: string; readonly mistakes: readonly Mistake[] };

/** What putting a file on sale would change. Nothing here puts anything on sale. */
export function PlanPage({ looked }: { readonly looked: Looked | null }) {
  const mistakes = looked?.kind === 'mistakes' ? looked.mistakes : [];
  return (
    <div className="page">
      <PageHead back={{ href: '/offers', name: 'Offers' }} title="What a file would change" />
      {looked?.kind === 'plan' && <Plan changes={looked.changes} />}
      {mistakes.length > 0 && <Mistakes mistakes={mistakes} />}
      <form method="post" action="/offers/plan" className="stack" noValidate>
        <div className="field">
          <label htmlFor="field-file">The file with all offers</label>
          <textarea
            id="field-file"
            name="file"
            rows={16}
            spellCheck={false}
            autoComplete="off"
            required
            defaultValue={looked?.text}
            aria-invalid={mistakes.length > 0 ? true : undefined}
            aria-describedby="field-file-hint"
          />
          <span className="hint" id="field-file-hint">
            As <code>gatefold offers plan</code> reads it. It is compared with what is on sale now; nothing is
            changed and nothing is kept.
          </span>
        </div>
        <div className="actions">
          <Button main>Compare</Button>
        </div>
      </form>
    </div>
  );
}

function Plan({ changes }: { readonly changes: readonly Change[] }) {
  const real = changes.filter(({ change }) => change !== 'same');
  if (real.length === 0)
    return (
      <Notice tone="ok" title="Nothing would change">
        <p>All of the file is on sale as it is.</p>
      </Notice>
    );
  return (
    <section aria-labelledby="plan-title" className="stack">
      <h2 id="plan-title">Compared with what is on sale</h2>
      <p className="meta">
        Whoever has bought a version keeps it. An administrator puts the file on sale with{' '}
        <code>gatefold offers apply</code>.
      </p>
      {real.map((change) => (
        <OneChange key={`${change.what} ${change.key}`} change={change} />
      ))}
    </section>
  );
}

const columns: readonly Column<Change['fields'][number]>[] = [
  { key: 'field', head: 'Field', cell: ({ field }) => <code>{field}</code> },
  { key: 'before', head: 'Now', cell: ({ before }) => <Value text={before} /> },
  { key: 'after', head: 'Then', cell: ({ after }) => <Value text={after} /> },
];

const Value = ({ text }: { readonly text: string | null }) => (
  <span className="wrapped">{text ?? <span className="meta">nothing</span>}</span>
);

function OneChange({ change }: { readonly change: Change }) {
  const fields = shownFields(change);
  return (
    <article className="stack">
      <h3>
        {thingWords(change)}: <State {...changeWords(change)} />
      </h3>
      {fields.length > 0 && (
        <DenseTable
          caption={`Fields of ${thingWords(change)} that would change`}
          columns={columns}
          rows={fields}
          keyOf={({ field }) => field}
        />
      )}
    </article>
  );
}

function Mistakes({ mistakes }: { readonly mistakes: readonly Mistake[] }) {
  return (
    <Notice tone="bad" title="This cannot be put on sale as it is written">
      <ul>
        {mistakes.map(({ place, message }) => (
          <li key={`${place} ${message}`}>
            {place !== '' && <code>{place}</code>} {message}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
