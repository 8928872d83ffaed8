import { ApiProblem, billing } from '@gatefold/api';
import { pathOf } from '@gatefold/web-kit/own-path';
import { data, redirect, useActionData, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from 'react-router';
import { asPage } from '../features/problem/problem.ts';
import { RequestPage, type RequestDone } from '../features/requests/request-page.tsx';
import { inTheWayWords } from '../features/requests/request-words.ts';
import { idOf } from '../id-of.ts';
import { pressed } from '../pressed.ts';
import { isThemselves, namesOf } from '../server/people.ts';
import { visitOf } from '../server/visit.ts';

export const meta: MetaFunction = () => [{ title: 'Request · Gatefold finance' }];

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const found = await visit.asPerson.billing
    .call(billing.getRequest, { params: { id: idOf(params) } })
    .catch((error: unknown) => {
      throw asPage(error, pathOf(request));
    });
  const { askedBy, decidedBy } = found;
  const names = await namesOf(visit, [askedBy, decidedBy]);
  const decider = decidedBy === null ? null : (names[decidedBy] ?? decidedBy);
  return {
    request: { ...found, by: names[askedBy] ?? askedBy, decider },
    isTheirs: isThemselves(visit, askedBy),
  };
}

type Verdict = 'approved' | 'rejected';
type Doing = { readonly verdict: Verdict; readonly needsReason: boolean };

const doings: Readonly<Record<string, Doing>> = {
  approve: { verdict: 'approved', needsReason: true },
  decline: { verdict: 'rejected', needsReason: true },
  again: { verdict: 'approved', needsReason: false },
};

/** What was decided stands on the page that one is led to, so that a reload decides nothing again. */
export async function action({ context, params, request }: ActionFunctionArgs) {
  const id = idOf(params);
  const form = await request.formData();
  const { verdict, needsReason } = pressed(form, doings);
  const note = String(form.get('note') ?? '')
    .trim()
    .slice(0, 500);
  if (needsReason && note.length < 3)
    return answer({ kind: 'mistake', note, error: 'Please say why, in a few words.' }, 422);
  try {
    const body = { verdict, ...(needsReason && { note }) };
    await visitOf(context).asPerson.billing.call(billing.decideOnRequest, { params: { id }, body });
  } catch (error) {
    const says = error instanceof ApiProblem ? inTheWayWords(error.code) : null;
    if (says === null) throw asPage(error, pathOf(request));
    return answer({ kind: 'refused', says }, 409);
  }
  throw redirect(`/requests/${id}`, 303);
}

const answer = (done: RequestDone, status: number) => data<RequestDone>(done, { status });

export default function Request() {
  return <RequestPage {...useLoaderData<typeof loader>()} done={useActionData<typeof action>() ?? null} />;
}
