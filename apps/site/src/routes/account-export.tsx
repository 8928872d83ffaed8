import { billing, entitlement, identity } from '@gatefold/api';
import type { LoaderFunctionArgs } from 'react-router';
import { subscriptionsOf, throwAsPage, verified } from '../server/account.ts';
import { ownSession } from '../server/own-account.ts';
import { visitOf } from '../server/visit.ts';
import type { SitePath } from '../site-path.ts';

/** Everything that the services keep under a reader's account, each part as its service tells it. All or nothing. */
export async function loader({ context }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const here = '/account/settings' as SitePath;
  const { sessionToken } = ownSession(visit, here);
  const reader = verified(visit, here);
  const { asSite, asReader } = visit;
  const [account, subscriptions, { data: access }] = await Promise.all([
    asSite.identity.call(identity.exportAccount, { body: { sessionToken } }),
    subscriptionsOf(visit, reader),
    asReader.entitlement.call(entitlement.readersGrants, { params: { id: reader.readerId } }),
  ]).catch(throwAsPage);
  const charges = await Promise.all(
    subscriptions.map(({ id }) => asReader.billing.call(billing.listCharges, { params: { id } })),
  ).catch(throwAsPage);
  const document = {
    takenAt: visit.now.toISOString(),
    account,
    subscriptions: subscriptions.map((one, index) => ({ ...one, charges: charges[index]?.data ?? [] })),
    access,
  };
  return new Response(`${JSON.stringify(document, null, 2)}\n`, {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': 'attachment; filename="my-data.json"',
      'cache-control': 'private, no-store',
    },
  });
}
