import { Button, ButtonLink } from '@gatefold/ui/button';
import { momentIn, type Habits, type Subscription } from './held.ts';

type Props = { readonly subscription: Subscription | null; readonly habits: Habits };

/** The effect, then two buttons of the same weight. No question, no reason, no other offer. */
export function CancelPage({ subscription, habits }: Props) {
  if (subscription === null)
    return (
      <div className="narrow">
        <h1>There is nothing to cancel</h1>
        <p>You have no subscription with this address. If you bought with another one, sign in with that.</p>
        <div className="choices">
          <ButtonLink href="/account">To your account</ButtonLink>
        </div>
      </div>
    );
  if (subscription.intent === 'cancelling' || subscription.phase === 'ended')
    return <AlreadyCancelled subscription={subscription} habits={habits} />;
  const { id, paidThrough, orderNumber } = subscription;
  return (
    <div className="narrow">
      <h1>Cancel your subscription</h1>
      <p>
        {paidThrough === null ? (
          'Your subscription ends, and nothing more is charged.'
        ) : (
          <>
            You can read until <strong>{momentIn(habits)(paidThrough)}</strong>, since you have paid until
            then. Nothing more is charged. You can change your mind until that moment.
          </>
        )}
      </p>
      <p className="meta">
        {habits.name}, order {orderNumber}
      </p>
      <div className="choices">
        <form method="post" action="/account/cancel">
          <input type="hidden" name="subscription" value={id} />
          <Button>Cancel the subscription</Button>
        </form>
        <ButtonLink href="/account">Keep the subscription</ButtonLink>
      </div>
    </div>
  );
}

function AlreadyCancelled({ subscription, habits }: { subscription: Subscription; habits: Habits }) {
  const { phase, paidThrough, certificateNumber } = subscription;
  return (
    <div className="narrow">
      <h1>{phase === 'ended' ? 'Your subscription has ended' : 'You have already cancelled'}</h1>
      <p>
        Nothing more is charged.
        {phase !== 'ended' && paidThrough !== null && (
          <> You can read until {momentIn(habits)(paidThrough)}.</>
        )}
        {certificateNumber !== null && <> The number of your certificate is {certificateNumber}.</>}
      </p>
      <div className="choices">
        <ButtonLink href="/account">To your account</ButtonLink>
      </div>
    </div>
  );
}
