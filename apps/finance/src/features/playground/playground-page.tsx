import { Button } from '@gatefold/ui/button';
import { TextField } from '@gatefold/ui/field';
import { Notice } from '@gatefold/ui/notice';
import { DenseTable, type Column } from '../../parts/dense-table.tsx';
import { ReaderLink } from '../../parts/ids.tsx';
import { Instant, zone } from '../../parts/instant.tsx';
import { Marked } from '../../parts/mark.tsx';
import { reasonWords } from '../../words/standing.ts';
import { Chain, type ChainStep } from '../../parts/chain.tsx';
import { GrantTimeline, type Bar } from './grant-timeline.tsx';
import type { QuestionErrors, TypedQuestion } from './question.ts';

type ArticleRule = {
  readonly slug: string;
  readonly publication: string;
  readonly access: string;
  readonly feature: string | null;
  readonly isMetered: boolean;
};

type Fired = { readonly rule: string; readonly decides: boolean; readonly says: string };

export type Explained = {
  readonly reader: string;
  readonly at: string;
  readonly article: ArticleRule | null;
  readonly answer: {
    readonly granted: boolean;
    readonly reason: string;
    readonly version: number;
    readonly cacheFor: number;
    readonly grant: { readonly until: string } | null;
  };
  readonly rules: readonly Fired[];
  readonly timeline: readonly Bar[];
  readonly chain: readonly ChainStep[];
};

export type PlaygroundView =
  | { readonly kind: 'blank' }
  | { readonly kind: 'mistakes'; readonly errors: QuestionErrors }
  | { readonly kind: 'answer'; readonly explained: Explained; readonly now: string };

type Props = {
  readonly view: PlaygroundView;
  readonly typed: TypedQuestion;
  /** Slugs to choose from; another may be typed. */
  readonly slugs: readonly string[];
};

/** Ask as a page would ask, and see how it was decided. Nothing is counted or changed by it. */
export function PlaygroundPage({ view, typed, slugs }: Props) {
  return (
    <div className="page">
      <header className="stack">
        <h1>Playground</h1>
        <p className="meta">Who may read what, when, and why. Asking counts nothing and changes nothing.</p>
      </header>
      <QuestionForm typed={typed} slugs={slugs} errors={view.kind === 'mistakes' ? view.errors : {}} />
      <Outcome view={view} />
    </div>
  );
}

function Outcome({ view }: Pick<Props, 'view'>) {
  switch (view.kind) {
    case 'blank':
      return (
        <Notice title="Nothing is asked yet">
          <p>Name a reader. Without an article the question is whether they may read articles at all.</p>
        </Notice>
      );
    case 'mistakes':
      return (
        <Notice tone="bad" title="The question has a mistake">
          <p>It is named beside the field. The answer comes when it is put right.</p>
        </Notice>
      );
    case 'answer':
      return <Answer {...view} />;
  }
}

function QuestionForm({ typed, slugs, errors }: Pick<Props, 'typed' | 'slugs'> & { errors: QuestionErrors }) {
  return (
    <form method="post" action="/playground" className="filters" aria-label="The question" noValidate>
      <div className="wide">
        <TextField
          name="reader"
          label="Reader, by address or id"
          defaultValue={typed.reader}
          error={errors.reader}
          spellCheck={false}
          autoComplete="off"
        />
      </div>
      <div className="wide">
        <TextField
          name="article"
          label="Article, by slug or id"
          defaultValue={typed.article}
          error={errors.article}
          list="slugs"
          spellCheck={false}
          autoComplete="off"
        />
        <datalist id="slugs">
          {slugs.map((slug) => (
            <option key={slug} value={slug} />
          ))}
        </datalist>
      </div>
      <TextField
        name="at"
        label="Instant"
        type={typed.at === '' || errors.at === undefined ? 'datetime-local' : 'text'}
        step={1}
        defaultValue={typed.at}
        error={errors.at}
      />
      <div className="actions">
        <Button main>Ask</Button>
      </div>
      <p className="meta">Times are of {zone}. Without one the question is about now.</p>
    </form>
  );
}

const columns: readonly Column<Fired>[] = [
  { key: 'rule', head: 'Looked at', cell: ({ rule }) => ruleWords[rule] ?? rule },
  { key: 'says', head: 'Found', cell: ({ says }) => <span className="wrapped">{says}</span> },
  {
    key: 'decides',
    head: 'Then',
    cell: ({ decides }) => (decides ? <Marked tone="ok">decided</Marked> : 'went on'),
  },
];

const ruleWords: Readonly<Record<string, string>> = {
  'not-before': 'when it opens',
  'not-after': 'when it closes',
  access: 'for whom it is',
  grant: 'a grant',
  verdict: 'all together',
};

function Answer({ explained, now }: { readonly explained: Explained; readonly now: string }) {
  const { rules, timeline, chain, at } = explained;
  return (
    <>
      <section aria-labelledby="decision-title" className="stack">
        <h2 id="decision-title">Decision</h2>
        <Decision {...explained} />
      </section>
      <section aria-labelledby="rules-title" className="stack">
        <h2 id="rules-title">Rules that were looked at</h2>
        <DenseTable
          caption="Rules, in the order in which they were looked at"
          columns={columns}
          rows={rules}
          keyOf={({ says }) => says}
        />
      </section>
      <section aria-labelledby="timeline-title" className="stack">
        <h2 id="timeline-title">Grants over time</h2>
        <GrantTimeline bars={timeline} at={at} now={now} />
      </section>
      <section aria-labelledby="chain-title" className="stack">
        <h2 id="chain-title">The chain behind it</h2>
        <Chain steps={chain} />
      </section>
    </>
  );
}

function Decision({ reader, at, article, answer }: Explained) {
  const { granted, reason, grant, version, cacheFor } = answer;
  return (
    <>
      <p>
        <Marked tone={granted ? 'ok' : 'bad'}>{granted ? 'may read' : 'may not read'}</Marked>:{' '}
        {reasonWords(reason)}
        {grant !== null && (
          <>
            , until <Instant at={grant.until} />
          </>
        )}
        .
      </p>
      <p className="meta">
        <ReaderLink id={reader} /> and {article === null ? 'any article' : <b>{article.slug}</b>}
        {article !== null && ` of ${article.publication} (${opennessOf(article)})`}, as of{' '}
        <Instant at={at} named />; version {version}
        {cacheFor > 0 && `, may be kept for ${cacheFor} s`}.
      </p>
    </>
  );
}

function opennessOf({ access, feature, isMetered }: ArticleRule): string {
  if (access !== 'feature') return access === 'free' ? 'free for everyone' : 'free for those who sign in';
  return `for those who have ${feature ?? 'nothing that exists'}${isMetered ? ', metered' : ''}`;
}
