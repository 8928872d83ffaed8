import { content } from '@gatefold/api';
import { home, ownPath, type OwnPath } from '@gatefold/web-kit/own-path';
import { data, useActionData, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from 'react-router';
import { ArticlePage } from '../features/article/article-page.tsx';
import { freeReading, usedUp } from '../features/offer/free-reading.ts';
import { GiveArticle } from '../features/article/gift.tsx';
import { SaveArticle } from '../features/article/save-article.tsx';
import { embeddable, structuredData } from '../features/article/structured-data.ts';
import { StoryCard } from '../features/newspaper/story.tsx';
import { offerInWords } from '../features/offer/offer-view.ts';
import { besideIt } from '../features/offer/together.ts';
import { wallWords, type DeniedReason, type WallWords } from '../features/offer/wall-words.ts';
import { Wall } from '../features/offer/wall.tsx';
import { asPage } from '../features/problem/problem.ts';
import { cacheControl, fromLoader, type MadeFor } from '../server/caching.ts';
import { giveArticle } from '../server/give-article.ts';
import { askedIn, readArticle } from '../server/read-article.ts';
import { visitOf, type Visit } from '../server/visit.ts';
import { offerPath, planPath, signInPath } from '../coming-back.ts';
import { Head, useVoice } from '../words/speaking.tsx';

export const headers = fromLoader;

/** The mark in a whole text where its teaser ends. */
const REST = 'rest';

export const meta: MetaFunction<typeof loader> = ({ loaderData }) => {
  if (loaderData === undefined) return [];
  const { article, url, image, paperName } = loaderData;
  return [
    { tagName: 'link', rel: 'canonical', href: url },
    { property: 'og:type', content: 'article' },
    { property: 'og:site_name', content: paperName },
    { property: 'og:title', content: article.title },
    { property: 'og:description', content: article.dek },
    { property: 'og:url', content: url },
    ...(image === null ? [] : [{ property: 'og:image', content: image }]),
  ];
};

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const slug = params['slug'] ?? '';
  const article = await readArticle(visit, slug, askedIn(new URL(request.url))).catch((error: unknown) => {
    throw asPage(error);
  });
  const here = ownPath(`/articles/${article.slug}`) ?? home;
  const rest = ownPath(`${here}#${REST}`) ?? here;
  const url = `${visit.siteUrl}${here}`;
  const image =
    article.picture === null
      ? null
      : `${visit.siteUrl}/media/${encodeURIComponent(article.picture.name)}.png`;
  const { reason, meter, granted } = article.access;
  const [wall, more] = await Promise.all([wallOf(visit, article, rest), moreFrom(visit, article)]);
  keep(visit, article, more !== null && wall?.offer !== null);
  return data(
    {
      article: shown(article),
      more: more ?? [],
      wall,
      says: freeReading(reason, meter, visit.voice),
      ...offeredTo(visit, article),
      here,
      url,
      image,
      isSignedIn: visit.session.kind !== 'none' && visit.session.kind !== 'ended',
      offerHref: offerPath(rest),
      signInHref: signInPath(rest),
      planHref: planPath(rest),
      json: embeddable(structuredData({ ...article, granted, url, image }, visit.voice.paper.name)),
      paperName: visit.voice.paper.name,
    },
    { headers: headersOf(visit, article) },
  );
}

type Read = Awaited<ReturnType<typeof readArticle>>;

/** What whoever is signed in may do with a whole text. */
const offeredTo = ({ session }: Visit, { access: { granted, reason } }: Read) => ({
  mayGive: reason === 'subscription' && session.kind === 'reader',
  maySave: granted && session.kind === 'reader',
});

/** The page needs nothing of what the browser keeps. */
const shown = ({ access: { granted, reason }, ...article }: Read) => ({
  ...article,
  access: { granted, reason },
});

