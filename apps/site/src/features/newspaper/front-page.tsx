import type { Front } from './front.ts';
import { StoryCard, type Story } from './story.tsx';

type Props = {
  readonly front: Front<Story>;
  /** “Only $1 for four weeks”, for those who have no account here. */
  readonly invitation: string | null;
  readonly name: string;
  readonly zone: string;
};

export function FrontPage({ front, invitation, name, zone }: Props) {
  const { lead, seconds, latest, columns, galleries, sections } = front;
  return (
    <div className="front">
      <h1 className="visually-hidden">{name}: the front page</h1>
      {lead === null && <p className="ui">Nothing has been published yet.</p>}
      <section className="top" aria-label="Top stories">
        {lead !== null && <StoryCard story={lead} zone={zone} level={2} size="lead" first />}
        <div className="seconds">
          {seconds.map((story) => (
            <StoryCard key={story.id} story={story} zone={zone} size="second" level={2} />
          ))}
        </div>
        <div className="latest">
          {latest.map((story) => (
            <StoryCard key={story.id} story={story} zone={zone} size="line" level={2} />
          ))}
        </div>
      </section>
      {invitation !== null && (
        <p className="invitation ui">
          <strong>{invitation}.</strong> All reporting, the archive and The Daily Update.{' '}
          <a href="/offer">See what it costs, to the day</a>
        </p>
      )}
      <Band title="Columns" href="/columns" stories={columns} zone={zone} size="line" />
      {sections.map(({ section, articles }) => (
        <Band
          key={section.slug}
          className="band section"
          title={section.name}
          href={`/sections/${section.slug}`}
          stories={articles}
          zone={zone}
          size="second"
        />
      ))}
      <Band title="Galleries" href="/galleries" stories={galleries} zone={zone} size="second" />
    </div>
  );
}

type BandProps = {
  readonly title: string;
  readonly href: string;
  readonly stories: readonly Story[];
  readonly zone: string;
  readonly size: 'second' | 'line';
  readonly className?: string;
};

function Band({ title, href, stories, zone, size, className = 'band' }: BandProps) {
  if (stories.length === 0) return null;
  return (
    <section className={className} aria-labelledby={`band${href.replaceAll('/', '-')}`}>
      <h2 id={`band${href.replaceAll('/', '-')}`}>
        <a href={href}>{title}</a>
      </h2>
      <div className="cards">
        {stories.map((story) => (
          <StoryCard key={story.id} story={story} zone={zone} size={size} />
        ))}
      </div>
    </section>
  );
}
