import { Button, ButtonLink } from '@gatefold/ui/button';
import { momentIn, type Habits, type Subscription } from './held.ts';

type Props = {
  readonly running: readonly Subscription[];
  /** Null on the first of the two pages. */
  readonly token: string | null;
  readonly habits: Habits;
};

/** What happens, before anything does. The second page, behind the mailed link, says the same once more. */
export function DeletePage({ running, token, habits }: Props) {
  return (
    <div className="narrow">
      <h1>Delete your account</h1>
      <Consequences running={running} habits={habits} />
      <div className="choices">
        <form method="post" action={token === null ? '/account/delete' : '/account/delete/confirm'}>
          {token !== null && <input type="hidden" name="token" value={token} />}
          <Button>{token === null ? 'Mail me the link that deletes it' : 'Delete the account now'}</Button>
        </form>
        <ButtonLink href="/account">Keep the account</ButtonLink>
      </div>
    </div>
  );
}

function Consequences({ running, habits }: Pick<Props, 'running' | 'habits'>) {
  return (
    <>
      <ul className="consequences">
        {running.map(({ id, orderNumber, paidThrough }) => (
          <li key={id}>
            Order {orderNumber} is cancelled, and nothing more is charged.
            {paidThrough !== null && (
              <>
                {' '}
                You have paid until {momentIn(habits)(paidThrough)}; without an account you cannot read until
                then. If you want to, cancel now and delete the account later.
              </>
            )}
          </li>
        ))}
        <li>Your e-mail address is removed, and you are signed out everywhere. Nobody can bring it back.</li>
        <li>
          What you have paid stays in our books for as long as the law asks for, under a number without your
          name or address. The payment provider keeps its own records.
        </li>
        <li>Whoever signs in with the address later begins anew.</li>
      </ul>
    </>
  );
}

export function DeletedPage({ name }: { readonly name: string }) {
  return (
    <div className="narrow">
      <h1>Your account is deleted</h1>
      <p>Your address is gone from our records, and nothing more is charged. A last mail says so.</p>
      <div className="choices">
        <ButtonLink href="/">Read {name}</ButtonLink>
      </div>
    </div>
  );
}
