import { content } from '@gatefold/api';
import { data, useLoaderData, type LoaderFunctionArgs, type MetaFunction } from 'react-router';
import { FrontPage } from '../features/newspaper/front-page.tsx';
import { layOut } from '../features/newspaper/front.ts';
import { asPage } from '../features/problem/problem.ts';
import { headline } from '../features/offer/timeline.ts';
import { publication } from '../publication.ts';
import { cacheControl, fromLoader } from '../server/caching.ts';
import { visitOf } from '../server/visit.ts';

export const meta: MetaFunction = () => [
  { title: `${publication.name}: ${publication.says}` },
  {
    name: 'description',
    content: `${publication.says}. Reporting, investigations and analysis by ${publication.name}.`,
  },
];

export const headers = fromLoader;

const ENOUGH = 60;

export async function loader({ context }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const { asReader, lookups, session } = visit;
  const [pieces, sections, offer] = await Promise.all([
    asReader.content.call(content.listArticles, { query: { limit: ENOUGH } }),
    lookups.sections(),
    session.kind === 'reader' ? null : lookups.offer(),
  ]).catch((error: unknown) => {
    throw asPage(error);
  });
  const front = layOut(pieces.data, sections);
  const invitation = offer === null ? null : headline(offer.phases, publication.locale);
  return data({ front, invitation }, { headers: { 'cache-control': cacheControl(visit) } });
}

export default function Home() {
  const { front, invitation } = useLoaderData<typeof loader>();
  return <FrontPage front={front} invitation={invitation} name={publication.name} zone={publication.zone} />;
}
