import { Button, ButtonLink } from '@gatefold/ui/button';

export type Invitation = {
  readonly token: string;
  readonly group: string;
  /** The address that was invited. */
  readonly email: string | null;
  /** The address of the reader who is signed in; null for a guest. */
  readonly reader: string | null;
  readonly signInHref: string;
};

export type Accepting =
  | ({ readonly step: 'asked' } & Invitation)
  | { readonly step: 'taken'; readonly group: string }
  | { readonly step: 'refused'; readonly says: string };

/** Asks before the seat is taken, since programs that look at mails open links as well. */
export function AcceptPage({ at, paper }: { at: Accepting; paper: string }) {
  switch (at.step) {
    case 'asked':
      return <Asked {...at} paper={paper} />;
    case 'taken':
      return (
        <div className="narrow">
          <h1>The seat is yours</h1>
          <p>
            You read {paper} by {nameOf(at.group)} from now on. You pay nothing.
          </p>
          <div className="choices">
            <ButtonLink main href="/">
              To the front page
            </ButtonLink>
            <ButtonLink href="/account/seats">Your seats</ButtonLink>
          </div>
        </div>
      );
    case 'refused':
      return (
        <div className="narrow">
          <h1>This seat cannot be taken</h1>
          <p>{at.says}</p>
          <div className="choices">
            <ButtonLink href="/account/seats">Your seats</ButtonLink>
          </div>
        </div>
      );
  }
}

const nameOf = (group: string): string => (group === '' ? 'a group' : group);

function Asked({ token, group, email, reader, signInHref, paper }: Invitation & { paper: string }) {
  return (
    <div className="narrow">
      <h1>A seat is kept for you</h1>
      <p>
        {group === '' ? 'A group' : group} pays for a subscription to {paper}, and you can read by it. You pay
        nothing and give no card.
      </p>
      {reader === null ? (
        <>
          <p>
            Sign in first{email === null ? '' : `, with ${email} or with an account that you have`}. No
            password.
          </p>
          <div className="choices">
            <ButtonLink main href={signInHref}>
              Sign in and take the seat
            </ButtonLink>
          </div>
        </>
      ) : (
        <form method="post" action="/seats/accept">
          <p>
            You take it as <strong>{reader}</strong>. Whoever pays sees the address that was invited.
          </p>
          <input type="hidden" name="invitation" value={token} />
          <Button main>Take the seat</Button>
        </form>
      )}
    </div>
  );
}
