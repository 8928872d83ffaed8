import { Button, ButtonLink } from '@gatefold/ui/button';
import { Say, useVoice } from '../../words/speaking.tsx';
import type { PlainKey } from '../../words/voice.ts';
import { ClaimedOrder, OrderClaimForm, type OrderClaim } from './order-claim.tsx';

export type Leaving = {
  readonly state: 'renewing' | 'cancelling' | 'ended';
  readonly accessUntil: string | null;
  readonly certificateNumber: string | null;
};

/** Where each step stands: asked for, shown, done. */
export type Leave =
  | { readonly step: 'asked'; readonly claim: OrderClaim; readonly says: PlainKey | null }
  | { readonly step: 'shown'; readonly claim: OrderClaim; readonly leaving: Leaving }
  | { readonly step: 'done'; readonly leaving: Leaving };

/** Cancelling without an account: the same effect, the same words and as few steps as with one. */
export function LeavePage({ at }: { readonly at: Leave }) {
  if (at.step === 'asked') return <Asked claim={at.claim} says={at.says} />;
  if (at.step === 'shown' && at.leaving.state === 'renewing')
    return <Shown claim={at.claim} leaving={at.leaving} />;
  return <Done leaving={at.leaving} />;
}

function Asked({ claim, says }: { claim: OrderClaim; says: PlainKey | null }) {
  const { say } = useVoice();
  return (
    <div className="narrow">
      <h1>{say('leave.title')}</h1>
      <p>
        <Say of="leave.says" href="/account/cancel" />
      </p>
      <OrderClaimForm action="/cancel" claim={claim} says={says} hint="leave.hint" />
    </div>
  );
}

function ReadsUntil({ leaving: { accessUntil } }: { leaving: Leaving }) {
  const { moment } = useVoice();
  if (accessUntil === null) return null;
  return (
    <>
      {' '}
      <Say of="cancelled.read-until" with={{ moment: moment(accessUntil) }} />
    </>
  );
}

function Shown({ claim, leaving }: { claim: OrderClaim; leaving: Leaving }) {
  const { say, paper } = useVoice();
  return (
    <div className="narrow">
      <h1>{say('leave.shown')}</h1>
      <p>
        {say('held.nothing-more')}
        <ReadsUntil leaving={leaving} /> {say('leave.change-mind')}
      </p>
      <p className="meta">{say('frame.order', { name: paper.name, number: claim.orderNumber })}</p>
      <div className="choices">
        <form method="post" action="/cancel">
          <ClaimedOrder {...claim} />
          <input type="hidden" name="sure" value="yes" />
          <Button>{say('cancel.do')}</Button>
        </form>
        <ButtonLink href="/">{say('cancel.keep')}</ButtonLink>
      </div>
    </div>
  );
}

function Done({ leaving }: { leaving: Leaving }) {
  const { say } = useVoice();
  const { state, certificateNumber } = leaving;
  return (
    <div className="narrow">
      <h1>{say(state === 'ended' ? 'leave.ended' : 'leave.done')}</h1>
      <p>
        {say('held.nothing-more')}
        {state !== 'ended' && <ReadsUntil leaving={leaving} />}
      </p>
      {certificateNumber !== null && (
        <p>
          <Say of="cancelled.number" with={{ number: certificateNumber }} />
        </p>
      )}
    </div>
  );
}
