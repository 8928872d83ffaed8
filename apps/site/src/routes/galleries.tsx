import { useLoaderData, type LoaderFunctionArgs } from 'react-router';
import { ListPage } from '../features/newspaper/list-page.tsx';
import { fromLoader } from '../server/caching.ts';
import { asList, listOf } from '../server/stories.ts';
import { visitOf } from '../server/visit.ts';
import { Head, useVoice } from '../words/speaking.tsx';

export const headers = fromLoader;

export async function loader({ context, request }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  return asList(visit, await listOf(visit, { kind: 'gallery' }, request));
}

export default function GalleriesPage() {
  const { stories, olderHref } = useLoaderData<typeof loader>();
  const { say, paper } = useVoice();
  const title = say('frame.galleries');
  return (
    <>
      <Head title={title} description={say('galleries.description', { paper: paper.name })} index />
      <ListPage title={title} says={say('galleries.says')} stories={stories} olderHref={olderHref} />
    </>
  );
}
