import { content } from '@gatefold/api';
import { data, useLoaderData, type LoaderFunctionArgs, type MetaFunction } from 'react-router';
import { asPage } from '../features/problem/problem.ts';
import { publication } from '../publication.ts';
import { cacheControl, fromLoader } from '../server/caching.ts';
import { visitOf } from '../server/visit.ts';

export const headers = fromLoader;

export const meta: MetaFunction = () => [
  { title: `Columns · ${publication.name}` },
  { name: 'description', content: `The regular columns of ${publication.name}.` },
];

export async function loader({ context }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const { data: columns } = await visit.asReader.content.call(content.listColumns).catch((error: unknown) => {
    throw asPage(error);
  });
  return data({ columns }, { headers: { 'cache-control': cacheControl(visit) } });
}

export default function ColumnsPage() {
  const { columns } = useLoaderData<typeof loader>();
  return (
    <div className="list-page">
      <header className="page-head">
        <h1>Columns</h1>
        <p className="dek">Voices that come back every week.</p>
      </header>
      <div className="rows">
        {columns.map(({ slug, name, description, author }) => (
          <article key={slug} className="story row">
            <div className="words">
              <h2>
                <a href={`/columns/${slug}`}>{name}</a>
              </h2>
              <p className="dek">{description}</p>
              <p className="meta">By {author.name}</p>
            </div>
          </article>
        ))}
      </div>
    </div>
  );
}
