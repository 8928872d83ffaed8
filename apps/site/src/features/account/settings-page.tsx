import { Button, ButtonLink } from '@gatefold/ui/button';
import { Choice, TextField } from '@gatefold/ui/field';
import { Notice } from '@gatefold/ui/notice';
import { languages } from '@gatefold/words';
import { languageNames } from '../../words/language-names.ts';
import { useVoice } from '../../words/speaking.tsx';
import type { PlainKey } from '../../words/voice.ts';
import { zones } from './zones.ts';

export type OpenSession = {
  readonly id: string;
  readonly device: string | null;
  readonly startedAt: string;
  readonly current: boolean;
};

/** What was done a moment ago, in words. An address can name one of these and nothing else. */
const said = {
  'email-mailed': 'settings.email-mailed',
  'language-saved': 'settings.language-saved',
  'sessions-ended': 'settings.sessions-ended',
  'delete-mailed': 'settings.delete-mailed',
} as const;

export const isSaid = (input: string | null): input is keyof typeof said => input !== null && input in said;

type Props = {
  readonly email: string | null;
  readonly sessions: readonly OpenSession[];
  readonly done: keyof typeof said | null;
  readonly refused: { readonly error: PlainKey; readonly email: string } | undefined;
};

export function SettingsPage({ email, sessions, done, refused }: Props) {
  const { say } = useVoice();
  return (
    <div className="account-page">
      <header className="page-head">
        <h1>{say('account.settings')}</h1>
        {email !== null && <p className="meta">{say('frame.signed-in-as', { email })}</p>}
      </header>
      {done !== null && <Notice tone="ok" title={say(said[done])} />}
      <EmailCard refused={refused} />
      <LanguageCard />
      <PasskeysCard />
      <SessionsCard sessions={sessions} />
      <DataCard />
    </div>
  );
}

function EmailCard({ refused }: Pick<Props, 'refused'>) {
  const { say } = useVoice();
  return (
    <section className="card" aria-labelledby="email-title">
      <h2 id="email-title">{say('settings.email')}</h2>
      <p className="ui">{say('settings.email-says')}</p>
      <form method="post" action="/account/settings" className="order" noValidate>
        <TextField
          name="email"
          type="email"
          inputMode="email"
          autoComplete="email"
          required
          label={say('settings.new-email')}
          defaultValue={refused?.email ?? ''}
          error={refused === undefined ? undefined : say(refused.error)}
        />
        <Button>{say('settings.change-email')}</Button>
      </form>
    </section>
  );
}

function LanguageCard() {
  const { say, language, zone } = useVoice();
  return (
    <section className="card" aria-labelledby="language-title">
      <h2 id="language-title">{say('settings.language')}</h2>
      <p className="ui">{say('settings.language-says')}</p>
      <form method="post" action="/account/language" className="order">
        <Choice
          name="language"
          label={say('frame.language')}
          defaultValue={language}
          options={languages.map((one) => ({ value: one, name: languageNames[one] }))}
        />
        <Choice
          name="zone"
          label={say('settings.zone')}
          defaultValue={zone}
          options={zones.map((one) => ({ value: one, name: one.replaceAll('_', ' ') }))}
        />
        <Button>{say('settings.save')}</Button>
      </form>
    </section>
  );
}

function SessionsCard({ sessions }: Pick<Props, 'sessions'>) {
  const { say, day } = useVoice();
  return (
    <section className="card" aria-labelledby="sessions-title">
      <h2 id="sessions-title">{say('settings.sessions')}</h2>
      <ul className="plain-list">
        {sessions.map(({ id, device, startedAt, current }) => (
          <li key={id}>
            <span>
              {device ?? say('settings.no-device')}
              <span className="meta for">
                {say(current ? 'settings.this-since' : 'settings.since', { day: day(startedAt) })}
              </span>
            </span>
            {!current && (
              <form method="post" action="/account/sessions/end">
                <input type="hidden" name="id" value={id} />
                <button
                  className="as-link"
                  aria-label={say('settings.end-one', {
                    device: device ?? say('settings.unnamed'),
                    day: day(startedAt),
                  })}
                >
                  {say('frame.sign-out')}
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <form method="post" action="/account/sessions/end" className="choices">
          <Button>{say('settings.end-others')}</Button>
        </form>
      )}
    </section>
  );
}

function PasskeysCard() {
  const { say } = useVoice();
  return (
    <section className="card" aria-labelledby="passkeys-title">
      <h2 id="passkeys-title">{say('passkeys.title')}</h2>
      <p className="ui">{say('passkeys.beside')}</p>
      <div className="choices">
        <ButtonLink href="/account/passkeys">{say('passkeys.yours')}</ButtonLink>
      </div>
    </section>
  );
}

function DataCard() {
  const { say } = useVoice();
  return (
    <section className="card" aria-labelledby="data-title">
      <h2 id="data-title">{say('settings.data')}</h2>
      <p className="ui">{say('settings.data-says')}</p>
      <div className="choices">
        <ButtonLink href="/account/export.json">{say('settings.export')}</ButtonLink>
        <ButtonLink href="/account/delete">{say('settings.delete')}</ButtonLink>
      </div>
    </section>
  );
}
