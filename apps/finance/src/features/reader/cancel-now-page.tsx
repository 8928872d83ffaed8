import type { MoneyJson } from '@gatefold/kernel';
import { Button } from '@gatefold/ui/button';
import { Facts } from '@gatefold/ui/definition-list';
import { Notice } from '@gatefold/ui/notice';
import { Instant } from '../../parts/instant.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { moneyWords } from '../../words/figures.ts';
import type { Subscription } from './subscription-card.tsx';

type Quote = { readonly at: string; readonly refund: MoneyJson };

/** Why it did not end; `isTooMuch` where one person may not give so much back. */
export type NotEnded = { readonly says: string; readonly isTooMuch: boolean };

type Props = {
  readonly readerId: string;
  readonly subscription: Subscription;
  /** What ending it now comes to; null where it cannot be ended, and then why. */
  readonly quote: Quote | null;
  readonly says: string | null;
  readonly notEnded: NotEnded | null;
};

/** Ending it at once, with what is not used given back: the figure first, then the word. */
export function CancelNowPage({ readerId, subscription: { id, orderNumber }, quote, says, notEnded }: Props) {
  const back = `/readers/${readerId}#subscription-${id}`;
  const here = `/readers/${readerId}/subscriptions/${id}`;
  return (
    <div className="page">
      <PageHead back={{ href: back, name: `Subscription ${orderNumber}` }} title="End it now" />
      {notEnded !== null && (
        <Notice tone="bad" title="It did not end">
          <p>
            {notEnded.says} {notEnded.isTooMuch && <a href={`${here}/refund`}>Ask for the refund</a>}
          </p>
        </Notice>
      )}
      {quote === null ? (
        <p>
          {says} <a href={back}>Back to it</a>
        </p>
      ) : (
        <form method="post" action={`${here}/cancel-now`} className="stack">
          <Facts
            facts={[
              { term: 'Ends', value: <Instant at={quote.at} named /> },
              { term: 'Goes back to the card', value: moneyWords(quote.refund) },
            ]}
          />
          <p>
            The part of the running period that is not used goes back, by the second. Reading ends at once,
            and there is no way back. The figure holds for fifteen minutes.
          </p>
          <input type="hidden" name="quote" value={JSON.stringify(quote)} />
          <div className="actions">
            <Button main>End it, give back {moneyWords(quote.refund)}</Button>
            <a href={back}>Leave it</a>
          </div>
        </form>
      )}
    </div>
  );
}
