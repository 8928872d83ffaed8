import { pathOf } from '@gatefold/web-kit/own-path';
import { data, redirect, useActionData, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from 'react-router';
import { PlaygroundPage, type PlaygroundView } from '../features/playground/playground-page.tsx';
import {
  noSuchReader,
  readQuestion,
  typedIn,
  type QuestionErrors,
  type TypedQuestion,
} from '../features/playground/question.ts';
import { publication } from '../publication.ts';
import { explained, readerIdOf, slugsToChoose } from '../server/playground.ts';
import { visitOf } from '../server/visit.ts';
import { listHref } from '../words/pages-of.ts';

export const meta: MetaFunction = () => [{ title: 'Playground · Gatefold finance' }];

type Refused = { readonly typed: TypedQuestion; readonly errors: QuestionErrors };

export async function loader({ context, request }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const search = new URL(request.url).searchParams;
  const input = readQuestion(
    typedIn((name) => search.get(name)),
    publication.zone,
  );
  const [slugs, view] = await Promise.all([
    slugsToChoose(visit),
    input.is === 'question' ? explained(visit, input.question, pathOf(request)) : viewOf(input),
  ]);
  const status = view.kind === 'mistakes' ? 422 : 200;
  return data({ typed: input.typed, slugs, view }, { status });
}

const viewOf = (input: { is: 'blank' } | { is: 'wrong'; errors: QuestionErrors }): PlaygroundView =>
  input.is === 'blank' ? { kind: 'blank' } : { kind: 'mistakes', errors: input.errors };

/** A form, so that no reader's address ever stands in one of the browser. */
export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const typed = typedIn((name) => form.get(name));
  const reader = await readerIdOf(visitOf(context), typed.reader, pathOf(request));
  if (reader === null) return data<Refused>({ typed, errors: { reader: noSuchReader } }, { status: 422 });
  const input = readQuestion({ ...typed, reader }, publication.zone);
  if (input.is === 'wrong') return data<Refused>({ typed, errors: input.errors }, { status: 422 });
  const { article, at } = typed;
  return redirect(
    listHref('/playground', { reader, article: article || undefined, at: at || undefined }),
    303,
  );
}

export default function Playground() {
  const loaded = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  if (refused === undefined) return <PlaygroundPage {...loaded} />;
  return (
    <PlaygroundPage {...loaded} typed={refused.typed} view={{ kind: 'mistakes', errors: refused.errors }} />
  );
}
