import type { MoneyJson } from '@gatefold/kernel';
import { Button } from '@gatefold/ui/button';
import { Facts } from '@gatefold/ui/definition-list';
import { TextField } from '@gatefold/ui/field';
import { Notice } from '@gatefold/ui/notice';
import { Instant } from '../../parts/instant.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { moneyWords } from '../../words/figures.ts';
import type { Subscription } from './subscription-card.tsx';

type Quote = { readonly at: string; readonly refund: MoneyJson; readonly isAlone: boolean };

export type EndingDone =
  | { readonly kind: 'asked'; readonly amount: MoneyJson; readonly request: string }
  | { readonly kind: 'refused'; readonly says: string }
  | { readonly kind: 'mistake'; readonly reason: string; readonly error: string };

type Props = {
  readonly readerId: string;
  readonly subscription: Subscription;
  /** What ending it now comes to; null where it cannot be ended, and then why. */
  readonly quote: Quote | null;
  readonly says: string | null;
  readonly done: EndingDone | null;
};

/** Ending it at once, with what is not used given back: the figure first, then the word. */
export function CancelNowPage({ readerId, subscription: { id, orderNumber }, quote, says, done }: Props) {
  const back = `/readers/${readerId}#subscription-${id}`;
  const here = `/readers/${readerId}/subscriptions/${id}/cancel-now`;
  return (
    <div className="page">
      <PageHead back={{ href: back, name: `Subscription ${orderNumber}` }} title="End it now" />
      {done !== null && <WhatCame done={done} />}
      {done?.kind === 'asked' ? (
        <p>
          <a href={back}>Back to the subscription</a>
        </p>
      ) : quote === null ? (
        <p>
          {says} <a href={back}>Back to it</a>
        </p>
      ) : (
        <Confirm here={here} back={back} quote={quote} mistake={done?.kind === 'mistake' ? done : null} />
      )}
    </div>
  );
}

function WhatCame({ done }: { readonly done: EndingDone }) {
  if (done.kind === 'refused')
    return (
      <Notice tone="bad" title="It did not end">
        <p>{done.says}</p>
      </Notice>
    );
  if (done.kind !== 'asked') return null;
  return (
    <Notice tone="ok" title={`Ending it, with ${moneyWords(done.amount)} back, waits for a second person`}>
      <p>
        It goes on until somebody else approves it. <a href={`/requests/${done.request}`}>See the request</a>
      </p>
    </Notice>
  );
}

type ConfirmProps = {
  readonly here: string;
  readonly back: string;
  readonly quote: Quote;
  readonly mistake: Extract<EndingDone, { kind: 'mistake' }> | null;
};

function Confirm({ here, back, quote, mistake }: ConfirmProps) {
  const sum = moneyWords(quote.refund);
  return (
    <form method="post" action={here} className="stack" noValidate>
      <Facts
        facts={[
          { term: 'Ends', value: quote.isAlone ? <Instant at={quote.at} named /> : 'when it is approved' },
          { term: 'Goes back to the card', value: sum },
        ]}
      />
      <p>
        The part of the running period that is not used goes back, by the second. Reading ends at once, and
        there is no way back. The figure holds for fifteen minutes.
      </p>
      {!quote.isAlone && <WhySecond mistake={mistake} />}
      <input type="hidden" name="quote" value={JSON.stringify(quote)} />
      <div className="actions">
        <Button main name="do" value={quote.isAlone ? 'end' : 'ask'}>
          {quote.isAlone ? `End it, give back ${sum}` : `Ask to end it and give back ${sum}`}
        </Button>
        <a href={back}>Leave it</a>
      </div>
    </form>
  );
}

const WhySecond = ({ mistake }: Pick<ConfirmProps, 'mistake'>) => (
  <>
    <p>
      This is more than one person may give back alone. Ask a second person: until they approve it the
      subscription goes on, and then exactly this sum goes back, if the same period still runs.
    </p>
    <TextField
      name="reason"
      label="Why it is to end"
      defaultValue={mistake?.reason}
      error={mistake?.error}
      maxLength={300}
      autoComplete="off"
    />
    <p className="meta">The reason is kept in the audit log with your name.</p>
  </>
);
