import { identity } from '@gatefold/api';
import { Button } from '@gatefold/ui/button';
import { TextField } from '@gatefold/ui/field';
import { home, ownPath, pathOf } from '@gatefold/web-kit/own-path';
import { data, redirect, useActionData, useLoaderData } from 'react-router';
import type { ActionFunctionArgs, HeadersFunction, LoaderFunctionArgs, MetaFunction } from 'react-router';
import { appAddress, secretInGroups } from '../features/sign-in/app-address.ts';
import { BackupCodes, Kept } from '../features/sign-in/backup-codes.tsx';
import { mistakeIn } from '../server/sign-in-mistakes.ts';
import { Square } from '../features/sign-in/square.tsx';
import { signInPath } from '../sign-in-path.ts';
import { visitOf, type Visit } from '../server/visit.ts';

export const meta: MetaFunction = () => [{ title: 'Set up your second factor · Gatefold finance' }];

/** The page that shows the backup codes also opens the session. */
export const headers: HeadersFunction = ({ actionHeaders }) => actionHeaders;

export function loader({ context, request }: LoaderFunctionArgs) {
  const { session } = visitOf(context);
  const next = ownPath(new URL(request.url).searchParams.get('next')) ?? home;
  if (session.kind !== 'reader') throw redirect(signInPath(next), 303);
  const stands = session.session.secondFactor;
  // Whoever has shown a passkey may set up an app beside it.
  if (stands !== 'unset' && stands !== 'passed') throw redirect(next, 303);
  return { next };
}

type Step =
  | { readonly at: 'scan'; readonly address: string; readonly error?: string }
  | { readonly at: 'codes'; readonly codes: readonly string[] };

export async function action({ context, request }: ActionFunctionArgs) {
  const visit = visitOf(context);
  const form = await request.formData();
  const next = ownPath(form.get('next')) ?? home;
  const sessionToken = visit.cookie;
  if (sessionToken === null) throw redirect(signInPath(next), 303);
  const address = appAddress(form.get('address'));
  try {
    if (address !== null)
      return await confirm(visit, { sessionToken, code: String(form.get('code') ?? ''), next });
    const { uri } = await visit.asPages.identity.call(identity.beginSecondFactor, { body: { sessionToken } });
    return data<Done>({ next, step: { at: 'scan', address: uri } });
  } catch (error) {
    const { status, says } = mistakeIn(error, pathOf(request));
    // The same picture again: the app has read it already.
    return data<Done>({ next, step: { at: 'scan', address: address ?? '', error: says } }, { status });
  }
}

type Done = { readonly next: string; readonly step: Step };
type Coded = { readonly sessionToken: string; readonly code: string; readonly next: string };

async function confirm({ asPages, cookies, forgetSession }: Visit, { sessionToken, code, next }: Coded) {
  const { backupCodes, ...opened } = await asPages.identity.call(identity.confirmSecondFactor, {
    body: { sessionToken, code: code.padEnd(6, ' ').slice(0, 20) },
  });
  forgetSession();
  return data<Done>(
    { next, step: { at: 'codes', codes: backupCodes } },
    { headers: { 'set-cookie': cookies.open(opened.sessionToken, opened.expiresAt) } },
  );
}

export default function SignInSetUp() {
  const { next } = useLoaderData<typeof loader>();
  const done = useActionData<typeof action>();
  return (
    <div className="narrow">
      <h1>Set up your second factor</h1>
      {done === undefined ? (
        <Begin next={next} />
      ) : done.step.at === 'scan' ? (
        <Scan {...done.step} next={done.next} />
      ) : (
        <>
          <Kept />
          <BackupCodes codes={done.step.codes} next={done.next} />
        </>
      )}
    </div>
  );
}

const Begin = ({ next }: { readonly next: string }) => (
  <>
    <p>
      Your address is confirmed. Whoever works with the books also shows a code of an authenticator app, so
      that a mailbox alone opens nothing. It takes a minute, once.
    </p>
    <form method="post" action="/sign-in/set-up">
      <input type="hidden" name="next" value={next} />
      <Button main>Begin</Button>
    </form>
  </>
);

type ScanProps = { readonly address: string; readonly error?: string; readonly next: string };

const Scan = ({ address, error, next }: ScanProps) => (
  <>
    <p>Let your authenticator app read this square, or type the letters under it.</p>
    <Square text={address} />
    <p>
      <code>{secretInGroups(address)}</code>
    </p>
    <form method="post" action="/sign-in/set-up" className="stack" noValidate>
      <TextField
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        required
        label="The six digits that the app shows now"
        error={error}
      />
      <input type="hidden" name="address" value={address} />
      <input type="hidden" name="next" value={next} />
      <Button main>Keep this app</Button>
    </form>
  </>
);