/** What is metered is different for each browser, which keeps what is counted and what was signed for it. */
function headersOf(visit: Visit, article: Read): Headers {
  const { access } = article;
  const token = access.meter?.token ?? null;
  const headers = new Headers({ 'cache-control': cacheControl(visit, madeFor(visit, article)) });
  if (token !== null) headers.append('set-cookie', visit.meter.keep(token));
  if (access.pass !== undefined) headers.append('set-cookie', visit.pass.keep(access.pass));
  return headers;
}

function madeFor(visit: Visit, { access, body, rule, isMetered }: Read): MadeFor {
  const isSame = isMetered !== true && access.pass === undefined && access.reason !== 'goodwill';
  if (!isSame || (body !== undefined && rule !== 'free')) return 'one';
  return access.granted || visit.isSameEverywhere() ? 'all' : 'here';
}

/** A page that something is missing on is nobody else's. */
function keep({ keeping }: Visit, { slug, id, access, isMetered }: Read, isComplete: boolean): void {
  keeping.as({ slug, article: id, reason: access.reason, isMetered: isMetered === true });
  if (!isComplete) keeping.never();
}

async function wallOf(visit: Visit, article: Read, returnTo: OwnPath) {
  if (article.access.granted) return null;
  const { lookups, now, voice } = visit;
  const [offer, both] = await Promise.all([lookups.offer(), lookups.together()]);
  return {
    words: wordsFor(visit, article, both !== null),
    offer: offer === null ? null : offerInWords(offer, now, voice),
    together: both === null ? null : besideIt(both, { now, voice, returnTo }),
  };
}

function wordsFor({ session, voice }: Visit, { access, rule }: Read, isSoldTogether: boolean): WallWords {
  const { reason, meter } = access;
  if (reason === 'meter-used-up' && meter !== undefined)
    return usedUp(meter, session.kind === 'reader', voice);
  return wallWords(
    { reason: reason as DeniedReason, rule, isSessionUnknown: session.kind === 'unknown', isSoldTogether },
    voice,
  );
}

/** Gives the article away; the page that comes back has the link. */
export async function action({ context, params }: ActionFunctionArgs) {
  const visit = visitOf(context);
  return giveArticle(visit, params['slug'] ?? '').catch((error: unknown) => {
    throw asPage(error);
  });
}

/** Null when it cannot be had: the page goes without it, and is kept for nobody else. */
async function moreFrom({ asReader, voice }: Visit, article: { id: string; section: { slug: string } }) {
  try {
    const query = { publication: voice.paper.key, section: article.section.slug, limit: 4 };
    const { data: stories } = await asReader.content.call(content.listArticles, { query });
    return stories.filter(({ id }) => id !== article.id).slice(0, 3);
  } catch {
    return null;
  }
}

export default function Article() {
  const page = useLoaderData<typeof loader>();
  const { article, wall, more, json, says } = page;
  const gift = useActionData<typeof action>();
  const { say } = useVoice();
  return (
    <>
      <Head title={article.title} description={article.dek} index />
      <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: json }} />
      <ArticlePage article={article}>
        {says !== null && <p className="ui meter">{says}</p>}
        {page.mayGive && <GiveArticle gift={gift} />}
        {page.maySave && <SaveArticle slug={article.slug} />}
        {wall !== null && (
          <Wall
            words={wall.words}
            offer={wall.offer}
            together={wall.together}
            here={page.here}
            offerHref={page.offerHref}
            signInHref={page.signInHref}
            planHref={page.planHref}
            isSignedIn={page.isSignedIn}
          />
        )}
      </ArticlePage>
      {more.length > 0 && (
        <section className="band more" aria-labelledby="more-title">
          <h2 id="more-title">{say('article.more', { section: article.section.name })}</h2>
          <div className="cards">
            {more.map((story) => (
              <StoryCard key={story.id} story={story} size="line" />
            ))}
          </div>
        </section>
      )}
    </>
  );
}
