import { Button, ButtonLink } from '@gatefold/ui/button';
import { momentIn, type Habits, type Subscription } from './held.ts';

export function CancelledPage({
  subscription,
  habits,
}: {
  readonly subscription: Subscription;
  readonly habits: Habits;
}) {
  const { id, phase, paidThrough, certificateNumber, orderNumber } = subscription;
  return (
    <div className="narrow">
      <h1>Your subscription is cancelled</h1>
      <p>
        Nothing more is charged.
        {phase !== 'ended' && paidThrough !== null && (
          <>
            {' '}
            You can read until <strong>{momentIn(habits)(paidThrough)}</strong>.
          </>
        )}
      </p>
      <p>
        {certificateNumber === null ? (
          'The certificate with its number is in the mail that we are sending you.'
        ) : (
          <>
            The number of your certificate is <strong className="num">{certificateNumber}</strong>. It is also
            in the mail that we are sending you.
          </>
        )}
      </p>
      <p className="meta">
        {habits.name}, order {orderNumber}
      </p>
      <div className="choices">
        <ButtonLink href="/account">To your account</ButtonLink>
        {phase !== 'ended' && (
          <form method="post" action="/account/undo-cancel">
            <input type="hidden" name="subscription" value={id} />
            <Button>I have changed my mind: keep it</Button>
          </form>
        )}
      </div>
    </div>
  );
}
