import { ApiProblem, billing } from '@gatefold/api';
import { pathOf } from '@gatefold/web-kit/own-path';
import { data, useActionData, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from 'react-router';
import { asPage } from '../features/problem/problem.ts';
import { EndpointsPage, type Added } from '../features/webhooks/endpoints-page.tsx';
import { visitOf } from '../server/visit.ts';

export const meta: MetaFunction = () => [{ title: 'Webhooks · Gatefold finance' }];

export async function loader({ context, request }: LoaderFunctionArgs) {
  const found = await visitOf(context)
    .asPerson.billing.call(billing.listEndpoints)
    .catch((error: unknown) => {
      throw asPage(error, pathOf(request));
    });
  return { endpoints: found.data };
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const value = (name: string): string =>
    String(form.get(name) ?? '')
      .trim()
      .slice(0, 500);
  const typed = { url: value('url'), description: value('description').slice(0, 200) };
  try {
    const { id, secret } = await visitOf(context).asPerson.billing.call(billing.addEndpoint, { body: typed });
    return data<Added>({ kind: 'added', id, secret }, { status: 201 });
  } catch (error) {
    const isMistake = error instanceof ApiProblem && [400, 422].includes(error.status);
    if (!isMistake) throw asPage(error, pathOf(request));
    const says = 'Please give an https address that is open to the internet.';
    return data<Added>({ kind: 'mistake', error: says, ...typed }, { status: 422 });
  }
}

export default function Webhooks() {
  return <EndpointsPage {...useLoaderData<typeof loader>()} added={useActionData<typeof action>() ?? null} />;
}
