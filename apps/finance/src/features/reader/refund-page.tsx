import type { MoneyJson } from '@gatefold/kernel';
import { Button } from '@gatefold/ui/button';
import { Facts } from '@gatefold/ui/definition-list';
import { Choice, TextField } from '@gatefold/ui/field';
import { Notice } from '@gatefold/ui/notice';
import { PageHead } from '../../parts/page-head.tsx';
import { moneyWords } from '../../words/figures.ts';
import { dayWords } from '../../words/months.ts';
import { refundReasons, type RefundReason } from '../../words/refund-reasons.ts';
import type { Subscription } from './subscription-card.tsx';

export type Payment = { readonly id: string; readonly paidAt: string | null; readonly left: MoneyJson };

type Wish = { readonly chargeId: string; readonly amount: string; readonly reason: string };

export type RefundDone =
  | { readonly kind: 'given'; readonly amount: MoneyJson; readonly isPending: boolean }
  | { readonly kind: 'asked'; readonly amount: MoneyJson; readonly request: string }
  | { readonly kind: 'refused'; readonly says: string }
  | {
      readonly kind: 'confirm';
      readonly chargeId: string;
      readonly amount: MoneyJson;
      readonly reason: RefundReason;
      /** Under one key the sum goes back once; null for what needs the word of a second person. */
      readonly key: string | null;
    }
  | (Wish & { readonly kind: 'mistake'; readonly error: string });

type Props = {
  readonly readerId: string;
  readonly subscription: Subscription;
  /** Of which something is left, newest first. */
  readonly payments: readonly Payment[];
  readonly done: RefundDone | null;
};

/** A payment back, in full or in part: what goes back is shown, and then confirmed. */
export function RefundPage({ readerId, subscription: { id, orderNumber }, payments, done }: Props) {
  const back = `/readers/${readerId}#subscription-${id}`;
  const here = `/readers/${readerId}/subscriptions/${id}/refund`;
  const isOver = done?.kind === 'given' || done?.kind === 'asked';
  return (
    <div className="page">
      <PageHead title="Give a payment back" back={{ href: back, name: `Subscription ${orderNumber}` }} />
      {done !== null && <WhatCame done={done} />}
      {isOver ? (
        <p>
          <a href={back}>Back to the subscription</a>
        </p>
      ) : (
        <Step here={here} payments={payments} done={done} />
      )}
    </div>
  );
}

type StepProps = Pick<Props, 'payments' | 'done'> & { readonly here: string };

/** What is asked for, then the look at it. */
function Step({ here, payments, done }: StepProps) {
  if (done?.kind === 'confirm') return <Confirm here={here} confirm={done} />;
  if (payments.length === 0) return <p>Nothing was paid on it of which anything is left.</p>;
  return <Wishing here={here} payments={payments} mistake={done?.kind === 'mistake' ? done : null} />;
}

function WhatCame({ done }: { readonly done: RefundDone }) {
  if (done.kind === 'refused')
    return (
      <Notice tone="bad" title="Nothing was given back">
        <p>{done.says}</p>
      </Notice>
    );
  if (done.kind === 'asked')
    return (
      <Notice tone="ok" title={`A refund of ${moneyWords(done.amount)} waits for a second person`}>
        <p>
          Nothing goes back until somebody else approves it.{' '}
          <a href={`/requests/${done.request}`}>See the request</a>
        </p>
      </Notice>
    );
  if (done.kind !== 'given') return null;
  return (
    <Notice
      tone="ok"
      title={`${moneyWords(done.amount)} ${done.isPending ? 'is on its way back' : 'went back'}`}
    >
      <p>The bank shows it within some days.</p>
    </Notice>
  );
}

const paymentName = ({ paidAt, left }: Payment): string =>
  `${paidAt === null ? 'paid' : dayWords(paidAt.slice(0, 10))}: ${moneyWords(left)} left`;

const reasons = Object.entries(refundReasons).map(([value, name]) => ({ value, name }));

type WishingProps = Pick<Props, 'payments'> & {
  readonly here: string;
  readonly mistake: (Wish & { readonly error: string }) | null;
};

const Wishing = ({ here, payments, mistake }: WishingProps) => (
  <form method="post" action={here} className="filters" noValidate>
    <div className="wide">
      <Choice
        name="charge"
        label="Payment"
        options={payments.map((payment) => ({ value: payment.id, name: paymentName(payment) }))}
        defaultValue={mistake?.chargeId ?? payments[0]?.id ?? ''}
      />
    </div>
    <TextField
      name="amount"
      label="Amount (none for all)"
      defaultValue={mistake?.amount}
      error={mistake?.error}
      inputMode="decimal"
      autoComplete="off"
    />
    <Choice
      name="reason"
      label="Why"
      options={reasons}
      defaultValue={mistake?.reason ?? 'requested_by_customer'}
    />
    <div className="actions">
      <Button main name="do" value="look">
        Look at it first
      </Button>
    </div>
    <p className="meta">The subscription goes on. The reason is kept in the audit log with your name.</p>
  </form>
);

type ConfirmProps = {
  readonly here: string;
  readonly confirm: Extract<RefundDone, { kind: 'confirm' }>;
};

const Confirm = ({ here, confirm: { chargeId, amount, reason, key } }: ConfirmProps) => (
  <form method="post" action={here} className="stack">
    <Facts
      facts={[
        { term: 'Goes back', value: moneyWords(amount) },
        { term: 'Why', value: refundReasons[reason] },
      ]}
    />
    <p>
      {key === null
        ? 'This is more than one person may give back alone. Ask a second person: until they approve it nothing goes back.'
        : 'It goes back to the card at once.'}
    </p>
    <input type="hidden" name="charge" value={chargeId} />
    <input type="hidden" name="minor" value={amount.amount} />
    <input type="hidden" name="currency" value={amount.currency} />
    <input type="hidden" name="reason" value={reason} />
    {key !== null && <input type="hidden" name="key" value={key} />}
    <div className="actions">
      <Button main name="do" value={key === null ? 'ask' : 'give'}>
        {key === null ? 'Ask for' : 'Give back'} {moneyWords(amount)}
      </Button>
      <a href={here}>Leave it</a>
    </div>
  </form>
);
