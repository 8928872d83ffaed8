import { Button, ButtonLink } from '@gatefold/ui/button';
import { Say, useVoice } from '../../words/speaking.tsx';
import type { Subscription } from './held.ts';

type Props = { readonly subscription: Subscription | null };

/** The effect, then two buttons of the same weight. No question, no reason, no other offer. */
export function CancelPage({ subscription }: Props) {
  const { say, moment, paper } = useVoice();
  if (subscription === null)
    return (
      <div className="narrow">
        <h1>{say('cancel.nothing')}</h1>
        <p>{say('cancel.nothing-says')}</p>
        <div className="choices">
          <ButtonLink href="/account">{say('frame.to-account')}</ButtonLink>
        </div>
      </div>
    );
  if (subscription.intent === 'cancelling' || subscription.phase === 'ended')
    return <AlreadyCancelled subscription={subscription} />;
  const { id, paidThrough, orderNumber } = subscription;
  return (
    <div className="narrow">
      <h1>{say('cancel.title')}</h1>
      <p>
        {paidThrough === null ? (
          say('cancel.ends')
        ) : (
          <Say of="cancel.effect" with={{ moment: moment(paidThrough) }} />
        )}
      </p>
      <p className="meta">{say('frame.order', { name: paper.name, number: orderNumber })}</p>
      <div className="choices">
        <form method="post" action="/account/cancel">
          <input type="hidden" name="subscription" value={id} />
          <Button>{say('cancel.do')}</Button>
        </form>
        <ButtonLink href="/account">{say('cancel.keep')}</ButtonLink>
      </div>
    </div>
  );
}

function AlreadyCancelled({ subscription }: { subscription: Subscription }) {
  const { say, moment } = useVoice();
  const { phase, paidThrough, certificateNumber } = subscription;
  return (
    <div className="narrow">
      <h1>{say(phase === 'ended' ? 'cancel.has-ended' : 'cancel.already')}</h1>
      <p>
        {say('held.nothing-more')}
        {phase !== 'ended' && paidThrough !== null && (
          <> {say('held.read-until', { moment: moment(paidThrough) })}</>
        )}
        {certificateNumber !== null && <> {say('cancel.certificate', { number: certificateNumber })}</>}
      </p>
      <div className="choices">
        <ButtonLink href="/account">{say('frame.to-account')}</ButtonLink>
      </div>
    </div>
  );
}
