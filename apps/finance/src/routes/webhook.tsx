import { billing } from '@gatefold/api';
import { pathOf } from '@gatefold/web-kit/own-path';
import { data, useActionData, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from 'react-router';
import { asPage, notFound, problemPage } from '../features/problem/problem.ts';
import { EndpointPage, type Done } from '../features/webhooks/endpoint-page.tsx';
import { idOf } from '../id-of.ts';
import { pressed } from '../pressed.ts';
import { visitOf, type Visit } from '../server/visit.ts';
import { pageLinks } from '../words/pages-of.ts';

export const meta: MetaFunction = () => [{ title: 'Webhook · Gatefold finance' }];

const PER_PAGE = 50;

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const client = visitOf(context).asPerson.billing;
  const id = idOf(params);
  const after = new URL(request.url).searchParams.get('after');
  try {
    const query = { limit: PER_PAGE, ...(after === null ? {} : { after: after.slice(0, 200) }) };
    const [endpoints, sent] = await Promise.all([
      client.call(billing.listEndpoints),
      client.call(billing.listDeliveries, { params: { id }, query }),
    ]);
    const endpoint = endpoints.data.find((one) => one.id === id);
    if (endpoint === undefined) throw problemPage(404, notFound);
    const cursors = { nextCursor: sent.nextCursor, previousCursor: null };
    return { endpoint, deliveries: sent.data, links: pageLinks(`/webhooks/${id}`, {}, cursors) };
  } catch (error) {
    throw asPage(error, pathOf(request));
  }
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const id = idOf(params);
  const form = await request.formData();
  const doing = pressed(form, doings);
  const done = await doing(visitOf(context), id).catch((error: unknown) => {
    throw asPage(error, pathOf(request));
  });
  return data(done);
}

const switchTo =
  (state: 'on' | 'off') =>
  async ({ asPerson }: Visit, id: string): Promise<Done> => {
    await asPerson.billing.call(billing.switchEndpoint, { params: { id }, body: { state } });
    return {
      kind: 'said',
      says: state === 'on' ? 'It is on' : 'It is off: nothing is sent, and nothing later',
    };
  };

const doings: Readonly<Record<string, (visit: Visit, id: string) => Promise<Done>>> = {
  on: switchTo('on'),
  off: switchTo('off'),
  async test({ asPerson }, id) {
    await asPerson.billing.call(billing.testEndpoint, { params: { id } });
    return { kind: 'said', says: 'A test is on its way' };
  },
  async replay({ asPerson }, id) {
    const { replayed } = await asPerson.billing.call(billing.replayFailed, { params: { id } });
    return { kind: 'said', says: replayed === 1 ? 'One is sent again' : `${replayed} are sent again` };
  },
  async rotate({ asPerson }, id) {
    const { secret } = await asPerson.billing.call(billing.rotateSecret, { params: { id } });
    return { kind: 'secret', secret };
  },
};

export default function Webhook() {
  return <EndpointPage {...useLoaderData<typeof loader>()} done={useActionData<typeof action>() ?? null} />;
}
