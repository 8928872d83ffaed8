import { Button } from '@gatefold/ui/button';
import { Notice } from '@gatefold/ui/notice';
import { failingInWords, type Habits } from './held.ts';
import type { Trouble } from './trouble.ts';

type Props = {
  readonly trouble: Trouble;
  /** Where the reader is, and comes back to with a new card. */
  readonly here: string;
  readonly habits: Habits;
};

/** Above every page of the paper while a payment fails: what happens next, and one button that mends it. */
export function TroubleBanner({ trouble, here, habits }: Props) {
  return (
    <aside className="trouble" aria-label="Your payment">
      <Notice tone="warn" title="Your last payment did not go through">
        <p>{failingInWords(trouble, habits)}</p>
        <form method="post" action="/account/card">
          <input type="hidden" name="subscription" value={trouble.subscription} />
          <input type="hidden" name="returnTo" value={here} />
          <Button>Give a new card</Button>
        </form>
      </Notice>
    </aside>
  );
}
