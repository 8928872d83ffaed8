import type { ReactNode } from 'react';
import { Time } from '@gatefold/ui/time';
import { Say, useVoice } from '../../words/speaking.tsx';

type PictureFacts = {
  readonly name: string;
  readonly src: string;
  readonly alt: string;
  readonly caption: string;
  readonly credit: string;
  readonly width: number;
  readonly height: number;
};

export type ArticleFacts = {
  readonly kind: 'article' | 'column' | 'gallery';
  readonly title: string;
  readonly dek: string;
  readonly section: { readonly slug: string; readonly name: string };
  readonly author: { readonly slug: string; readonly name: string };
  readonly column: { readonly slug: string; readonly name: string } | null;
  readonly publishedAt: string;
  readonly readingMinutes: number;
  readonly picture: PictureFacts | null;
  readonly pictures: readonly PictureFacts[];
  /** HTML that content has made and cleaned. One of the two is there. */
  readonly body?: string | undefined;
  readonly teaser?: string | undefined;
};

type Props = {
  readonly article: ArticleFacts;
  /** What stands where the rest of the text would be. */
  readonly children: ReactNode;
};

export function ArticlePage({ article, children }: Props) {
  const { say, zone, zoneName, locale, textLang } = useVoice();
  const { title, dek, author, publishedAt, readingMinutes, picture, kind, body, teaser } = article;
  const isCut = body === undefined;
  const text = body ?? teaser ?? '';
  return (
    <article className={`piece ${kind}`}>
      <Kicker {...article} />
      <h1 lang={textLang}>{title}</h1>
      <p className="dek" lang={textLang}>
        {dek}
      </p>
      <p className="meta byline">
        <span>
          <Say of="article.by" with={{ author: author.name }} href={`/authors/${author.slug}`} />
        </span>
        <span>
          <Time at={publishedAt} zone={zone} locale={locale} /> {zoneName}
        </span>
        {kind !== 'gallery' && <span>{say('article.minutes', { count: readingMinutes })}</span>}
      </p>
      {picture !== null && kind !== 'gallery' && <Figure picture={picture} className="wide" eager />}
      {text !== '' && (
        <div
          className={isCut ? 'article-text cut' : 'article-text'}
          data-article-text=""
          lang={textLang}
          dangerouslySetInnerHTML={{ __html: text }}
        />
      )}
      {kind === 'gallery' && <Gallery pictures={article.pictures} />}
      {children}
    </article>
  );
}

function Kicker({ kind, column, section }: Pick<ArticleFacts, 'kind' | 'column' | 'section'>) {
  const { say, textLang } = useVoice();
  const [href, name] =
    kind === 'gallery'
      ? ['/galleries', say('story.gallery')]
      : column === null
        ? [`/sections/${section.slug}`, section.name]
        : [`/columns/${column.slug}`, column.name];
  return (
    <p className="kicker">
      <a href={href} lang={kind === 'gallery' ? undefined : textLang}>
        {name}
      </a>
    </p>
  );
}

function Gallery({ pictures }: { readonly pictures: readonly PictureFacts[] }) {
  return (
    <div className="gallery wide">
      {pictures.map((picture, index) => (
        <Figure key={picture.name} picture={picture} eager={index === 0} />
      ))}
    </div>
  );
}

function Figure({
  picture,
  className,
  eager = false,
}: {
  picture: PictureFacts;
  className?: string;
  eager?: boolean;
}) {
  const { textLang } = useVoice();
  const { src, alt, caption, credit, width, height } = picture;
  return (
    <figure className={className}>
      <img
        src={src}
        alt={alt}
        width={width}
        height={height}
        loading={eager ? 'eager' : 'lazy'}
        fetchPriority={eager ? 'high' : 'auto'}
        decoding="async"
      />
      <figcaption className="meta" lang={textLang}>
        {caption} {credit}
      </figcaption>
    </figure>
  );
}
