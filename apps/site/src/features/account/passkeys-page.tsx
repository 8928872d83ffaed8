import { Button, ButtonLink } from '@gatefold/ui/button';
import { TextField } from '@gatefold/ui/field';
import { Notice } from '@gatefold/ui/notice';
import { useVoice } from '../../words/speaking.tsx';
import type { PlainKey } from '../../words/voice.ts';
import { PasskeyForm } from './passkey-form.tsx';

export type KeptPasskey = {
  readonly id: string;
  readonly name: string;
  readonly addedAt: string;
  readonly lastUsedAt: string | null;
  readonly synced: boolean;
  /** The paper whose passkey it is; null where there is no other. */
  readonly worksAt: string | null;
};

/** What was done a moment ago, in words. An address can name one of these and nothing else. */
const said = {
  added: 'passkeys.added',
  renamed: 'passkeys.renamed',
  removed: 'passkeys.removed',
} as const;

export const isPasskeySaid = (input: string | null): input is keyof typeof said =>
  input !== null && input in said;

type Props = {
  readonly passkeys: readonly KeptPasskey[];
  readonly done: keyof typeof said | null;
  readonly error: PlainKey | undefined;
  readonly nonce: string;
  /** Whether the house has other papers. */
  readonly hasOthers: boolean;
};

export function PasskeysPage({ passkeys, done, error, nonce, hasOthers }: Props) {
  const { say } = useVoice();
  return (
    <div className="account-page">
      <header className="page-head">
        <h1>{say('passkeys.title')}</h1>
        <p className="meta">{say('passkeys.lead')}</p>
      </header>
      {done !== null && <Notice tone="ok" title={say(said[done])} />}
      {error !== undefined && <Notice tone="bad" title={say(error)} />}
      <section className="card" aria-labelledby="kept-title">
        <h2 id="kept-title">{say('passkeys.yours')}</h2>
        {passkeys.length === 0 ? (
          <p className="ui">{say('passkeys.none')}</p>
        ) : (
          <ul className="plain-list">
            {passkeys.map((one) => (
              <Kept key={one.id} {...one} />
            ))}
          </ul>
        )}
      </section>
      <AddCard nonce={nonce} hasOthers={hasOthers} />
      <div className="choices">
        <ButtonLink href="/account/settings">{say('account.settings')}</ButtonLink>
        <ButtonLink href="/account">{say('frame.to-account')}</ButtonLink>
      </div>
    </div>
  );
}

function Kept({ id, name, addedAt, lastUsedAt, synced, worksAt }: KeptPasskey) {
  const { say, day } = useVoice();
  return (
    <li>
      <span>
        {name}
        <span className="meta for">
          {say('passkeys.since', { day: day(addedAt) })}{' '}
          {lastUsedAt === null ? say('passkeys.unused') : say('passkeys.last-used', { day: day(lastUsedAt) })}{' '}
          {say(synced ? 'passkeys.synced' : 'passkeys.one-device')}
          {worksAt !== null && ` ${say('passkeys.works-at', { paper: worksAt })}`}
        </span>
      </span>
      <form method="post" action="/account/passkeys" className="order">
        <input type="hidden" name="id" value={id} />
        <TextField
          name={`name-${id}`}
          label={say('passkeys.other-name', { name })}
          maxLength={60}
          defaultValue={name}
        />
        <div className="choices">
          <Button name="do" value="rename">
            {say('passkeys.rename')}
          </Button>
          <Button name="do" value="remove" aria-label={say('passkeys.remove-one', { name })}>
            {say('passkeys.remove')}
          </Button>
        </div>
      </form>
    </li>
  );
}

function AddCard({ nonce, hasOthers }: Pick<Props, 'nonce'> & { readonly hasOthers: boolean }) {
  const { say, paper } = useVoice();
  return (
    <section className="card" aria-labelledby="add-title">
      <h2 id="add-title">{say('passkeys.add-one')}</h2>
      {hasOthers && <p className="ui">{say('passkeys.bound', { paper: paper.name })}</p>}
      <noscript>
        <p className="ui">{say('passkeys.needs-script')}</p>
      </noscript>
      <PasskeyForm
        way="make"
        action="/account/passkeys"
        options="/account/passkeys/options"
        failed={say('passkeys.not-made')}
        nonce={nonce}
      >
        <input type="hidden" name="do" value="add" />
        <TextField
          name="name"
          label={say('passkeys.name')}
          hint={say('passkeys.name-hint')}
          maxLength={60}
          required
        />
        <Button>{say('passkeys.add')}</Button>
      </PasskeyForm>
    </section>
  );
}
