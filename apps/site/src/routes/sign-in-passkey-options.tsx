import { identity } from '@gatefold/api';
import { redirect, type ActionFunctionArgs } from 'react-router';
import { begunCeremony } from '../server/passkeys.ts';
import { visitOf } from '../server/visit.ts';

export const loader = () => redirect('/sign-in', 303);

/** For the script of the sign-in page. */
export async function action({ context }: ActionFunctionArgs) {
  const visit = visitOf(context);
  const forwarded = visit.from === null ? {} : { forwardedFor: visit.from };
  const body = { title: visit.voice.paper.key };
  return begunCeremony(
    visit,
    visit.asSite.identity.call(identity.beginPasskeySignIn, { body, ...forwarded }),
  );
}
