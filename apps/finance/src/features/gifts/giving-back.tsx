import type { MoneyJson } from '@gatefold/kernel';
import { Button } from '@gatefold/ui/button';
import { Choice } from '@gatefold/ui/field';
import { Instant } from '../../parts/instant.tsx';
import { moneyWords } from '../../words/figures.ts';
import type { Gift } from './gifts-page.tsx';

export type Request = {
  readonly id: string;
  readonly amount: MoneyJson;
  readonly reason: string;
  readonly askedBy: string;
  readonly askedAt: string;
};

/** As Stripe and the books know them, and in words. */
const reasons = {
  requested_by_customer: 'the giver asked for it',
  duplicate: 'it was bought twice',
  fraudulent: 'the payment was a fraud',
  goodwill: 'goodwill',
} as const;

export type Reason = keyof typeof reasons;

export const isReason = (text: string): text is Reason => Object.hasOwn(reasons, text);

/** What became of a button: words, or that one person may not give so much back alone. */
export type Done =
  | { readonly kind: 'said' | 'refused'; readonly says: string }
  | { readonly kind: 'needs-second'; readonly reason: Reason };

type Props = { readonly gift: Gift; readonly request: Request | null; readonly done: Done | null };

/** Gives back all that was paid, while nobody has taken it; above the limit by the word of two people. */
export function GivingBack({ gift, request, done }: Props) {
  if (gift.state !== 'paid') return null;
  return (
    <section aria-labelledby="back-title" className="stack">
      <h2 id="back-title">Give it back</h2>
      {request !== null ? (
        <Waiting gift={gift} request={request} />
      ) : done?.kind === 'needs-second' ? (
        <SecondPerson gift={gift} reason={done.reason} />
      ) : (
        <Alone gift={gift} />
      )}
    </section>
  );
}

const options = Object.entries(reasons).map(([value, name]) => ({ value, name }));

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

type SecondProps = Pick<Props, 'gift'> & { readonly reason: Reason };

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

type WaitingProps = Pick<Props, 'gift'> & { readonly request: Request };

function Waiting({ gift, request: { id, amount, reason, askedBy, askedAt } }: WaitingProps) {
  return (
    <form method="post" action={`/gifts/${gift.id}`} className="stack">
      <p>
        {askedBy} asked for {moneyWords(amount)} to go back on <Instant at={askedAt} named />, because{' '}
        {isReason(reason) ? reasons[reason] : reason}. It waits for a second person.
      </p>
      <input type="hidden" name="request" value={id} />
      <div className="actions">
        <Button main name="do" value="approve">
          Approve: give back {moneyWords(amount)}
        </Button>
        <Button name="do" value="reject">
          Reject
        </Button>
      </div>
    </form>
  );
}
