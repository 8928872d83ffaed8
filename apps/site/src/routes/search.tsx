import { content } from '@gatefold/api';
import { Button } from '@gatefold/ui/button';
import { TextField } from '@gatefold/ui/field';
import { data, useLoaderData, type LoaderFunctionArgs } from 'react-router';
import { StoryCard } from '../features/newspaper/story.tsx';
import { asPage } from '../features/problem/problem.ts';
import { cacheControl, fromLoader } from '../server/caching.ts';
import { listOf } from '../server/stories.ts';
import { visitOf } from '../server/visit.ts';
import { Head, useVoice } from '../words/speaking.tsx';

export const headers = fromLoader;

const LONGEST = 200;

/** Without words: the whole archive, newest first. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const q = (new URL(request.url).searchParams.get('q') ?? '').trim().slice(0, LONGEST);
  const headers = { 'cache-control': cacheControl(visit) };
  if (q === '') {
    const { stories, olderHref } = await listOf(visit, {}, request);
    return data({ q, olderHref, hits: stories.map((story) => ({ story, snippet: '' })) }, { headers });
  }
  const { data: found } = await visit.asReader.content
    .call(content.search, { query: { publication: visit.voice.paper.key, q } })
    .catch((error: unknown) => {
      throw asPage(error);
    });
  const hits = found.map(({ snippet, ...story }) => ({ story, snippet }));
  return data({ q, olderHref: null, hits }, { headers });
}

export default function SearchPage() {
  const { q, hits, olderHref } = useLoaderData<typeof loader>();
  const { say, textLang } = useVoice();
  return (
    <div className="list-page">
      <Head title={q === '' ? say('frame.archive') : `“${q}”`} index={q === ''} />
      <header className="page-head">
        <h1>{say('frame.archive')}</h1>
        <form method="get" action="/search" role="search" className="search">
          <TextField
            name="q"
            type="search"
            label={say('search.label')}
            defaultValue={q}
            maxLength={LONGEST}
          />
          <Button>{say('search.button')}</Button>
        </form>
        {q !== '' && (
          <p className="ui" role="status">
            {say('search.found', { count: hits.length, q })}
          </p>
        )}
      </header>
      <div className="rows">
        {hits.map(({ story, snippet }) => (
          <div key={story.id} className="hit">
            <StoryCard story={story} level={2} />
            {/* Made and escaped by content, from what everyone may read. */}
            {snippet !== '' && (
              <p className="snippet" lang={textLang} dangerouslySetInnerHTML={{ __html: snippet }} />
            )}
          </div>
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
