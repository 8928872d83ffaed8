import { Button, ButtonLink } from '@gatefold/ui/button';
import { TextField } from '@gatefold/ui/field';
import { Notice } from '@gatefold/ui/notice';
import { dayIn, type Habits } from './held.ts';

export type OpenSession = {
  readonly id: string;
  readonly device: string | null;
  readonly startedAt: string;
  readonly current: boolean;
};

/** What was done a moment ago, in words. An address can name one of these and nothing else. */
const said = {
  'email-mailed': 'We have mailed a link to both addresses. The change is made once both are used.',
  'sessions-ended': 'Signed out there.',
  'delete-mailed': 'We have mailed you a link. Nothing is deleted before you use it.',
} as const;

export const isSaid = (input: string | null): input is keyof typeof said => input !== null && input in said;

type Props = {
  readonly email: string | null;
  readonly sessions: readonly OpenSession[];
  readonly done: keyof typeof said | null;
  readonly refused: { readonly error: string; readonly email: string } | undefined;
  readonly habits: Habits;
};

export function SettingsPage({ email, sessions, done, refused, habits }: Props) {
  return (
    <div className="account-page">
      <header className="page-head">
        <h1>Address, devices and data</h1>
        {email !== null && <p className="meta">Signed in as {email}</p>}
      </header>
      {done !== null && <Notice tone="ok" title={said[done]} />}
      <EmailCard refused={refused} />
      <SessionsCard sessions={sessions} habits={habits} />
      <DataCard />
    </div>
  );
}

function EmailCard({ refused }: Pick<Props, 'refused'>) {
  return (
    <section className="card" aria-labelledby="email-title">
      <h2 id="email-title">E-mail address</h2>
      <p className="ui">We ask both addresses, the old and the new one, before anything is changed.</p>
      <form method="post" action="/account/settings" className="order" noValidate>
        <TextField
          name="email"
          type="email"
          inputMode="email"
          autoComplete="email"
          required
          label="New e-mail address"
          defaultValue={refused?.email ?? ''}
          error={refused?.error}
        />
        <Button>Change the address</Button>
      </form>
    </section>
  );
}

function SessionsCard({ sessions, habits }: Pick<Props, 'sessions' | 'habits'>) {
  const day = dayIn(habits);
  return (
    <section className="card" aria-labelledby="sessions-title">
      <h2 id="sessions-title">Where you are signed in</h2>
      <ul className="plain-list">
        {sessions.map(({ id, device, startedAt, current }) => (
          <li key={id}>
            <span>
              {device ?? 'A browser that did not say its name'}
              <span className="meta for">
                {current ? 'This browser, since' : 'Since'} {day(startedAt)}
              </span>
            </span>
            {!current && (
              <form method="post" action="/account/sessions/end">
                <input type="hidden" name="id" value={id} />
                <button
                  className="as-link"
                  aria-label={`Sign out: ${device ?? 'unnamed'}, since ${day(startedAt)}`}
                >
                  Sign out
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <form method="post" action="/account/sessions/end" className="choices">
          <Button>Sign out everywhere else</Button>
        </form>
      )}
    </section>
  );
}

function DataCard() {
  return (
    <section className="card" aria-labelledby="data-title">
      <h2 id="data-title">Your data</h2>
      <p className="ui">
        You can take everything with you that we keep under your account, as one file, and you can have the
        account deleted. What that means stands on the next page.
      </p>
      <div className="choices">
        <ButtonLink href="/account/export.json">Download my data</ButtonLink>
        <ButtonLink href="/account/delete">Delete my account</ButtonLink>
      </div>
    </section>
  );
}
