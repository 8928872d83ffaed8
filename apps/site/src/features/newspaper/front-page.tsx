import { Say, useVoice } from '../../words/speaking.tsx';
import type { Front } from './front.ts';
import { StoryCard, type Story } from './story.tsx';

type Props = {
  readonly front: Front<Story>;
  /** “Only $1 for four weeks”, for those who have no account here. */
  /** What the paper's offer says first: its price, and what one gets for it. */
  readonly invitation: { readonly headline: string; readonly gets: string } | null;
};

export function FrontPage({ front, invitation }: Props) {
  const { say, paper } = useVoice();
  const { lead, seconds, latest, columns, galleries, sections } = front;
  return (
    <div className="front">
      <h1 className="visually-hidden">{say('front.title', { name: paper.name })}</h1>
      {lead === null && <p className="ui">{say('front.empty')}</p>}
      <section className="top" aria-label={say('front.top')}>
        {lead !== null && <StoryCard story={lead} level={2} size="lead" first />}
        <div className="seconds">
          {seconds.map((story) => (
            <StoryCard key={story.id} story={story} size="second" level={2} />
          ))}
        </div>
        <div className="latest">
          {latest.map((story) => (
            <StoryCard key={story.id} story={story} size="line" level={2} />
          ))}
        </div>
      </section>
      {invitation !== null && (
        <p className="invitation ui">
          <Say of="front.invitation" with={invitation} /> <a href="/offer">{say('front.see-offer')}</a>
        </p>
      )}
      <Band title={say('frame.columns')} href="/columns" stories={columns} size="line" />
      {sections.map(({ section, articles }) => (
        <Band
          key={section.slug}
          className="band section"
          title={section.name}
          href={`/sections/${section.slug}`}
          stories={articles}

          size="second"
        />
      ))}
      <Band title={say('frame.galleries')} href="/galleries" stories={galleries} size="second" />
    </div>
  );
}

type BandProps = {
  readonly title: string;
  readonly href: string;
  readonly stories: readonly Story[];
  readonly size: 'second' | 'line';
  readonly className?: string;
};

function Band({ title, href, stories, size, className = 'band' }: BandProps) {
  if (stories.length === 0) return null;
  return (
    <section className={className} aria-labelledby={`band${href.replaceAll('/', '-')}`}>
      <h2 id={`band${href.replaceAll('/', '-')}`}>
        <a href={href}>{title}</a>
      </h2>
      <div className="cards">
        {stories.map((story) => (
          <StoryCard key={story.id} story={story} size={size} />
        ))}
      </div>
    </section>
  );
}
