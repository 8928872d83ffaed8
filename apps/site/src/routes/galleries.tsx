import { useLoaderData, type LoaderFunctionArgs, type MetaFunction } from 'react-router';
import { ListPage } from '../features/newspaper/list-page.tsx';
import { publication } from '../publication.ts';
import { fromLoader } from '../server/caching.ts';
import { asList, listOf } from '../server/stories.ts';
import { visitOf } from '../server/visit.ts';

export const headers = fromLoader;

export const meta: MetaFunction = () => [
  { title: `Galleries · ${publication.name}` },
  { name: 'description', content: `The photo galleries of ${publication.name}.` },
];

export async function loader({ context, request }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  return asList(visit, await listOf(visit, { kind: 'gallery' }, request));
}

export default function GalleriesPage() {
  const { stories, olderHref } = useLoaderData<typeof loader>();
  return (
    <ListPage
      title="Galleries"
      says="The paper in pictures."
      stories={stories}
      zone={publication.zone}
      olderHref={olderHref}
    />
  );
}
