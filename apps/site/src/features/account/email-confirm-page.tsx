import { Button, ButtonLink } from '@gatefold/ui/button';
import { useVoice } from '../../words/speaking.tsx';

/** Only a button: programs that look through mails open links, and must not use them up. */
export function EmailConfirmPage({ token }: { readonly token: string }) {
  const { say } = useVoice();
  return (
    <div className="narrow">
      <h1>{say('email.confirm')}</h1>
      <p>{say('email.confirm-says')}</p>
      <div className="choices">
        <form method="post" action="/account/email/confirm">
          <input type="hidden" name="token" value={token} />
          <Button>{say('email.right')}</Button>
        </form>
        <ButtonLink href="/">{say('email.not-me')}</ButtonLink>
      </div>
    </div>
  );
}

export function EmailConfirmedPage({ state }: { readonly state: 'one-left' | 'changed' }) {
  const { say } = useVoice();
  return (
    <div className="narrow">
      <h1>{say(state === 'changed' ? 'email.changed' : 'email.one-left')}</h1>
      <p>{say(state === 'changed' ? 'email.changed-says' : 'email.one-left-says')}</p>
      <div className="choices">
        <ButtonLink href="/account">{say('frame.to-account')}</ButtonLink>
      </div>
    </div>
  );
}
