import { DAY, plus } from '@gatefold/kernel';
import { Button, ButtonLink } from '@gatefold/ui/button';
import { dayIn, type Habits } from './held.ts';

const WEEKS = [2, 4, 8, 12] as const;

type Props = { readonly id: string; readonly paidThrough: string; readonly habits: Habits };

/** How long it rests, each choice with the day on which it goes on. */
export function PausePage({ id, paidThrough, habits }: Props) {
  const day = dayIn(habits);
  const back = (weeks: number): string => plus(new Date(paidThrough), weeks * 7 * DAY).toISOString();
  return (
    <div className="narrow">
      <h1>Pause your subscription</h1>
      <p>
        You read until {day(paidThrough)}, since you have paid until then. After that nothing is charged and
        the articles for subscribers are closed, until the day that you choose. Then it goes on by itself,
        where it was. You can go on earlier, or cancel, at any time.
      </p>
      <form method="post" action="/account/pause">
        <fieldset>
          <legend>It goes on</legend>
          {WEEKS.map((weeks) => (
            <p key={weeks} className="ui">
              <label>
                <input type="radio" name="until" value={back(weeks)} defaultChecked={weeks === 4} /> on{' '}
                {day(back(weeks))}, after {weeks} weeks
              </label>
            </p>
          ))}
        </fieldset>
        <input type="hidden" name="subscription" value={id} />
        <div className="choices">
          <Button>Pause</Button>
          <ButtonLink href="/account">Do not pause</ButtonLink>
        </div>
      </form>
    </div>
  );
}
