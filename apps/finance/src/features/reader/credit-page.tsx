import type { MoneyJson } from '@gatefold/kernel';
import { Button } from '@gatefold/ui/button';
import { Facts } from '@gatefold/ui/definition-list';
import { TextField } from '@gatefold/ui/field';
import { Notice } from '@gatefold/ui/notice';
import { PageHead } from '../../parts/page-head.tsx';
import { moneyWords } from '../../words/figures.ts';
import type { Subscription } from './subscription-card.tsx';

/** What a form was sent with, and what is wrong with it. */
export type CreditMistake = {
  readonly kind: 'mistake';
  readonly amount: string;
  readonly reason: string;
  readonly errors: { readonly amount?: string; readonly reason?: string };
};

export type CreditDone =
  | { readonly kind: 'said'; readonly amount: MoneyJson }
  | { readonly kind: 'asked'; readonly amount: MoneyJson; readonly request: string }
  | { readonly kind: 'refused'; readonly says: string }
  | {
      readonly kind: 'confirm';
      readonly amount: MoneyJson;
      readonly reason: string;
      /** Under one key the sum is given once; null for what needs the word of a second person. */
      readonly key: string | null;
    }
  | CreditMistake;

type Props = {
  readonly readerId: string;
  readonly subscription: Subscription;
  readonly currency: string;
  /** What one person may give alone; null for any sum. */
  readonly limit: MoneyJson | null;
  readonly done: CreditDone | null;
};

/** A sum for the reader: what is given is shown, and then confirmed. */
export function CreditPage({ readerId, subscription, currency, limit, done }: Props) {
  const { id, orderNumber, paidThrough, endedAt } = subscription;
  const back = `/readers/${readerId}#subscription-${id}`;
  const here = `/readers/${readerId}/subscriptions/${id}/credit`;
  return (
    <div className="page">
      <PageHead title="Give a credit" back={{ href: back, name: `Subscription ${orderNumber}` }} />
      {done !== null && <WhatCame done={done} />}
      {paidThrough === null || endedAt !== null ? (
        <p>
          {endedAt === null ? 'Nothing was paid on it yet' : 'It has ended'}, so nothing can be given on it.
        </p>
      ) : (
        <Step here={here} currency={currency} limit={limit} done={done} />
      )}
      {isOver(done) && (
        <p>
          <a href={back}>Back to the subscription</a>
        </p>
      )}
    </div>
  );
}

/** Whether nothing more is to be done here. */
const isOver = (done: CreditDone | null): boolean => done?.kind === 'said' || done?.kind === 'asked';

function WhatCame({ done }: { readonly done: CreditDone }) {
  if (done.kind === 'refused')
    return (
      <Notice tone="bad" title="Nothing was given">
        <p>{done.says}</p>
      </Notice>
    );
  if (done.kind === 'asked')
    return (
      <Notice tone="ok" title={`A credit of ${moneyWords(done.amount)} waits for a second person`}>
        <p>
          Nothing is given until somebody else approves it.{' '}
          <a href={`/requests/${done.request}`}>See the request</a>
        </p>
      </Notice>
    );
  if (done.kind !== 'said') return null;
  return (
    <Notice tone="ok" title={`A credit of ${moneyWords(done.amount)} is given`}>
      <p>The next invoices use it up before a card is charged.</p>
    </Notice>
  );
}

type StepProps = Pick<Props, 'currency' | 'limit' | 'done'> & { readonly here: string };

/** What is asked for, then the look at it; nothing more once it is given. */
function Step({ here, currency, limit, done }: StepProps) {
  if (isOver(done)) return null;
  if (done?.kind === 'confirm') return <Confirm here={here} confirm={done} limit={limit} />;
  const mistake = done?.kind === 'mistake' ? done : null;
  return <Wish here={here} currency={currency} limit={limit} mistake={mistake} />;
}

const AloneWords = ({ limit }: { readonly limit: MoneyJson }) => (
  <>One person may give one reader up to {moneyWords(limit)} in 24 hours alone.</>
);

type WishProps = Pick<Props, 'currency' | 'limit'> & {
  readonly here: string;
  readonly mistake: CreditMistake | null;
};

function Wish({ here, currency, limit, mistake }: WishProps) {
  return (
    <form method="post" action={here} className="filters" noValidate>
      <p className="meta">
        The next invoices use a credit up before a card is charged.{' '}
        {limit !== null && <AloneWords limit={limit} />}
      </p>
      <TextField
        name="amount"
        label={`Amount in ${currency}`}
        defaultValue={mistake?.amount}
        error={mistake?.errors.amount}
        inputMode="decimal"
        autoComplete="off"
      />
      <div className="wide">
        <TextField
          name="reason"
          label="Why it is given"
          defaultValue={mistake?.reason}
          error={mistake?.errors.reason}
          maxLength={300}
          autoComplete="off"
        />
      </div>
      <div className="actions">
        <Button main name="do" value="look">
          Look at it first
        </Button>
      </div>
      <p className="meta">The reason is kept in the audit log with your name.</p>
    </form>
  );
}

type ConfirmProps = {
  readonly here: string;
  readonly limit: MoneyJson | null;
  readonly confirm: Extract<CreditDone, { kind: 'confirm' }>;
};

function Confirm({ here, limit, confirm: { amount, reason, key } }: ConfirmProps) {
  return (
    <form method="post" action={here} className="stack">
      <Facts
        facts={[
          { term: 'Credit', value: moneyWords(amount) },
          { term: 'Why', value: reason },
        ]}
      />
      {key === null ? (
        <p>
          {limit !== null && <AloneWords limit={limit} />} Ask a second person: until they approve it nothing
          is given.
        </p>
      ) : (
        <p>It stands to the reader’s credit at once. The next invoices use it up before a card is charged.</p>
      )}
      <input type="hidden" name="minor" value={amount.amount} />
      <input type="hidden" name="currency" value={amount.currency} />
      <input type="hidden" name="reason" value={reason} />
      {key !== null && <input type="hidden" name="key" value={key} />}
      <div className="actions">
        {key === null ? (
          <Button main name="do" value="ask">
            Ask for {moneyWords(amount)}
          </Button>
        ) : (
          <Button main name="do" value="give">
            Give {moneyWords(amount)}
          </Button>
        )}
        <a href={here}>Leave it</a>
      </div>
    </form>
  );
}
