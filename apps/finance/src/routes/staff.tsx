import { identity } from '@gatefold/api';
import { isId } from '@gatefold/kernel';
import { pathOf } from '@gatefold/web-kit/own-path';
import { data, useActionData, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from 'react-router';
import { z } from 'zod';
import { asPage, identityAway, notFound, problemPage } from '../features/problem/problem.ts';
import { StaffPage, type StaffDone } from '../features/staff/staff-page.tsx';
import { visitOf, type Visit } from '../server/visit.ts';

export const meta: MetaFunction = () => [{ title: 'Staff · Gatefold finance' }];

export async function loader({ context, request }: LoaderFunctionArgs) {
  const client = visitOf(context).asPerson.identity;
  try {
    const [members, acts] = await Promise.all([
      client.call(identity.listStaff),
      client.call(identity.staffLog),
    ]);
    const wanted = new URL(request.url).searchParams.get('reset');
    const resetting = members.data.find(({ readerId }) => readerId === wanted) ?? null;
    return { members: members.data, acts: acts.data, resetting };
  } catch (error) {
    throw asPage(error, pathOf(request), identityAway);
  }
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const doing = form.get('do') === 'reset' ? reset : giveRole;
  const done = await doing(visitOf(context), form).catch((error: unknown) => {
    throw asPage(error, pathOf(request), identityAway);
  });
  return data(done, { status: done.kind === 'said' ? 200 : 422 });
}

async function reset({ asPerson }: Visit, form: FormData): Promise<StaffDone> {
  const id = String(form.get('id'));
  if (!isId(id)) throw problemPage(404, notFound);
  await asPerson.identity.call(identity.resetSecondFactor, { params: { id } });
  return { kind: 'said', says: 'The second factor is reset, and the address was told' };
}

const Given = z.object({
  email: z.string().trim().max(254).pipe(z.email()),
  role: z.enum(['reader', 'finance', 'editor', 'admin']),
});

async function giveRole({ asPerson }: Visit, form: FormData): Promise<StaffDone> {
  const email = String(form.get('email') ?? '');
  const given = Given.safeParse({ email, role: form.get('role') });
  if (!given.success)
    return {
      kind: 'refused',
      error: 'Please give an e-mail address and a role.',
      email: email.slice(0, 300),
    };
  await asPerson.identity.call(identity.createAccount, { body: given.data });
  return { kind: 'said', says: 'The role is given. It counts from the next sign-in on' };
}

export default function Staff() {
  return <StaffPage {...useLoaderData<typeof loader>()} done={useActionData<typeof action>() ?? null} />;
}
