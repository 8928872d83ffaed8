import { Button, ButtonLink } from '@gatefold/ui/button';
import { Notice } from '@gatefold/ui/notice';
import { useVoice } from '../../words/speaking.tsx';

type Saved = {
  readonly slug: string;
  readonly title: string;
  readonly section: string;
  readonly savedAt: string;
};

/** What was done a moment ago, in words. An address can name one of these and nothing else. */
const said = {
  saved: { tone: 'ok', words: 'saved.now-saved' },
  dropped: { tone: 'ok', words: 'saved.now-dropped' },
  full: { tone: 'warn', words: 'saved.full' },
} as const;

export const isSavedSaid = (input: string | null): input is keyof typeof said =>
  input !== null && input in said;

type Props = {
  readonly saved: readonly Saved[];
  /** Where the older ones are; null at the end. */
  readonly olderHref: string | null;
  readonly isFirst: boolean;
  readonly done: keyof typeof said | null;
};

export function SavedPage({ saved, olderHref, isFirst, done }: Props) {
  const { say } = useVoice();
  return (
    <div className="account-page">
      <header className="page-head">
        <h1>{say('saved.title')}</h1>
        <p className="meta">{say('saved.says')}</p>
      </header>
      {done !== null && <Notice tone={said[done].tone} title={say(said[done].words)} />}
      <section className="card" aria-labelledby="saved-title">
        <h2 id="saved-title">{say('saved.list')}</h2>
        {saved.length === 0 ? (
          <p className="ui">{say(isFirst ? 'saved.none' : 'saved.no-more')}</p>
        ) : (
          <ul className="plain-list">
            {saved.map((one) => (
              <SavedArticle key={one.slug} {...one} />
            ))}
          </ul>
        )}
        {olderHref !== null && (
          <div className="choices">
            <ButtonLink href={olderHref} rel="next">
              {say('frame.older')}
            </ButtonLink>
          </div>
        )}
      </section>
      <div className="choices">
        <ButtonLink href="/account">{say('frame.to-account')}</ButtonLink>
      </div>
    </div>
  );
}

function SavedArticle({ slug, title, section, savedAt }: Saved) {
  const { say, day, textLang } = useVoice();
  return (
    <li>
      <a href={`/articles/${slug}`} id={`saved-${slug}`} lang={textLang}>
        {title}
      </a>
      <span className="meta">{say('saved.on', { section, day: day(savedAt) })}</span>
      <form method="post" action="/account/saved">
        <input type="hidden" name="slug" value={slug} />
        <Button name="do" value="drop" aria-describedby={`saved-${slug}`}>
          {say('saved.drop')}
        </Button>
      </form>
    </li>
  );
}
