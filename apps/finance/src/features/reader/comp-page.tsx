import type { MoneyJson } from '@gatefold/kernel';
import { Button } from '@gatefold/ui/button';
import { Facts } from '@gatefold/ui/definition-list';
import { TextField } from '@gatefold/ui/field';
import { Notice } from '@gatefold/ui/notice';
import { Instant } from '../../parts/instant.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { moneyWords } from '../../words/figures.ts';
import type { Subscription } from './subscription-card.tsx';

/** Why nothing was given: a field to mend, or what stands in the way. */
export type CompMistake =
  | { readonly kind: 'field'; readonly reason: string; readonly error: string }
  | { readonly kind: 'in-the-way'; readonly reason: string; readonly says: string };

type Coming = { readonly at: string; readonly amount: MoneyJson };

type Quote = {
  readonly after: string;
  readonly until: string;
  readonly before: Coming;
  readonly next: Coming;
};

type Props = {
  readonly readerId: string;
  readonly subscription: Subscription;
  /** What giving it comes to; null where it cannot be given, and then why. */
  readonly quote: Quote | null;
  readonly says: string | null;
  readonly mistake: CompMistake | null;
};

/** What would be given, and the form that gives it. */
export function CompPage({ readerId, subscription: { id, orderNumber }, quote, says, mistake }: Props) {
  const back = `/readers/${readerId}#subscription-${id}`;
  return (
    <div className="page">
      <PageHead back={{ href: back, name: `Subscription ${orderNumber}` }} title="Give the next period" />
      {mistake?.kind === 'in-the-way' && (
        <Notice tone="bad" title="Nothing was given">
          <p>{mistake.says}</p>
        </Notice>
      )}
      {quote === null ? (
        <p>
          {says} <a href={back}>Back to it</a>
        </p>
      ) : (
        <>
          <Quoted quote={quote} />
          <CompForm readerId={readerId} id={id} quote={quote} mistake={mistake} />
        </>
      )}
    </div>
  );
}

function Quoted({ quote: { after, until, before, next } }: { readonly quote: Quote }) {
  return (
    <>
      <Facts
        facts={[
          { term: 'Period begins', value: <Instant at={after} named /> },
          { term: 'Period ends', value: <Instant at={until} named /> },
          { term: 'Would be charged next', value: <Charged coming={before} /> },
          { term: 'Is charged next instead', value: <Charged coming={next} /> },
        ]}
      />
      <p>All charges that were promised still come, each one period later.</p>
    </>
  );
}

const Charged = ({ coming: { at, amount } }: { readonly coming: Coming }) => (
  <>
    {moneyWords(amount)}, <Instant at={at} named />
  </>
);

type FormProps = {
  readonly readerId: string;
  readonly id: string;
  readonly quote: Quote;
  readonly mistake: CompMistake | null;
};

function CompForm({ readerId, id, quote, mistake }: FormProps) {
  return (
    <form
      method="post"
      action={`/readers/${readerId}/subscriptions/${id}/comp`}
      className="filters"
      noValidate
    >
      <input type="hidden" name="quote" value={JSON.stringify(quote)} />
      <div className="wide">
        <TextField
          name="reason"
          label="Why it is given"
          defaultValue={mistake?.reason}
          error={mistake?.kind === 'field' ? mistake.error : undefined}
          maxLength={300}
          autoComplete="off"
        />
      </div>
      <div className="actions">
        <Button main>Give the period</Button>
      </div>
      <p className="meta">The reason is kept in the audit log with your name.</p>
    </form>
  );
}
