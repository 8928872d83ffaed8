import { useLoaderData, type LoaderFunctionArgs, type MetaFunction } from 'react-router';
import { ListPage } from '../features/newspaper/list-page.tsx';
import { publication } from '../publication.ts';
import { fromLoader } from '../server/caching.ts';
import { problemPage, unavailable } from '../features/problem/problem.ts';
import { asList, found, listOf } from '../server/stories.ts';
import { visitOf } from '../server/visit.ts';

export const headers = fromLoader;

export const meta: MetaFunction<typeof loader> = ({ loaderData }) => [
  { title: `${loaderData?.section.name ?? 'Section'} · ${publication.name}` },
  { name: 'description', content: loaderData?.section.description ?? '' },
];

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const sections = await visit.lookups.sections();
  if (sections.length === 0) throw problemPage(503, unavailable);
  const section = found(sections.find(({ slug }) => slug === params['slug']));
  return asList(visit, { section, ...(await listOf(visit, { section: section.slug }, request)) });
}

export default function SectionPage() {
  const { section, stories, olderHref } = useLoaderData<typeof loader>();
  return (
    <ListPage
      title={section.name}
      says={section.description}
      stories={stories}
      zone={publication.zone}
      olderHref={olderHref}
    />
  );
}
