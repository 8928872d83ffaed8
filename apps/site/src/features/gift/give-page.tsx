import { Button } from '@gatefold/ui/button';
import { TextField } from '@gatefold/ui/field';
import { Money } from '@gatefold/ui/money';
import { Notice } from '@gatefold/ui/notice';
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
  readonly habits: { readonly name: string; readonly locale: string };
};

/** One page, one form; the card is given on the hosted page that follows. */
export function GivePage({ offers, knownEmail, attempt, days, typed, errors, habits }: Props) {
  return (
    <div className="narrow offer">
      <header className="page-head">
        <h1>Give {habits.name}</h1>
      </header>
      <p>
        You pay once. We mail your gift, with your message, on the day that you choose. It begins when it is
        taken, ends by itself, and never renews. Have you been given one? <a href="/redeem">Take your gift</a>
        .
      </p>
      <form method="post" action="/give" className="order" noValidate>
        {errors.form !== undefined && <Notice tone="bad" title={errors.form} />}
        <Choice offers={offers} chosen={typed.offer ?? ''} locale={habits.locale} />
        <Recipient days={days} typed={typed} errors={errors} />
        <TextField
          name="from"
          autoComplete="name"
          required
          maxLength={80}
          label="Your name, as you sign"
          defaultValue={typed.from}
          error={errors.from}
        />
        <Message text={typed.message ?? ''} error={errors.message} />
        <Giver knownEmail={knownEmail} typed={typed.email ?? ''} error={errors.email} />
        <input type="hidden" name="attempt" value={attempt} />
        <Button main>Continue to payment</Button>
        <Terms offers={offers} />
      </form>
    </div>
  );
}

function Recipient({ days, typed, errors }: Pick<Props, 'days' | 'typed' | 'errors'>) {
  return (
    <>
      <TextField
        name="to"
        type="email"
        inputMode="email"
        required
        label="Whom is it for? Their e-mail address"
        defaultValue={typed.to}
        error={errors.to}
      />
      <TextField
        name="sendOn"
        type="date"
        min={days.first}
        max={days.last}
        label="Mail it on"
        hint="In the morning of that day; at once if you leave it as it is."
        defaultValue={typed.sendOn ?? days.first}
        error={errors.sendOn}
      />
    </>
  );
}

function Choice({
  offers,
  chosen,
  locale,
}: {
  offers: readonly GiftOffer[];
  chosen: string;
  locale: string;
}) {
  const first = offers.some(({ key }) => key === chosen) ? chosen : offers[0]?.key;
  return (
    <fieldset>
      <legend>What do you give?</legend>
      {offers.map(({ key, name, amount }) => (
        <p key={key} className="ui">
          <label>
            <input type="radio" name="offer" value={key} defaultChecked={key === first} /> {name}:{' '}
            <Money {...amount} locale={locale} />, once
          </label>
        </p>
      ))}
    </fieldset>
  );
}

function Message({ text, error }: { text: string; error: string | undefined }) {
  return (
    <div className="field">
      <label htmlFor="field-message">Your message (if you like)</label>
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
  if (knownEmail !== null)
    return (
      <p className="ui">
        You give it as <strong>{knownEmail}</strong>. Your receipt goes there.
      </p>
    );
  return (
    <TextField
      name="email"
      type="email"
      inputMode="email"
      autoComplete="email"
      required
      label="Your own e-mail address"
      hint="Your receipt goes here, with the code of the gift. No password."
      defaultValue={typed}
      error={error}
    />
  );
}

function Terms({ offers }: { offers: readonly GiftOffer[] }) {
  const [offer] = offers;
  if (offer === undefined) return null;
  const { takeBackDays, expiresAfterDays } = offer;
  return (
    <p className="meta">
      As long as nobody has taken it you can have your money back for {takeBackDays} days.
      {expiresAfterDays !== null &&
        ` A gift that nobody takes within ${Math.floor(expiresAfterDays / 365)} years is paid back to you.`}{' '}
      You give your card on the payment page that follows. Nothing is charged before you confirm there.
    </p>
  );
}
