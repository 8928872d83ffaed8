import { billing } from '@gatefold/api';
import { pathOf } from '@gatefold/web-kit/own-path';
import { useActionData, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from 'react-router';
import { asPage } from '../features/problem/problem.ts';
import { DeliveryPage } from '../features/webhooks/delivery-page.tsx';
import { idOf } from '../id-of.ts';
import { visitOf } from '../server/visit.ts';

export const meta: MetaFunction = () => [{ title: 'Delivery · Gatefold finance' }];

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const id = idOf(params);
  const { payload, ...delivery } = await visitOf(context)
    .asPerson.billing.call(billing.getDelivery, { params: { id } })
    .catch((error: unknown) => {
      throw asPage(error, pathOf(request));
    });
  return { delivery, payload: JSON.stringify(JSON.parse(payload), null, 2) };
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const id = idOf(params);
  await visitOf(context)
    .asPerson.billing.call(billing.replayDelivery, { params: { id } })
    .catch((error: unknown) => {
      throw asPage(error, pathOf(request));
    });
  return { isReplayed: true };
}

export default function WebhookDelivery() {
  return (
    <DeliveryPage
      {...useLoaderData<typeof loader>()}
      isReplayed={useActionData<typeof action>() !== undefined}
    />
  );
}
