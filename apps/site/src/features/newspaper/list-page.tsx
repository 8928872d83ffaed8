import { useVoice } from '../../words/speaking.tsx';
import { StoryCard, type Story } from './story.tsx';

type Props = {
  readonly title: string;
  readonly says: string;
  readonly stories: readonly Story[];
  /** Where the older ones are; null at the end. */
  readonly olderHref: string | null;
};

/** A section, a column, an author, the galleries: one form. */
export function ListPage({ title, says, stories, olderHref }: Props) {
  const { say } = useVoice();
  return (
    <div className="list-page">
      <header className="page-head">
        <h1>{title}</h1>
        {says !== '' && <p className="dek">{says}</p>}
      </header>
      {stories.length === 0 && <p className="ui">{say('list.empty')}</p>}
      <div className="rows">
        {stories.map((story, index) => (
          <StoryCard key={story.id} story={story} level={2} first={index === 0} />
        ))}
      </div>
      {olderHref !== null && (
        <p className="older">
          <a className="button" href={olderHref} rel="next">
            {say('frame.older')}
          </a>
        </p>
      )}
    </div>
  );
}
