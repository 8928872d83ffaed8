import { content } from '@gatefold/api';
import { zoneName } from '@gatefold/ui/time';
import { data, useLoaderData, type LoaderFunctionArgs, type MetaFunction } from 'react-router';
import { ArticlePage } from '../features/article/article-page.tsx';
import { embeddable, structuredData } from '../features/article/structured-data.ts';
import { StoryCard } from '../features/newspaper/story.tsx';
import { offerInWords } from '../features/offer/offer-view.ts';
import { wallWords, type DeniedReason } from '../features/offer/wall-words.ts';
import { Wall } from '../features/offer/wall.tsx';
import { asPage } from '../features/problem/problem.ts';
import { publication } from '../publication.ts';
import { cacheControl, fromLoader } from '../server/caching.ts';
import { readArticle } from '../server/read-article.ts';
import { visitOf, type Visit } from '../server/visit.ts';
import { home, offerPath, signInPath, sitePath } from '../site-path.ts';

export const headers = fromLoader;

export const meta: MetaFunction<typeof loader> = ({ loaderData }) => {
  if (loaderData === undefined) return [{ title: publication.name }];
  const { article, url, image } = loaderData;
  return [
    { title: `${article.title} · ${publication.name}` },
    { name: 'description', content: article.dek },
    { tagName: 'link', rel: 'canonical', href: url },
    { property: 'og:type', content: 'article' },
    { property: 'og:site_name', content: publication.name },
    { property: 'og:title', content: article.title },
    { property: 'og:description', content: article.dek },
    { property: 'og:url', content: url },
    ...(image === null ? [] : [{ property: 'og:image', content: image }]),
  ];
};

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const slug = params['slug'] ?? '';
  const revision = new URL(request.url).searchParams.get('revision');
  const article = await readArticle(visit, slug, revision).catch((error: unknown) => {
    throw asPage(error);
  });
  const here = sitePath(`/articles/${article.slug}`) ?? home;
  const url = `${visit.siteUrl}${here}`;
  const image =
    article.picture === null
      ? null
      : `${visit.siteUrl}/media/${encodeURIComponent(article.picture.name)}.png`;
  const granted = article.access.granted;
  const [offer, more] = await Promise.all([granted ? null : visit.lookups.offer(), moreFrom(visit, article)]);
  const wall = granted
    ? null
    : {
        words: wallWords(
          article.access.reason as DeniedReason,
          article.rule,
          visit.session.kind === 'unknown',
        ),
        offer: offer === null ? null : offerInWords(offer, visit.now, publication),
      };
  const isForEveryone = article.body === undefined || article.rule === 'free';
  return data(
    {
      article,
      more,
      wall,
      here,
      url,
      image,
      isSignedIn: visit.session.kind !== 'none' && visit.session.kind !== 'ended',
      offerHref: offerPath(here),
      signInHref: signInPath(here),
      json: embeddable(structuredData({ ...article, granted, url, image }, publication.name)),
    },
    { headers: { 'cache-control': cacheControl(visit, isForEveryone) } },
  );
}

/** A page is complete without it, so it is left out when it cannot be had. */
async function moreFrom({ asReader }: Visit, article: { id: string; section: { slug: string } }) {
  try {
    const query = { section: article.section.slug, limit: 4 };
    const { data: stories } = await asReader.content.call(content.listArticles, { query });
    return stories.filter(({ id }) => id !== article.id).slice(0, 3);
  } catch {
    return [];
  }
}

export default function Article() {
  const page = useLoaderData<typeof loader>();
  const { article, wall, more, json } = page;
  return (
    <>
      <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: json }} />
      <ArticlePage article={article} zone={publication.zone} zoneName={zoneName(publication.zone)}>
        {wall !== null && (
          <Wall
            words={wall.words}
            offer={wall.offer}
            here={page.here}
            offerHref={page.offerHref}
            signInHref={page.signInHref}
            isSignedIn={page.isSignedIn}
          />
        )}
      </ArticlePage>
      {more.length > 0 && (
        <section className="band more" aria-labelledby="more-title">
          <h2 id="more-title">More from {article.section.name}</h2>
          <div className="cards">
            {more.map((story) => (
              <StoryCard key={story.id} story={story} zone={publication.zone} size="line" />
            ))}
          </div>
        </section>
      )}
    </>
  );
}
