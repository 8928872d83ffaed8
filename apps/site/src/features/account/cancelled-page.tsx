import type { MoneyJson } from '@gatefold/kernel';
import type { billing } from '@gatefold/api';
import { Button, ButtonLink } from '@gatefold/ui/button';
import { Radios } from '@gatefold/ui/field';
import type { z } from 'zod';
import { Say, useVoice } from '../../words/speaking.tsx';
import type { Subscription } from './held.ts';

type LeavingReason = z.output<typeof billing.sayWhyLeft.body>['reason'];
type Stay = { readonly charges: number; readonly amount: MoneyJson; readonly then: MoneyJson };

export function CancelledPage({
  subscription,
  stay,
  hasSaid,
}: {
  readonly subscription: Subscription;
  /** What one may stay for, if anything. Below what is done, and in no way of it. */
  readonly stay: Stay | null;
  /** Why. */
  readonly hasSaid: boolean;
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
      <Why id={id} hasSaid={hasSaid} />
    </div>
  );
}

const reasons = [
  ...['too_expensive', 'unused', 'low_quality', 'missing_features'],
  ...['switched_service', 'customer_service', 'too_complex', 'other'],
] as const satisfies readonly LeavingReason[];

/** Asked when all is done. Nothing is chosen, and nothing waits for an answer. */
function Why({ id, hasSaid }: { id: string; hasSaid: boolean }) {
  const { say } = useVoice();
  return hasSaid ? (
    <p className="ui" role="status">
      {say('why.thanks')}
    </p>
  ) : (
    <section className="card" aria-labelledby="why-title">
      <h2 id="why-title">{say('why.title')}</h2>
      <p className="ui">{say('why.says')}</p>
      <form method="post" action="/account/why">
        <input type="hidden" name="subscription" value={id} />
        <Radios
          name="reason"
          legend={say('why.reason')}
          options={reasons.map((reason) => ({ value: reason, label: say(`why.${reason}`) }))}
          defaultValue={null}
        />
        <div className="actions">
          <Button>{say('why.do')}</Button>
        </div>
      </form>
    </section>
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
