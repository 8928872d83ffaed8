import { Button, ButtonLink } from '@gatefold/ui/button';
import { momentIn, type Habits } from './held.ts';
import { ClaimedOrder, OrderClaimForm, type OrderClaim } from './order-claim.tsx';

export type Leaving = {
  readonly state: 'renewing' | 'cancelling' | 'ended';
  readonly accessUntil: string | null;
  readonly certificateNumber: string | null;
};

/** Where each step stands: asked for, shown, done. */
export type Leave =
  | { readonly step: 'asked'; readonly claim: OrderClaim; readonly says: string | null }
  | { readonly step: 'shown'; readonly claim: OrderClaim; readonly leaving: Leaving }
  | { readonly step: 'done'; readonly leaving: Leaving };

/** Cancelling without an account: the same effect, the same words and as few steps as with one. */
export function LeavePage({ at, habits }: { readonly at: Leave; readonly habits: Habits }) {
  if (at.step === 'asked') return <Asked claim={at.claim} says={at.says} />;
  if (at.step === 'shown' && at.leaving.state === 'renewing')
    return <Shown claim={at.claim} leaving={at.leaving} habits={habits} />;
  return <Done leaving={at.leaving} habits={habits} />;
}

function Asked({ claim, says }: { claim: OrderClaim; says: string | null }) {
  return (
    <div className="narrow">
      <h1>Cancel a subscription</h1>
      <p>
        You need not sign in, and we ask for no reason. If you are signed in, you can{' '}
        <a href="/account/cancel">cancel in your account</a>.
      </p>
      <OrderClaimForm
        action="/cancel"
        claim={claim}
        says={says}
        hint="It stands in every mail about your subscription."
      />
    </div>
  );
}

const readsUntil = ({ accessUntil }: Leaving, habits: Habits) =>
  accessUntil === null ? null : (
    <>
      {' '}
      You can read until <strong>{momentIn(habits)(accessUntil)}</strong>.
    </>
  );

function Shown({ claim, leaving, habits }: { claim: OrderClaim; leaving: Leaving; habits: Habits }) {
  return (
    <div className="narrow">
      <h1>Cancel the subscription</h1>
      <p>Nothing more is charged.{readsUntil(leaving, habits)} You can change your mind until then.</p>
      <p className="meta">
        {habits.name}, order {claim.orderNumber}
      </p>
      <div className="choices">
        <form method="post" action="/cancel">
          <ClaimedOrder {...claim} />
          <input type="hidden" name="sure" value="yes" />
          <Button>Cancel the subscription</Button>
        </form>
        <ButtonLink href="/">Keep the subscription</ButtonLink>
      </div>
    </div>
  );
}

function Done({ leaving, habits }: { leaving: Leaving; habits: Habits }) {
  const { state, certificateNumber } = leaving;
  return (
    <div className="narrow">
      <h1>{state === 'ended' ? 'The subscription has ended' : 'The subscription is cancelled'}</h1>
      <p>
        Nothing more is charged.
        {state !== 'ended' && readsUntil(leaving, habits)}
      </p>
      {certificateNumber !== null && (
        <p>
          The number of your certificate is <strong className="num">{certificateNumber}</strong>. It is also
          in the mail that we are sending you.
        </p>
      )}
    </div>
  );
}
