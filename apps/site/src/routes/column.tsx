import { content } from '@gatefold/api';
import { useLoaderData, type LoaderFunctionArgs } from 'react-router';
import { ListPage } from '../features/newspaper/list-page.tsx';
import { asPage } from '../features/problem/problem.ts';
import { fromLoader } from '../server/caching.ts';
import { asList, found, listOf } from '../server/stories.ts';
import { visitOf } from '../server/visit.ts';
import { Head, useVoice } from '../words/speaking.tsx';

export const headers = fromLoader;

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const { data: columns } = await visit.asReader.content
    .call(content.listColumns, { query: { publication: visit.voice.paper.key } })
    .catch((error: unknown) => {
      throw asPage(error);
    });
  const column = found(columns.find(({ slug }) => slug === params['slug']));
  return asList(visit, { column, ...(await listOf(visit, { column: column.slug }, request)) });
}

export default function ColumnPage() {
  const { column, stories, olderHref } = useLoaderData<typeof loader>();
  const { say } = useVoice();
  const { name, description, author } = column;
  return (
    <>
      <Head title={name} description={description} index />
      <ListPage
        title={name}
        says={say('column.says', { description, author: author.name })}
        stories={stories}
        olderHref={olderHref}
      />
    </>
  );
}
