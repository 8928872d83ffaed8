import { Button } from '@gatefold/ui/button';
import { Radios, TextField } from '@gatefold/ui/field';
import { Notice } from '@gatefold/ui/notice';
import { Say, useVoice } from '../../words/speaking.tsx';
import type { PlainKey } from '../../words/voice.ts';
import type { GiftErrors, TypedGift } from './gift-input.ts';

export type GiftOffer = {
  readonly key: string;
  readonly name: string;
  readonly amount: { readonly amount: string; readonly currency: string };
  readonly takeBackDays: number;
  readonly expiresAfterDays: number | null;
};

type Props = {
  readonly offers: readonly GiftOffer[];
  /** The address of a reader who is signed in; others type theirs. */
  readonly knownEmail: string | null;
  readonly attempt: string;
  /** The first and the last day on which it may be mailed. */
  readonly days: { readonly first: string; readonly last: string };
  readonly typed: Partial<TypedGift>;
  readonly errors: GiftErrors;
};

/** One page, one form; the card is given on the hosted page that follows. */
export function GivePage({ offers, knownEmail, attempt, days, typed, errors }: Props) {
  const { say, paper } = useVoice();
  const said = useSaid();
  return (
    <div className="narrow offer">
      <header className="page-head">
        <h1>{say('gift.title', { name: paper.name })}</h1>
      </header>
      <p>
        <Say of="gift.says" href="/redeem" />
      </p>
      <form method="post" action="/give" className="order" noValidate>
        {errors.form !== undefined && <Notice tone="bad" title={say(errors.form)} />}
        <Choice offers={offers} chosen={typed.offer ?? ''} />
        <Recipient days={days} typed={typed} errors={errors} />
        <TextField
          name="from"
          autoComplete="name"
          required
          maxLength={80}
          label={say('gift.from')}
          defaultValue={typed.from}
          error={said(errors.from)}
        />
        <Message text={typed.message ?? ''} error={said(errors.message)} />
        <Giver knownEmail={knownEmail} typed={typed.email ?? ''} error={said(errors.email)} />
        <input type="hidden" name="attempt" value={attempt} />
        <Button main>{say('order.to-payment')}</Button>
        <Terms offers={offers} />
      </form>
    </div>
  );
}

/** A mistake in words, for a field that may have none. */
function useSaid() {
  const { say } = useVoice();
  return (key: PlainKey | undefined): string | undefined => (key === undefined ? undefined : say(key));
}

function Recipient({ days, typed, errors }: Pick<Props, 'days' | 'typed' | 'errors'>) {
  const { say } = useVoice();
  const said = useSaid();
  return (
    <>
      <TextField
        name="to"
        type="email"
        inputMode="email"
        required
        label={say('gift.to')}
        defaultValue={typed.to}
        error={said(errors.to)}
      />
      <TextField
        name="sendOn"
        type="date"
        min={days.first}
        max={days.last}
        label={say('gift.send-on')}
        hint={say('gift.send-on-hint')}
        defaultValue={typed.sendOn ?? days.first}
        error={said(errors.sendOn)}
      />
    </>
  );
}

function Choice({ offers, chosen }: { offers: readonly GiftOffer[]; chosen: string }) {
  const { say, money } = useVoice();
  const first = offers.some(({ key }) => key === chosen) ? chosen : offers[0]?.key;
  return (
    <Radios
      name="offer"
      legend={say('gift.what')}
      options={offers.map(({ key, name, amount }) => ({
        value: key,
        label: say('gift.choice', { name, price: money(amount) }),
      }))}
      defaultValue={first ?? null}
    />
  );
}

function Message({ text, error }: { text: string; error: string | undefined }) {
  const { say } = useVoice();
  return (
    <div className="field">
      <label htmlFor="field-message">{say('gift.message')}</label>
      {error !== undefined && (
        <span className="error" id="field-message-error">
          {error}
        </span>
      )}
      <textarea
        id="field-message"
        name="message"
        rows={4}
        maxLength={500}
        defaultValue={text}
        aria-invalid={error === undefined ? undefined : true}
        aria-describedby={error === undefined ? undefined : 'field-message-error'}
      />
    </div>
  );
}

function Giver({
  knownEmail,
  typed,
  error,
}: {
  knownEmail: string | null;
  typed: string;
  error: string | undefined;
}) {
  const { say } = useVoice();
  if (knownEmail !== null)
    return (
      <p className="ui">
        <Say of="gift.as" with={{ email: knownEmail }} />
      </p>
    );
  return (
    <TextField
      name="email"
      type="email"
      inputMode="email"
      autoComplete="email"
      required
      label={say('gift.email')}
      hint={say('gift.email-hint')}
      defaultValue={typed}
      error={error}
    />
  );
}

function Terms({ offers }: { offers: readonly GiftOffer[] }) {
  const { say } = useVoice();
  const [offer] = offers;
  if (offer === undefined) return null;
  const { takeBackDays, expiresAfterDays } = offer;
  return (
    <p className="meta">
      {say('gift.take-back-days', { days: takeBackDays })}{' '}
      {expiresAfterDays !== null &&
        `${say('gift.paid-back', { years: Math.floor(expiresAfterDays / 365) })} `}
      {say('offer.whole')} {say('order.card-next')}
    </p>
  );
}
