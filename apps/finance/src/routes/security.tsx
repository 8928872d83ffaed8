import { identity } from '@gatefold/api';
import { Button } from '@gatefold/ui/button';
import { pathOf } from '@gatefold/web-kit/own-path';
import { data, redirect, useActionData, type ActionFunctionArgs, type MetaFunction } from 'react-router';
import { BackupCodes } from '../features/sign-in/backup-codes.tsx';
import { mistakeIn } from '../server/sign-in-mistakes.ts';
import { signInPath } from '../sign-in-path.ts';
import { visitOf } from '../server/visit.ts';

export const meta: MetaFunction = () => [{ title: 'Your sign-in · Gatefold finance' }];

export async function action({ context, request }: ActionFunctionArgs) {
  const { asPages, cookie } = visitOf(context);
  const here = pathOf(request);
  if (cookie === null) throw redirect(signInPath(here), 303);
  const { backupCodes } = await asPages.identity
    .call(identity.renewBackupCodes, { body: { sessionToken: cookie } })
    .catch((error: unknown) => {
      throw new Error(mistakeIn(error, here).says);
    });
  return data({ codes: backupCodes });
}

export default function Security() {
  const made = useActionData<typeof action>();
  return (
    <div className="narrow">
      <h1>Your sign-in</h1>
      {made !== undefined ? (
        <BackupCodes codes={made.codes} next="/events" />
      ) : (
        <>
          <p>
            You sign in with the mailed link and a code of your app. Backup codes stand in for the app, once
            each. If you have used some, or are not sure who has seen them, make new ones: the old ones are
            worth nothing from then on.
          </p>
          <form method="post" action="/security">
            <Button>Make new backup codes</Button>
          </form>
        </>
      )}
    </div>
  );
}
