import { content } from '@gatefold/api';
import { useLoaderData, type LoaderFunctionArgs, type MetaFunction } from 'react-router';
import { ListPage } from '../features/newspaper/list-page.tsx';
import { asPage } from '../features/problem/problem.ts';
import { publication } from '../publication.ts';
import { fromLoader } from '../server/caching.ts';
import { asList, found, listOf } from '../server/stories.ts';
import { visitOf } from '../server/visit.ts';

export const headers = fromLoader;

export const meta: MetaFunction<typeof loader> = ({ loaderData }) => [
  { title: `${loaderData?.column.name ?? 'Column'} · ${publication.name}` },
  { name: 'description', content: loaderData?.column.description ?? '' },
];

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const { data: columns } = await visit.asReader.content.call(content.listColumns).catch((error: unknown) => {
    throw asPage(error);
  });
  const column = found(columns.find(({ slug }) => slug === params['slug']));
  return asList(visit, { column, ...(await listOf(visit, { column: column.slug }, request)) });
}

export default function ColumnPage() {
  const { column, stories, olderHref } = useLoaderData<typeof loader>();
  return (
    <ListPage
      title={column.name}
      says={`${column.description} By ${column.author.name}.`}
      stories={stories}
      zone={publication.zone}
      olderHref={olderHref}
    />
  );
}
