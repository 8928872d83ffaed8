import { Button, ButtonLink } from '@gatefold/ui/button';
import { useVoice } from '../../words/speaking.tsx';
import type { Subscription } from './held.ts';

type Props = {
  readonly running: readonly Subscription[];
  /** Null on the first of the two pages. */
  readonly token: string | null;
};

/** What happens, before anything does. The second page, behind the mailed link, says the same once more. */
export function DeletePage({ running, token }: Props) {
  const { say } = useVoice();
  return (
    <div className="narrow">
      <h1>{say('delete.title')}</h1>
      <Consequences running={running} />
      <div className="choices">
        <form method="post" action={token === null ? '/account/delete' : '/account/delete/confirm'}>
          {token !== null && <input type="hidden" name="token" value={token} />}
          <Button>{say(token === null ? 'delete.mail' : 'delete.now')}</Button>
        </form>
        <ButtonLink href="/account">{say('delete.keep')}</ButtonLink>
      </div>
    </div>
  );
}

function Consequences({ running }: Pick<Props, 'running'>) {
  const { say, moment } = useVoice();
  return (
    <ul className="consequences">
      {running.map(({ id, orderNumber, paidThrough }) => (
        <li key={id}>
          {say('delete.order', { number: orderNumber })}
          {paidThrough !== null && <> {say('delete.paid-until', { moment: moment(paidThrough) })}</>}
        </li>
      ))}
      <li>{say('delete.address')}</li>
      <li>{say('delete.books')}</li>
      <li>{say('delete.anew')}</li>
    </ul>
  );
}

export function DeletedPage() {
  const { say, paper } = useVoice();
  return (
    <div className="narrow">
      <h1>{say('delete.done')}</h1>
      <p>{say('delete.done-says')}</p>
      <div className="choices">
        <ButtonLink href="/">{say('delete.read', { name: paper.name })}</ButtonLink>
      </div>
    </div>
  );
}
