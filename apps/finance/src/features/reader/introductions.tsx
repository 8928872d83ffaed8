import { Button } from '@gatefold/ui/button';
import { TextField } from '@gatefold/ui/field';
import { DenseTable, type Column } from '../../parts/dense-table.tsx';
import { Instant, zone } from '../../parts/instant.tsx';
import { State } from '../../parts/mark.tsx';

export type Introduction = {
  readonly checkoutId: string;
  readonly usedAt: string | null;
  readonly verdict: 'given' | 'repeated' | null;
  readonly waivedBy: string | null;
  readonly waivedAt: string | null;
};

/** A waiver that was sent without saying why, with what was typed. */
export type WaiverMistake = { readonly checkoutId: string; readonly note: string; readonly error: string };

type Props = {
  readonly readerId: string;
  readonly introductions: readonly Introduction[];
  readonly mistake: WaiverMistake | null;
};

const columns: readonly Column<Introduction>[] = [
  { key: 'used', head: `Had (${zone})`, cell: ({ usedAt }) => usedAt !== null && <Instant at={usedAt} /> },
  { key: 'verdict', head: 'Came of it', cell: ({ verdict }) => verdictWords(verdict) },
  { key: 'state', head: 'Counts', cell: (one) => <State {...stateOf(one)} /> },
  { key: 'by', head: 'Waived by', cell: ({ waivedBy }) => waivedBy ?? '' },
  {
    key: 'at',
    head: `Waived (${zone})`,
    cell: ({ waivedAt }) => waivedAt !== null && <Instant at={waivedAt} />,
  },
];

const verdictWords = (verdict: Introduction['verdict']): string =>
  verdict === null ? 'not looked at yet' : verdict === 'given' ? 'given' : 'given back, as one more';

const stateOf = ({ waivedAt, usedAt }: Introduction) =>
  waivedAt !== null
    ? ({ words: 'no, waived', tone: 'plain' } as const)
    : usedAt === null
      ? ({ words: 'not yet: never paid', tone: 'plain' } as const)
      : ({ words: 'yes', tone: 'ok' } as const);

/** Introductions that a reader had, and the way to let one not count for who feels wronged. */
export function Introductions({ readerId, introductions, mistake }: Props) {
  const counting = introductions.filter(({ usedAt, waivedAt }) => usedAt !== null && waivedAt === null);
  return (
    <section aria-labelledby="introductions-title" className="stack" id="introductions">
      <h2 id="introductions-title">Introductions</h2>
      {introductions.length === 0 ? (
        <p className="meta">None was had.</p>
      ) : (
        <DenseTable
          caption="Introductions of the reader, newest first"
          columns={columns}
          rows={introductions}
          keyOf={({ checkoutId }) => checkoutId}
        />
      )}
      {counting[0] !== undefined && (
        <Waiver readerId={readerId} newest={counting[0]} mistake={mistake} count={counting.length} />
      )}
    </section>
  );
}

type WaiverProps = {
  readonly readerId: string;
  readonly newest: Introduction;
  readonly count: number;
  readonly mistake: WaiverMistake | null;
};

/** One at a time: the newest that counts. */
function Waiver({ readerId, newest, count, mistake }: WaiverProps) {
  return (
    <form method="post" action={`/readers/${readerId}`} className="filters" noValidate>
      <input type="hidden" name="checkoutId" value={newest.checkoutId} />
      <div className="wide">
        <TextField
          name="note"
          label="Why it shall not count"
          defaultValue={mistake?.note}
          error={mistake?.error}
          maxLength={500}
          autoComplete="off"
        />
      </div>
      <div className="actions">
        <Button>{count === 1 ? 'Let it not count' : 'Let the newest not count'}</Button>
      </div>
      <p className="meta">
        The reader may then begin with the introduction again. There is no way back; it stays on record.
      </p>
    </form>
  );
}
