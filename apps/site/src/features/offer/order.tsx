import { Button } from '@gatefold/ui/button';
import { Checkbox, TextField } from '@gatefold/ui/field';
import { Notice } from '@gatefold/ui/notice';
import { Say, useVoice } from '../../words/speaking.tsx';
import type { PlainKey } from '../../words/voice.ts';

export type OrderErrors = {
  readonly email?: PlainKey | undefined;
  readonly consent?: PlainKey | undefined;
  readonly form?: PlainKey | undefined;
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
  const { say } = useVoice();
  const said = (key: PlainKey | undefined) => (key === undefined ? undefined : say(key));
  return (
    <form
      method="post"
      action={code === '' ? '/offer' : `/offer?${new URLSearchParams({ code })}`}
      className="order"
      noValidate
    >
      {errors.form !== undefined && <Notice tone="bad" title={say(errors.form)} />}
      {knownEmail === null ? (
        <TextField
          name="email"
          type="email"
          inputMode="email"
          autoComplete="email"
          required
          label={say('order.email')}
          hint={say('order.email-hint')}
          defaultValue={typedEmail}
          error={said(errors.email)}
        />
      ) : (
        <p className="ui">
          <Say of="order.as" with={{ email: knownEmail }} />
        </p>
      )}
      <Checkbox name="consent" value="on" required label={consent.text} error={said(errors.consent)} />
      <input type="hidden" name="offer" value={offer} />
      <input type="hidden" name="consentVersion" value={consent.version} />
      {code !== '' && <input type="hidden" name="code" value={code} />}
      <input type="hidden" name="attempt" value={attempt} />
      <input type="hidden" name="returnTo" value={returnTo} />
      <Button main>{say('order.to-payment')}</Button>
      <p className="meta">{say('order.card-next')}</p>
    </form>
  );
}
