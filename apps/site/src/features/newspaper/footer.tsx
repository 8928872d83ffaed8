type Props = {
  readonly name: string;
  readonly zone: string;
  readonly who: 'guest' | 'reader';
  readonly signInHref: string;
};

/** On every page: the way into the account, and the way out of a subscription. */
export function Footer({ name, zone, who, signInHref }: Props) {
  return (
    <footer className="foot">
      <nav aria-label="Service">
        <a href="/account">Your account</a>
        <a href={who === 'guest' ? '/cancel' : '/account/cancel'}>Cancel a subscription</a>
        <a href="/withdraw">Withdraw from a contract</a>
        {who === 'guest' && <a href={signInHref}>Sign in</a>}
        {who === 'reader' && (
          <form method="post" action="/sign-out">
            <button className="as-link">Sign out</button>
          </form>
        )}
        <a href="/teams">Seats for a group</a>
        <a href="/give">Give a subscription</a>
        <a href="/search">Archive</a>
        <a href="/feed.xml">Feed</a>
      </nav>
      <p className="meta">
        {name}. Times are {zone}.
      </p>
    </footer>
  );
}
