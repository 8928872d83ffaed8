import { useLoaderData, type LoaderFunctionArgs } from 'react-router';
import { ListPage } from '../features/newspaper/list-page.tsx';
import { fromLoader } from '../server/caching.ts';
import { problemPage, unavailable } from '../features/problem/problem.ts';
import { asList, found, listOf } from '../server/stories.ts';
import { visitOf } from '../server/visit.ts';
import { Head } from '../words/speaking.tsx';

export const headers = fromLoader;

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const sections = await visit.lookups.sections();
  if (sections.length === 0) throw problemPage(503, unavailable);
  const section = found(sections.find(({ slug }) => slug === params['slug']));
  return asList(visit, { section, ...(await listOf(visit, { section: section.slug }, request)) });
}

export default function SectionPage() {
  const { section, stories, olderHref } = useLoaderData<typeof loader>();
  const { name, description } = section;
  return (
    <>
      <Head title={name} description={description} index />
      <ListPage title={name} says={description} stories={stories} olderHref={olderHref} />
    </>
  );
}
