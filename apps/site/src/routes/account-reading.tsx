import { ApiProblem, content } from '@gatefold/api';
import type { OwnPath } from '@gatefold/web-kit/own-path';
import { redirect, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs } from 'react-router';
import { isReadingSaid, ReadingPage } from '../features/account/reading-page.tsx';
import { asPage, notFound, problemPage } from '../features/problem/problem.ts';
import { verified } from '../server/account.ts';
import { visitOf, type Visit } from '../server/visit.ts';
import { Head, useVoice } from '../words/speaking.tsx';

const here = '/account/reading' as OwnPath;

/** Content keeps what was read; nothing else of an account is there. */
const thrown = (error: unknown): never => {
  if (error instanceof ApiProblem && error.code === 'cursor-invalid') throw problemPage(404, notFound);
  throw asPage(error);
};

export async function loader({ context, request }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const { readerId: id } = verified(visit, here);
  const { searchParams } = new URL(request.url);
  const after = searchParams.get('after');
  const done = searchParams.get('done');
  const query = { publication: visit.voice.paper.key, limit: 50, ...(after === null ? {} : { after }) };
  const { keeps, data, nextCursor } = await visit.asReader.content
    .call(content.listReads, { params: { id }, query })
    .catch(thrown);
  return {
    keeps,
    reads: data,
    olderHref: nextCursor === null ? null : `${here}?after=${encodeURIComponent(nextCursor)}`,
    isFirst: after === null,
    done: isReadingSaid(done) ? done : null,
  };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const visit = visitOf(context);
  const { readerId } = verified(visit, here);
  const wish = (await request.formData()).get('do');
  const done = await fulfil(visit, { readerId, wish }).catch(thrown);
  return redirect(`${here}?done=${done}`, 303);
}

type Wish = { readonly readerId: string; readonly wish: unknown };

async function fulfil({ asReader }: Visit, { readerId, wish }: Wish): Promise<'cleared' | 'off' | 'on'> {
  const params = { id: readerId };
  if (wish === 'clear') {
    await asReader.content.call(content.clearReads, { params });
    return 'cleared';
  }
  if (wish !== 'off' && wish !== 'on') throw problemPage(404, notFound);
  await asReader.content.call(content.chooseReads, { params, body: { keeps: wish === 'on' } });
  return wish;
}

export default function Reading() {
  const { say } = useVoice();
  return (
    <>
      <Head title={say('history.title')} />
      <ReadingPage {...useLoaderData<typeof loader>()} />
    </>
  );
}
