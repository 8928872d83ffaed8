import { Time } from '@gatefold/ui/time';
import { useVoice } from '../../words/speaking.tsx';
import { Picture, type PictureFacts } from './picture.tsx';

export type Story = {
  readonly id: string;
  readonly slug: string;
  readonly kind: 'article' | 'column' | 'gallery';
  readonly title: string;
  readonly dek: string;
  readonly section: { readonly slug: string; readonly name: string };
  readonly author: { readonly slug: string; readonly name: string };
  readonly column: { readonly slug: string; readonly name: string } | null;
  readonly publishedAt: string;
  readonly picture: PictureFacts | null;
  readonly access: 'free' | 'registered' | 'feature';
};

type Props = {
  readonly story: Story;
  readonly level?: 2 | 3;
  readonly size?: 'lead' | 'second' | 'row' | 'line';
  /** Before everything else on the page: its picture is fetched at once. */
  readonly first?: boolean;
};

/** A piece as it stands on a front page, in a section or in a list. */
export function StoryCard({ story, level = 3, size = 'row', first = false }: Props) {
  const { say, zone, locale, textLang } = useVoice();
  const Heading = level === 2 ? 'h2' : 'h3';
  const { slug, title, dek, author, publishedAt, picture } = story;
  return (
    <article className={`story ${size}`}>
      {picture !== null && size !== 'line' && <Picture picture={picture} eager={first} />}
      <div className="words">
        <Kicker story={story} />
        <Heading lang={textLang}>
          <a href={`/articles/${slug}`}>{title}</a>
        </Heading>
        {size !== 'line' && (
          <p className="dek" lang={textLang}>
            {dek}
          </p>
        )}
        <p className="meta">
          {author.name}, <Time at={publishedAt} zone={zone} locale={locale} precision="day" />
          {story.access === 'free' && <>, {say('story.free')}</>}
        </p>
      </div>
    </article>
  );
}

function Kicker({ story }: { readonly story: Story }) {
  const { say, textLang } = useVoice();
  if (story.kind === 'gallery') return <p className="kicker">{say('story.gallery')}</p>;
  if (story.column !== null)
    return (
      <p className="kicker" lang={textLang}>
        {story.column.name}
      </p>
    );
  return (
    <p className="kicker" lang={textLang}>
      {story.section.name}
    </p>
  );
}
