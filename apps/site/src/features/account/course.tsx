import { Button, ButtonLink } from '@gatefold/ui/button';
import { useVoice } from '../../words/speaking.tsx';
import type { Subscription } from './held.ts';
import type { Situation } from './standing.ts';

type Props = {
  readonly subscription: Subscription;
  readonly situation: Situation;
};

/** Another plan, and a pause: what may be changed while a subscription renews, and what is changed already. */
export function Course({ subscription, situation }: Props) {
  const { say, day } = useVoice();
  if (situation !== 'renewing') return null;
  const { id, phase, pause, change, seats } = subscription;
  if (pause !== null)
    return (
      <form method="post" action="/account/resume">
        <p className="ui">{say('course.rests', { from: day(pause.from), until: day(pause.until) })}</p>
        <input type="hidden" name="subscription" value={id} />
        <Button>{say('course.go-on')}</Button>
      </form>
    );
  if (change !== null)
    return (
      <form method="post" action="/account/plan/undo">
        <p className="ui">{say('course.another-plan', { day: day(change.at) })}</p>
        <input type="hidden" name="subscription" value={id} />
        <Button>{say('course.keep-plan')}</Button>
      </form>
    );
  return (
    <div className="choices">
      {seats === undefined ? (
        <ButtonLink href={`/account/plan?subscription=${id}`}>{say('course.change-plan')}</ButtonLink>
      ) : (
        <ButtonLink href="/account/seats">{say('seats.yours')}</ButtonLink>
      )}
      <ButtonLink href={`/account/pause?subscription=${id}`}>{say('course.pause')}</ButtonLink>
      {phase === 'intro' && (
        <ButtonLink href={`/account/skip?subscription=${id}`}>{say('course.skip')}</ButtonLink>
      )}
    </div>
  );
}
