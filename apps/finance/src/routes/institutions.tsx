import { ApiProblem, entitlement } from '@gatefold/api';
import { pathOf } from '@gatefold/web-kit/own-path';
import { data, redirect, useActionData, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from 'react-router';
import {
  blankContract,
  readContract,
  refusedContract,
  typedContract,
} from '../features/institutions/contract-form.ts';
import { InstitutionsPage, type Mistake } from '../features/institutions/institutions-page.tsx';
import { asPage, entitlementAway } from '../features/problem/problem.ts';
import { publication } from '../publication.ts';
import { visitOf } from '../server/visit.ts';

export const meta: MetaFunction = () => [{ title: 'Institutions · Gatefold finance' }];

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { asPerson, now } = visitOf(context);
  const found = await asPerson.entitlement.call(entitlement.listGroups).catch((error: unknown) => {
    throw asPage(error, pathOf(request), entitlementAway);
  });
  return { institutions: found.data, now: now.toISOString() };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const typed = typedContract((name) => form.get(name));
  const read = readContract(typed, publication.zone);
  if ('errors' in read) return data<Mistake>({ typed, errors: read.errors }, { status: 422 });
  const { features, networks, domains, ...contract } = read.contract;
  const body = {
    ...{ ...contract, publication: publication.key },
    ...{ features: [...features], networks: [...networks], domains: [...domains] },
  };
  try {
    const { id } = await visitOf(context).asPerson.entitlement.call(entitlement.makeGroup, { body });
    return redirect(`/institutions/${id}`, 303);
  } catch (error) {
    const errors = error instanceof ApiProblem ? refusedContract(refusalIn(error)) : null;
    if (errors === null) throw asPage(error, pathOf(request), entitlementAway);
    return data<Mistake>({ typed, errors }, { status: 422 });
  }
}

const refusalIn = ({ code, facts }: ApiProblem) => {
  const issues = facts['issues'];
  const paths = Array.isArray(issues)
    ? issues.map((issue) => String((issue as { path?: unknown }).path))
    : [];
  return { code, paths };
};

export default function Institutions() {
  const mistake = useActionData<typeof action>() ?? null;
  return <InstitutionsPage {...useLoaderData<typeof loader>()} blank={blankContract} mistake={mistake} />;
}
