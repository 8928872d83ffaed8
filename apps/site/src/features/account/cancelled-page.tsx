import type { MoneyJson } from '@gatefold/kernel';
import { Button, ButtonLink } from '@gatefold/ui/button';
import { Say, useVoice } from '../../words/speaking.tsx';
import type { Subscription } from './held.ts';

type Stay = { readonly charges: number; readonly amount: MoneyJson; readonly then: MoneyJson };

export function CancelledPage({
  subscription,
  stay,
}: {
  readonly subscription: Subscription;
  /** What one may stay for, if anything. Below what is done, and in no way of it. */
  readonly stay: Stay | null;
}) {
  const { say, moment, paper } = useVoice();
  const { id, phase, paidThrough, certificateNumber, orderNumber } = subscription;
  return (
    <div className="narrow">
      <h1>{say('cancelled.title')}</h1>
      <p>
        {say('held.nothing-more')}
        {phase !== 'ended' && paidThrough !== null && (
          <>
            {' '}
            <Say of="cancelled.read-until" with={{ moment: moment(paidThrough) }} />
          </>
        )}
      </p>
      <p>
        {certificateNumber === null ? (
          say('cancelled.number-mailed')
        ) : (
          <Say of="cancelled.number" with={{ number: certificateNumber }} />
        )}
      </p>
      <p className="meta">{say('frame.order', { name: paper.name, number: orderNumber })}</p>
      <div className="choices">
        <ButtonLink href="/account">{say('frame.to-account')}</ButtonLink>
        {phase !== 'ended' && (
          <form method="post" action="/account/undo-cancel">
            <input type="hidden" name="subscription" value={id} />
            <Button>{say('cancelled.undo')}</Button>
          </form>
        )}
      </div>
      {stay !== null && <StayOffer id={id} stay={stay} />}
    </div>
  );
}

function StayOffer({ id, stay }: { id: string; stay: Stay }) {
  const { say, money } = useVoice();
  const amount = money(stay.amount);
  return (
    <section className="card" aria-labelledby="stay-title">
      <h2 id="stay-title">{say('stay.title')}</h2>
      <p className="ui">{say('stay.says', { amount, charges: stay.charges, then: money(stay.then) })}</p>
      <form method="post" action="/account/stay">
        <input type="hidden" name="subscription" value={id} />
        <input type="hidden" name="amount" value={JSON.stringify(stay.amount)} />
        <Button>{say('stay.do', { amount })}</Button>
      </form>
    </section>
  );
}
