import { Button, ButtonLink } from '@gatefold/ui/button';
import { dayIn, type Habits, type Subscription } from './held.ts';
import type { Situation } from './standing.ts';

type Props = {
  readonly subscription: Subscription;
  readonly situation: Situation;
  readonly habits: Habits;
};

/** Another plan, and a pause: what may be changed while a subscription renews, and what is changed already. */
export function Course({ subscription, situation, habits }: Props) {
  if (situation !== 'renewing') return null;
  const { id, phase, pause, change } = subscription;
  const day = dayIn(habits);
  if (pause !== null)
    return (
      <form method="post" action="/account/resume">
        <p className="ui">
          It rests from {day(pause.from)} until {day(pause.until)}. Nothing is charged before then.
        </p>
        <input type="hidden" name="subscription" value={id} />
        <Button>Go on now</Button>
      </form>
    );
  if (change !== null)
    return (
      <form method="post" action="/account/plan/undo">
        <p className="ui">Another plan begins on {day(change.at)}.</p>
        <input type="hidden" name="subscription" value={id} />
        <Button>Keep the plan I have</Button>
      </form>
    );
  return (
    <div className="choices">
      <ButtonLink href={`/account/plan?subscription=${id}`}>Change plan</ButtonLink>
      <ButtonLink href={`/account/pause?subscription=${id}`}>Pause</ButtonLink>
      {phase === 'intro' && (
        <ButtonLink href={`/account/skip?subscription=${id}`}>Begin the regular price now</ButtonLink>
      )}
    </div>
  );
}
