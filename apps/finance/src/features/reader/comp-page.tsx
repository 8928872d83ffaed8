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

type Props = {
  readonly readerId: string;
  readonly subscription: Subscription;
  readonly mistake: CompMistake | null;
};

/** What would be given, and the form that gives it. */
export function CompPage({ readerId, subscription, mistake }: Props) {
  const { id, orderNumber, paidThrough, nextCharge } = subscription;
  const back = `/readers/${readerId}#subscription-${id}`;
  return (
    <div className="page">
      <PageHead back={{ href: back, name: `Subscription ${orderNumber}` }} title="Give the next period" />
      {mistake?.kind === 'in-the-way' && (
        <Notice tone="bad" title="Nothing was given">
          <p>{mistake.says}</p>
        </Notice>
      )}
      {paidThrough === null || nextCharge === null ? (
        <p>
          No charge is due on this subscription, so there is no period to give. <a href={back}>Back to it</a>
        </p>
      ) : (
        <>
          <Facts
            facts={[
              { term: 'Period begins', value: <Instant at={paidThrough} named /> },
              { term: 'Not charged then', value: moneyWords(nextCharge.amount) },
            ]}
          />
          <p>All charges that were promised still come, each one period later.</p>
          <CompForm readerId={readerId} subscription={{ id, paidThrough }} mistake={mistake} />
        </>
      )}
    </div>
  );
}

type FormProps = {
  readonly readerId: string;
  readonly subscription: { readonly id: string; readonly paidThrough: string };
  readonly mistake: CompMistake | null;
};

function CompForm({ readerId, subscription: { id, paidThrough }, mistake }: FormProps) {
  return (
    <form
      method="post"
      action={`/readers/${readerId}/subscriptions/${id}/comp`}
      className="filters"
      noValidate
    >
      <input type="hidden" name="after" value={paidThrough} />
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
