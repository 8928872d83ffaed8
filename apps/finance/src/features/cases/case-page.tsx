import { Button } from '@gatefold/ui/button';
import { Facts } from '@gatefold/ui/definition-list';
import { TextField } from '@gatefold/ui/field';
import { Notice } from '@gatefold/ui/notice';
import { Instant } from '../../parts/instant.tsx';
import { State } from '../../parts/mark.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { factsOf } from '../../words/facts.ts';
import { kindWords, stateOf, subjectHref, type Case } from './case-words.ts';

export type CaseDone =
  | { readonly kind: 'refused'; readonly says: string }
  | { readonly kind: 'mistake'; readonly resolution: string; readonly error: string };

type Named = Case & { readonly by: string | null; readonly closer: string | null };

type Props = {
  readonly one: Named;
  /** Whether whoever looks at it sees to it. */
  readonly isTheirs: boolean;
  readonly done: CaseDone | null;
};

/** One case: what is known, what to do, who sees to it, and what came of it. */
export function CasePage({ one, isTheirs, done }: Props) {
  const isOpen = one.closedAt === null;
  return (
    <div className="page">
      <PageHead
        title={kindWords(one.kind)}
        back={{ href: isOpen ? '/cases' : '/cases?state=closed', name: 'Cases' }}
      >
        <p>{one.suggestion}</p>
      </PageHead>
      {done?.kind === 'refused' && <Notice tone="bad" title={done.says} />}
      <Facts facts={[...standing(one), ...about(one), ...factsOf(one.facts), ...settled(one)]} />
      {isOpen && !isTheirs && <Take one={one} />}
      {isOpen && <Settle one={one} mistake={done?.kind === 'mistake' ? done : null} />}
    </div>
  );
}

const standing = (one: Named) => [
  { term: 'State', value: <State {...stateOf(one)} /> },
  { term: 'Since', value: <Instant at={one.openedAt} named /> },
  { term: 'Seen to by', value: one.by ?? 'nobody yet' },
  ...(one.takenAt === null ? [] : [{ term: 'Taken', value: <Instant at={one.takenAt} named /> }]),
];

const about = (one: Named) => [
  {
    term: 'About',
    value: (
      <a href={subjectHref(one)}>
        <code>{one.subject}</code>
      </a>
    ),
  },
  ...(one.subscriptionId === null
    ? []
    : [
        {
          term: 'Subscription',
          value: (
            <a href={`/search?q=${one.subscriptionId}`}>
              <code>{one.subscriptionId}</code>
            </a>
          ),
        },
      ]),
];

const settled = ({ closer, closedAt, resolution }: Named) =>
  closedAt === null
    ? []
    : [
        { term: 'Settled', value: <Instant at={closedAt} named /> },
        ...(closer === null ? [] : [{ term: 'Settled by', value: closer }]),
        ...(resolution === null ? [] : [{ term: 'What came of it', value: resolution }]),
      ];

/** In the place of whom one sees there: of two who press at once one is told. */
const Take = ({ one: { id, takenBy, by } }: Pick<Props, 'one'>) => (
  <form method="post" action={`/cases/${id}`} className="actions">
    <input type="hidden" name="instead" value={takenBy ?? ''} />
    <Button name="do" value="take">
      {by === null ? 'See to it' : 'See to it in their place'}
    </Button>
  </form>
);

type SettleProps = Pick<Props, 'one'> & {
  readonly mistake: Extract<CaseDone, { kind: 'mistake' }> | null;
};

const Settle = ({ one: { id }, mistake }: SettleProps) => (
  <form method="post" action={`/cases/${id}`} className="filters" noValidate>
    <div className="wide">
      <TextField
        name="resolution"
        label="What came of it"
        defaultValue={mistake?.resolution}
        error={mistake?.error}
        maxLength={500}
        autoComplete="off"
      />
    </div>
    <div className="actions">
      <Button main name="do" value="settle">
        Settle it
      </Button>
    </div>
    <p className="meta">
      It is kept in the audit log with your name: no names or addresses of readers, please. It stays settled,
      also if the same is seen again.
    </p>
  </form>
);
