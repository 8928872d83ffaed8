import { identity } from '@gatefold/api';
import type { OwnPath } from '@gatefold/web-kit/own-path';
import { redirect, type ActionFunctionArgs } from 'react-router';
import { ownSession } from '../server/own-account.ts';
import { begunCeremony } from '../server/passkeys.ts';
import { visitOf } from '../server/visit.ts';

const here = '/account/passkeys' as OwnPath;

export const loader = () => redirect(here, 303);

/** For the script of the page that makes passkeys. */
export async function action({ context }: ActionFunctionArgs) {
  const visit = visitOf(context);
  const { sessionToken } = ownSession(visit, here);
  const body = { sessionToken, title: visit.voice.paper.key };
  return begunCeremony(visit, visit.asSite.identity.call(identity.beginPasskey, { body }));
}
