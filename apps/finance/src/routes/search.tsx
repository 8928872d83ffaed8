import { pathOf } from '@gatefold/web-kit/own-path';
import { data, redirect, useLoaderData, type LoaderFunctionArgs, type MetaFunction } from 'react-router';
import { onlyPage } from '../features/search/results.ts';
import { SearchPage, type SearchView } from '../features/search/search-page.tsx';
import { lookedUp } from '../server/search.ts';
import { visitOf } from '../server/visit.ts';
import { askedFor, wrongOf, type Wrong } from '../words/typed-id.ts';

export const meta: MetaFunction = () => [{ title: 'Find an id · Gatefold finance' }];

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  const asked = askedFor(searchParams.get('q'));
  if (asked.is === 'wrong') throw redirect(`/search?not=${asked.why}`, 303);
  if (asked.is === 'nothing') return nothingAsked(wrongOf(searchParams.get('not')));
  const { text } = asked;
  const { found, isReader } = await lookedUp(visitOf(context), text, pathOf(request));
  const page = onlyPage(text, found, isReader);
  if (page !== null) throw redirect(page, 303);
  return data<SearchView>({ kind: 'found', text, found });
}

const nothingAsked = (why: Wrong | null) =>
  why === null
    ? data<SearchView>({ kind: 'blank' })
    : data<SearchView>({ kind: 'mistake', why }, { status: 422 });

export default function Search() {
  return <SearchPage view={useLoaderData<typeof loader>()} />;
}
