import { content } from '@gatefold/api';
import { data, useLoaderData, type LoaderFunctionArgs } from 'react-router';
import { asPage } from '../features/problem/problem.ts';
import { cacheControl, fromLoader } from '../server/caching.ts';
import { visitOf } from '../server/visit.ts';
import { Head, useVoice } from '../words/speaking.tsx';

export const headers = fromLoader;

export async function loader({ context }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const { data: columns } = await visit.asReader.content
    .call(content.listColumns, { query: { publication: visit.voice.paper.key } })
    .catch((error: unknown) => {
      throw asPage(error);
    });
  return data({ columns }, { headers: { 'cache-control': cacheControl(visit) } });
}

export default function ColumnsPage() {
  const { columns } = useLoaderData<typeof loader>();
  const { say, paper, textLang } = useVoice();
  return (
    <div className="list-page">
      <Head
        title={say('frame.columns')}
        description={say('columns.description', { paper: paper.name })}
        index
      />
      <header className="page-head">
        <h1>{say('frame.columns')}</h1>
        <p className="dek">{say('columns.says')}</p>
      </header>
      <div className="rows">
        {columns.map(({ slug, name, description, author }) => (
          <article key={slug} className="story row">
            <div className="words">
              <h2 lang={textLang}>
                <a href={`/columns/${slug}`}>{name}</a>
              </h2>
              <p className="dek" lang={textLang}>
                {description}
              </p>
              <p className="meta">{say('columns.by', { author: author.name })}</p>
            </div>
          </article>
        ))}
      </div>
    </div>
  );
}
