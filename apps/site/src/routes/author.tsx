import { useLoaderData, type LoaderFunctionArgs } from 'react-router';
import { ListPage } from '../features/newspaper/list-page.tsx';
import { fromLoader } from '../server/caching.ts';
import { asList, found, listOf } from '../server/stories.ts';
import { visitOf } from '../server/visit.ts';
import { Head, useVoice } from '../words/speaking.tsx';

export const headers = fromLoader;

/** Authors are known by what they have written. */
export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const page = await listOf(visit, { author: params['slug'] ?? '' }, request);
  const author = found(page.stories[0]?.author);
  return asList(visit, { author, ...page });
}

export default function AuthorPage() {
  const { author, stories, olderHref } = useLoaderData<typeof loader>();
  const { say, paper } = useVoice();
  return (
    <>
      <Head title={author.name} index />
      <ListPage
        title={author.name}
        says={say('author.says', { author: author.name, paper: paper.name })}
        stories={stories}
        olderHref={olderHref}
      />
    </>
  );
}
