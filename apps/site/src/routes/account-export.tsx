import type { OwnPath } from '@gatefold/web-kit/own-path';
import type { LoaderFunctionArgs } from 'react-router';
import { throwAsPage, verified } from '../server/account.ts';
import { ownData } from '../server/own-data.ts';
import { ownSession } from '../server/own-account.ts';
import { visitOf } from '../server/visit.ts';

const here = '/account/settings' as OwnPath;

/** One file with what is kept under a reader's account. */
export async function loader({ context }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const { sessionToken } = ownSession(visit, here);
  const reader = verified(visit, here);
  const file = await ownData(visit, { sessionToken, reader }).catch(throwAsPage);
  return new Response(`${JSON.stringify(file, null, 2)}\n`, {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': 'attachment; filename="my-data.json"',
      'cache-control': 'private, no-store',
    },
  });
}
