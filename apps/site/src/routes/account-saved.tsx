import { ApiProblem, content, Slug } from '@gatefold/api';
import type { OwnPath } from '@gatefold/web-kit/own-path';
import { redirect, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { isSavedSaid, SavedPage } from '../features/account/saved-page.tsx';
import { asPage, notFound, problemPage } from '../features/problem/problem.ts';
import { verified } from '../server/account.ts';
import { visitOf, type Visit } from '../server/visit.ts';
import { Head, useVoice } from '../words/speaking.tsx';

const here = '/account/saved' as OwnPath;

const NOT_THERE = ['cursor-invalid', 'article-not-found'];

/** Content keeps what was saved; nothing else of an account is there. */
const thrown = (error: unknown): never => {
  if (error instanceof ApiProblem && NOT_THERE.includes(error.code)) throw problemPage(404, notFound);
  throw asPage(error);
};

export async function loader({ context, request }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const { readerId: id } = verified(visit, here);
  const { searchParams } = new URL(request.url);
  const after = searchParams.get('after');
  const done = searchParams.get('done');
  const query = { publication: visit.voice.paper.key, limit: 50, ...(after === null ? {} : { after }) };
  const { data, nextCursor } = await visit.asReader.content
    .call(content.listSaved, { params: { id }, query })
    .catch(thrown);
  return {
    saved: data,
    olderHref: nextCursor === null ? null : `${here}?after=${encodeURIComponent(nextCursor)}`,
    isFirst: after === null,
    done: isSavedSaid(done) ? done : null,
  };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const visit = visitOf(context);
  const { readerId: id } = verified(visit, here);
  const form = await request.formData();
  const slug = Slug.safeParse(form.get('slug'));
  if (!slug.success) throw problemPage(404, notFound);
  const done = await fulfil(visit, { params: { id, slug: slug.data }, wish: form.get('do') }).catch(thrown);
  return redirect(`${here}?done=${done}`, 303);
}

type Wish = { readonly params: { readonly id: string; readonly slug: string }; readonly wish: unknown };

async function fulfil({ asReader }: Visit, { params, wish }: Wish): Promise<'saved' | 'dropped' | 'full'> {
  if (wish === 'drop') {
    await asReader.content.call(content.dropSaved, { params });
    return 'dropped';
  }
  if (wish !== 'save') throw problemPage(404, notFound);
  try {
    await asReader.content.call(content.saveArticle, { params });
    return 'saved';
  } catch (error) {
    if (error instanceof ApiProblem && error.code === 'too-many-saved') return 'full';
    throw error;
  }
}

export default function Saved() {
  const { say } = useVoice();
  return (
    <>
      <Head title={say('saved.title')} />
      <SavedPage {...useLoaderData<typeof loader>()} />
    </>
  );
}
