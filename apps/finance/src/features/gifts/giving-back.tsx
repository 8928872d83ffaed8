import type { MoneyJson } from '@gatefold/kernel';
import { Button } from '@gatefold/ui/button';
import { Choice } from '@gatefold/ui/field';
import { Instant } from '../../parts/instant.tsx';
import { moneyWords } from '../../words/figures.ts';
import { isRefundReason, refundReasons, type RefundReason } from '../../words/refund-reasons.ts';
import type { Gift } from './gifts-page.tsx';

export type Request = {
  readonly id: string;
  readonly amount: MoneyJson;
  readonly reason: string;
  readonly askedAt: string;
};

/** What became of a button: words, or that one person may not give so much back alone. */
export type Done =
  | { readonly kind: 'said' | 'refused'; readonly says: string }
  | { readonly kind: 'needs-second'; readonly reason: RefundReason };

type Props = { readonly gift: Gift; readonly request: Request | null; readonly done: Done | null };

/** Gives back all that was paid, while nobody has taken it; above the limit by the word of two people. */
export function GivingBack({ gift, request, done }: Props) {
  if (gift.state !== 'paid') return null;
  return (
    <section aria-labelledby="back-title" className="stack">
      <h2 id="back-title">Give it back</h2>
      {request !== null ? (
        <Waiting request={request} />
      ) : done?.kind === 'needs-second' ? (
        <SecondPerson gift={gift} reason={done.reason} />
      ) : (
        <Alone gift={gift} />
      )}
    </section>
  );
}

const options = Object.entries(refundReasons).map(([value, name]) => ({ value, name }));

function Alone({ gift: { id, amount } }: Pick<Props, 'gift'>) {
  return (
    <form method="post" action={`/gifts/${id}`} className="filters">
      <Choice name="reason" label="Why" options={options} defaultValue="requested_by_customer" />
      <div className="actions">
        <Button main name="do" value="refund">
          Give back {moneyWords(amount)}
        </Button>
      </div>
      <p className="meta">All of it goes back to the card, and the code is good for nothing from then on.</p>
    </form>
  );
}

type SecondProps = Pick<Props, 'gift'> & { readonly reason: RefundReason };

function SecondPerson({ gift: { id, amount }, reason }: SecondProps) {
  return (
    <form method="post" action={`/gifts/${id}`} className="stack">
      <p>
        {moneyWords(amount)} is more than one person may give back alone. Nothing was given back. Ask for the
        word of a second person: until it is given the gift stays as it is.
      </p>
      <input type="hidden" name="reason" value={reason} />
      <div className="actions">
        <Button main name="do" value="ask">
          Ask a second person
        </Button>
        <a href={`/gifts/${id}`}>Leave it</a>
      </div>
    </form>
  );
}

type WaitingProps = { readonly request: Request };

function Waiting({ request: { id, amount, reason, askedAt } }: WaitingProps) {
  return (
    <p>
      Somebody asked on <Instant at={askedAt} named /> for {moneyWords(amount)} to go back, because{' '}
      {isRefundReason(reason) ? refundReasons[reason] : reason}. It waits for a second person:{' '}
      <a href={`/requests/${id}`}>see the request</a>.
    </p>
  );
}
