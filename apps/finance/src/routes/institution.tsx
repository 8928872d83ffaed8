import { ApiProblem, entitlement } from '@gatefold/api';
import { pathOf } from '@gatefold/web-kit/own-path';
import { data, useActionData, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from 'react-router';
import { InstitutionPage, type Done } from '../features/institutions/institution-page.tsx';
import { asPage, entitlementAway, notFound, problemPage } from '../features/problem/problem.ts';
import { idOf } from '../id-of.ts';
import { pressed } from '../pressed.ts';
import { visitOf, type Visit } from '../server/visit.ts';

export const meta: MetaFunction = () => [{ title: 'Institution · Gatefold finance' }];

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const { asPerson, now } = visitOf(context);
  const id = idOf(params);
  try {
    const [all, seats, log] = await Promise.all([
      asPerson.entitlement.call(entitlement.listGroups),
      asPerson.entitlement.call(entitlement.seats, { params: { id } }),
      asPerson.entitlement.call(entitlement.groupLog, { params: { id } }),
    ]);
    const institution = all.data.find((one) => one.id === id);
    if (institution === undefined) throw problemPage(404, notFound);
    const { free, members, invites } = seats;
    const counts = { free, taken: members.length, invited: invites.length };
    return { institution, ...counts, log: log.data, now: now.toISOString() };
  } catch (error) {
    throw asPage(error, pathOf(request), entitlementAway);
  }
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const id = idOf(params);
  const form = await request.formData();
  const doing = pressed(form, doings);
  const domain = String(form.get('domain') ?? '')
    .trim()
    .slice(0, 300);
  try {
    return data<Done>({ kind: 'said', says: await doing(visitOf(context), { id, domain }) });
  } catch (error) {
    const isMistake = error instanceof ApiProblem && error.code === 'invalid-input';
    if (!isMistake) throw asPage(error, pathOf(request), entitlementAway);
    const says = 'Please give a domain such as library.example.';
    return data<Done>({ kind: 'mistake', domain, error: says }, { status: 422 });
  }
}

type Wish = { readonly id: string; readonly domain: string };

const doings: Readonly<Record<string, (visit: Visit, wish: Wish) => Promise<string>>> = {
  async close({ asPerson }, { id }) {
    await asPerson.entitlement.call(entitlement.closeGroup, { params: { id } });
    return 'It is closed: nobody reads by it any more';
  },
  async 'add-domain'({ asPerson }, { id, domain }) {
    await asPerson.entitlement.call(entitlement.addDomain, { params: { id }, body: { domain } });
    return `It is open to ${domain}`;
  },
  async 'remove-domain'({ asPerson }, { id, domain }) {
    await asPerson.entitlement.call(entitlement.removeDomain, { params: { id, domain } });
    return `It is closed to newcomers of ${domain}`;
  },
};

export default function Institution() {
  const done = useActionData<typeof action>() ?? null;
  return <InstitutionPage {...useLoaderData<typeof loader>()} done={done} />;
}
