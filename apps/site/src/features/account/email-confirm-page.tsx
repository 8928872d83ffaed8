import { Button, ButtonLink } from '@gatefold/ui/button';

/** Only a button: programs that look through mails open links, and must not use them up. */
export function EmailConfirmPage({ token }: { readonly token: string }) {
  return (
    <div className="narrow">
      <h1>Confirm the new address</h1>
      <p>The address of the account is changed once this button was pressed from both mails.</p>
      <div className="choices">
        <form method="post" action="/account/email/confirm">
          <input type="hidden" name="token" value={token} />
          <Button>Yes, this is right</Button>
        </form>
        <ButtonLink href="/">It was not me</ButtonLink>
      </div>
    </div>
  );
}

export function EmailConfirmedPage({ state }: { readonly state: 'one-left' | 'changed' }) {
  return (
    <div className="narrow">
      <h1>{state === 'changed' ? 'The address is changed' : 'One confirmation is left'}</h1>
      <p>
        {state === 'changed'
          ? 'From now on we write to the new address, and you sign in with it.'
          : 'Thank you. The other address has a mail with a link as well: the change is made when both are confirmed.'}
      </p>
      <div className="choices">
        <ButtonLink href="/account">To your account</ButtonLink>
      </div>
    </div>
  );
}
