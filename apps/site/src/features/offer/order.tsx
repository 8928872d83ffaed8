import { Button } from '@gatefold/ui/button';
import { Checkbox, TextField } from '@gatefold/ui/field';
import { Notice } from '@gatefold/ui/notice';

export type OrderErrors = {
  readonly email?: string | undefined;
  readonly consent?: string | undefined;
  readonly form?: string | undefined;
};

type Props = {
  /** The address of a reader who is signed in; others type theirs. */
  readonly knownEmail: string | null;
  readonly typedEmail: string;
  readonly consent: { readonly version: string; readonly text: string };
  /** The key of what is ordered. */
  readonly offer: string;
  readonly attempt: string;
  readonly returnTo: string;
  /** The promotion code with which the terms are read; empty without one. */
  readonly code: string;
  readonly errors: OrderErrors;
};

/** Address and consent; the card is given on the hosted page that follows. Works without script, keeps what was typed. */
export function OrderForm({
  knownEmail,
  typedEmail,
  consent,
  offer,
  attempt,
  returnTo,
  code,
  errors,
}: Props) {
  return (
    <form
      method="post"
      action={code === '' ? '/offer' : `/offer?${new URLSearchParams({ code })}`}
      className="order"
      noValidate
    >
      {errors.form !== undefined && <Notice tone="bad" title={errors.form} />}
      {knownEmail === null ? (
        <TextField
          name="email"
          type="email"
          inputMode="email"
          autoComplete="email"
          required
          label="E-mail address"
          hint="Your receipts and the link that signs you in go here. No password."
          defaultValue={typedEmail}
          error={errors.email}
        />
      ) : (
        <p className="ui">
          You subscribe as <strong>{knownEmail}</strong>.
        </p>
      )}
      <Checkbox name="consent" value="on" required label={consent.text} error={errors.consent} />
      <input type="hidden" name="offer" value={offer} />
      <input type="hidden" name="consentVersion" value={consent.version} />
      {code !== '' && <input type="hidden" name="code" value={code} />}
      <input type="hidden" name="attempt" value={attempt} />
      <input type="hidden" name="returnTo" value={returnTo} />
      <Button main>Continue to payment</Button>
      <p className="meta">
        You give your card on the payment page that follows. Nothing is charged before you confirm there.
      </p>
    </form>
  );
}
