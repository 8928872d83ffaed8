import { languages } from '@gatefold/words';
import { languageNames } from '../../words/language-names.ts';
import { useVoice } from '../../words/speaking.tsx';

type Props = {
  readonly who: 'guest' | 'reader';
  readonly signInHref: string;
  /** Where one stays when the language is changed. */
  readonly here: string;
};

/** On every page: the way into the account, and the way out of a subscription. */
export function Footer({ who, signInHref, here }: Props) {
  const { say, paper, zoneName } = useVoice();
  return (
    <footer className="foot">
      <nav aria-label={say('frame.service')}>
        <a href="/account">{say('frame.your-account')}</a>
        <a href={who === 'guest' ? '/cancel' : '/account/cancel'}>{say('frame.cancel')}</a>
        <a href="/withdraw">{say('frame.withdraw')}</a>
        {who === 'guest' && <a href={signInHref}>{say('frame.sign-in')}</a>}
        {who === 'reader' && (
          <form method="post" action="/sign-out">
            <button className="as-link">{say('frame.sign-out')}</button>
          </form>
        )}
        {paper.alsoSells.includes('seats') && <a href="/teams">{say('group.for-a-group')}</a>}
        {paper.alsoSells.includes('gifts') && <a href="/give">{say('gift.give')}</a>}
        <a href="/newsletters">{say('newsletters.title')}</a>
        <a href="/search">{say('frame.archive')}</a>
        <a href="/feed.xml">{say('frame.feed')}</a>
      </nav>
      <Languages here={here} />
      <p className="meta">{say('frame.times', { name: paper.name, zone: zoneName })}</p>
    </footer>
  );
}

function Languages({ here }: Pick<Props, 'here'>) {
  const { language: spoken, say } = useVoice();
  return (
    <form method="post" action="/language" className="languages" aria-label={say('frame.language')}>
      <input type="hidden" name="returnTo" value={here} />
      {languages.map((language) =>
        language === spoken ? (
          <span key={language}>{languageNames[language]}</span>
        ) : (
          <button key={language} className="as-link" name="language" value={language} lang={language}>
            {languageNames[language]}
          </button>
        ),
      )}
    </form>
  );
}
