import { ApiProblem, billing, CatalogueFile } from '@gatefold/api';
import { pathOf } from '@gatefold/web-kit/own-path';
import { data, useActionData } from 'react-router';
import type { ActionFunctionArgs, MetaFunction } from 'react-router';
import { PlanPage, type Looked, type Mistake } from '../features/offers/plan-page.tsx';
import { asPage } from '../features/problem/problem.ts';
import { visitOf } from '../server/visit.ts';

export const meta: MetaFunction = () => [{ title: 'What a file would change · Gatefold finance' }];

export const loader = () => null;

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const text = String(form.get('file') ?? '');
  const wrong = (mistakes: readonly Mistake[]) =>
    data<Looked>({ kind: 'mistakes', text, mistakes }, { status: 422 });
  const read = readFile(text);
  if ('mistakes' in read) return wrong(read.mistakes);
  try {
    const { changes } = await visitOf(context).asPerson.billing.call(billing.planCatalogue, { body: read });
    return data<Looked>({ kind: 'plan', text, changes });
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.code !== 'catalogue-invalid')
      throw asPage(error, pathOf(request));
    return wrong(mistakesIn(error));
  }
}

/** Billing looks at the same again; what is wrong is said here with each place, before it is asked. */
function readFile(text: string) {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const message =
      text.trim() === '' ? 'Please paste the file.' : `It is no JSON: ${(error as Error).message}`;
    return { mistakes: [{ place: '', message }] };
  }
  const checked = CatalogueFile.safeParse(json);
  if (checked.success) return { file: checked.data };
  return {
    mistakes: checked.error.issues.map(({ path, message }) => ({ place: path.join('.'), message })),
  };
}

/** As billing names them: each with its field. */
function mistakesIn({ facts, message }: ApiProblem): readonly Mistake[] {
  const { issues } = facts;
  if (!Array.isArray(issues)) return [{ place: '', message }];
  return (issues as { field?: string; message: string }[]).map((issue) => ({
    place: issue.field ?? '',
    message: issue.message,
  }));
}

export default function OfferPlan() {
  return <PlanPage looked={useActionData<typeof action>() ?? null} />;
}
