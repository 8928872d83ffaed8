type Props = {
  readonly name: string;
  readonly today: string;
  readonly todayIso: string;
  readonly sections: readonly { readonly slug: string; readonly name: string }[];
  readonly who: 'guest' | 'reader';
  readonly offerHref: string;
  readonly signInHref: string;
};

export function Masthead({ name, today, todayIso, sections, who, offerHref, signInHref }: Props) {
  return (
    <header className="masthead">
      <div className="row">
        <p className="meta today">
          <time dateTime={todayIso}>{today}</time>
        </p>
        <a className="name" href="/">
          {name}
        </a>
        <nav aria-label="Account" className="account">
          <a href="/search">Archive</a>
          {who === 'reader' ? (
            <a href="/account">Account</a>
          ) : (
            <>
              <a href={signInHref}>Sign in</a>
              <a className="offer" href={offerHref}>
                Subscribe
              </a>
            </>
          )}
        </nav>
      </div>
      <nav aria-label="Sections" className="sections">
        {sections.map(({ slug, name: section }) => (
          <a key={slug} href={`/sections/${slug}`}>
            {section}
          </a>
        ))}
        <a href="/columns">Columns</a>
        <a href="/galleries">Galleries</a>
      </nav>
    </header>
  );
}
