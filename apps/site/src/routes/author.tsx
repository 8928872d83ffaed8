import { useLoaderData, type LoaderFunctionArgs, type MetaFunction } from 'react-router';
import { ListPage } from '../features/newspaper/list-page.tsx';
import { publication } from '../publication.ts';
import { fromLoader } from '../server/caching.ts';
import { asList, found, listOf } from '../server/stories.ts';
import { visitOf } from '../server/visit.ts';

export const headers = fromLoader;

export const meta: MetaFunction<typeof loader> = ({ loaderData }) => [
  { title: `${loaderData?.author.name ?? 'Author'} · ${publication.name}` },
];

/** Authors are known by what they have written. */
export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const page = await listOf(visit, { author: params['slug'] ?? '' }, request);
  const author = found(page.stories[0]?.author);
  return asList(visit, { author, ...page });
}

export default function AuthorPage() {
  const { author, stories, olderHref } = useLoaderData<typeof loader>();
  return (
    <ListPage
      title={author.name}
      says={`Everything by ${author.name} in ${publication.name}.`}
      stories={stories}
      zone={publication.zone}
      olderHref={olderHref}
    />
  );
}
