import { ApiProblem, billing } from '@gatefold/api';
import { pathOf } from '@gatefold/web-kit/own-path';
import { data, redirect, useActionData, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from 'react-router';
import { CasePage, type CaseDone } from '../features/cases/case-page.tsx';
import { asPage } from '../features/problem/problem.ts';
import { idOf } from '../id-of.ts';
import { pressed } from '../pressed.ts';
import { isThemselves, namesOf } from '../server/people.ts';
import { visitOf } from '../server/visit.ts';

export const meta: MetaFunction = () => [{ title: 'Case · Gatefold finance' }];

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const found = await visit.asPerson.billing
    .call(billing.getCase, { params: { id: idOf(params) } })
    .catch((error: unknown) => {
      throw asPage(error, pathOf(request));
    });
  const { takenBy, closedBy } = found;
  const names = await namesOf(visit, [takenBy, closedBy]);
  const named = (actor: string | null) => actor && (names[actor] ?? actor);
  return {
    one: { ...found, by: named(takenBy), closer: named(closedBy) },
    isTheirs: isThemselves(visit, takenBy),
  };
}

type Call = (asked: ActionFunctionArgs, form: FormData) => Promise<unknown>;

const doings: Readonly<Record<string, Call>> = {
  take: ({ context, params }, form) => {
    const instead = String(form.get('instead') ?? '').slice(0, 100) || null;
    const { billing: client } = visitOf(context).asPerson;
    return client.call(billing.takeCase, { params: { id: idOf(params) }, body: { instead } });
  },
  settle: ({ context, params }, form) => {
    const { billing: client } = visitOf(context).asPerson;
    const body = { resolution: resolutionIn(form) };
    return client.call(billing.closeCase, { params: { id: idOf(params) }, body });
  },
};

const resolutionIn = (form: FormData): string =>
  String(form.get('resolution') ?? '')
    .trim()
    .slice(0, 500);

export async function action(asked: ActionFunctionArgs) {
  const form = await asked.request.formData();
  const call = pressed(form, doings);
  const resolution = resolutionIn(form);
  if (call === doings['settle'] && resolution.length < 3)
    return answer({ kind: 'mistake', resolution, error: 'Please say what came of it, in a few words.' }, 422);
  try {
    await call(asked, form);
  } catch (error) {
    const says = error instanceof ApiProblem ? inTheWay[error.code] : undefined;
    if (says === undefined) throw asPage(error, pathOf(asked.request));
    return answer({ kind: 'refused', says }, 409);
  }
  throw redirect(`/cases/${idOf(asked.params)}`, 303);
}

const answer = (done: CaseDone, status: number) => data<CaseDone>(done, { status });

/** What a colleague was quicker to do. */
const inTheWay: Readonly<Record<string, string>> = {
  'case-taken': 'Somebody else has begun to see to it in the meantime',
  'case-closed': 'Somebody has settled it already',
};

export default function OneCase() {
  return <CasePage {...useLoaderData<typeof loader>()} done={useActionData<typeof action>() ?? null} />;
}
