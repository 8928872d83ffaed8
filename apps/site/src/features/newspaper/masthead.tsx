import { useVoice } from '../../words/speaking.tsx';

type Props = {
  readonly today: string;
  readonly todayIso: string;
  readonly sections: readonly { readonly slug: string; readonly name: string }[];
  readonly who: 'guest' | 'reader';
  readonly offerHref: string;
  readonly signInHref: string;
};

export function Masthead({ today, todayIso, sections, who, offerHref, signInHref }: Props) {
  const { say, paper, textLang } = useVoice();
  return (
    <header className="masthead">
      <div className="row">
        <p className="meta today">
          <time dateTime={todayIso}>{today}</time>
        </p>
        <a className="name" href="/">
          {paper.name}
        </a>
        <nav aria-label={say('frame.account')} className="account">
          <a href="/search">{say('frame.archive')}</a>
          {who === 'reader' ? (
            <a href="/account">{say('frame.account')}</a>
          ) : (
            <>
              <a href={signInHref}>{say('frame.sign-in')}</a>
              <a className="offer" href={offerHref}>
                {say('frame.subscribe')}
              </a>
            </>
          )}
        </nav>
      </div>
      <nav aria-label={say('frame.sections')} className="sections">
        {sections.map(({ slug, name: section }) => (
          <a key={slug} href={`/sections/${slug}`} lang={textLang}>
            {section}
          </a>
        ))}
        <a href="/columns">{say('frame.columns')}</a>
        <a href="/galleries">{say('frame.galleries')}</a>
      </nav>
    </header>
  );
}
