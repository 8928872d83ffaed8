import { content } from '@gatefold/api';
import { data } from 'react-router';
import { asPage, notFound, problemPage } from '../features/problem/problem.ts';
import { cacheControl } from './caching.ts';
import type { Visit } from './visit.ts';

type Filter = {
  readonly section?: string;
  readonly column?: string;
  readonly author?: string;
  readonly kind?: 'article' | 'column' | 'gallery';
};

const PER_PAGE = 20;

/** One page of a list of pieces, newest first, with the address of the next. */
export async function listOf(visit: Visit, filter: Filter, request: Request) {
  const url = new URL(request.url);
  const after = url.searchParams.get('after');
  const { data: stories, nextCursor } = await visit.asReader.content
    .call(content.listArticles, {
      query: {
        publication: visit.voice.paper.key,
        ...filter,
        ...(after === null ? {} : { after }),
        limit: PER_PAGE,
      },
    })
    .catch((error: unknown) => {
      throw asPage(error);
    });
  const olderHref = nextCursor === null ? null : `${url.pathname}?after=${encodeURIComponent(nextCursor)}`;
  return { stories, olderHref };
}

/** A list page's data, cached as its visit allows. */
export const asList = <T extends object>(visit: Visit, page: T) =>
  data(page, { headers: { 'cache-control': cacheControl(visit) } });

/** A page that is about something which does not exist. */
export function found<T>(thing: T | null | undefined): T {
  if (thing === null || thing === undefined) throw problemPage(404, notFound);
  return thing;
}
