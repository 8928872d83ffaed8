import { DAY, plus } from '@gatefold/kernel';
import { Button, ButtonLink } from '@gatefold/ui/button';
import { Radios } from '@gatefold/ui/field';
import { useVoice } from '../../words/speaking.tsx';

const WEEKS = [2, 4, 8, 12] as const;

type Props = { readonly id: string; readonly paidThrough: string };

/** How long it rests, each choice with the day on which it goes on. */
export function PausePage({ id, paidThrough }: Props) {
  const { say, day } = useVoice();
  const back = (weeks: number): string => plus(new Date(paidThrough), weeks * 7 * DAY).toISOString();
  return (
    <div className="narrow">
      <h1>{say('pause.title')}</h1>
      <p>{say('pause.says', { day: day(paidThrough) })}</p>
      <form method="post" action="/account/pause">
        <input type="hidden" name="subscription" value={id} />
        <Radios
          name="until"
          legend={say('pause.goes-on')}
          options={WEEKS.map((weeks) => ({
            value: back(weeks),
            label: say('pause.after', { day: day(back(weeks)), weeks }),
          }))}
          defaultValue={back(4)}
        />
        <div className="choices">
          <Button>{say('course.pause')}</Button>
          <ButtonLink href="/account">{say('pause.not')}</ButtonLink>
        </div>
      </form>
    </div>
  );
}
