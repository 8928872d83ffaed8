import type { MoneyJson } from '@gatefold/kernel';
import { Button } from '@gatefold/ui/button';
import { Facts } from '@gatefold/ui/definition-list';
import { Checkbox, TextField } from '@gatefold/ui/field';
import { Notice } from '@gatefold/ui/notice';
import { everyInWords, price, seatsInWords, times } from './group-habits.ts';
import type { TeamErrors } from './team-input.ts';

export type TeamOffer = {
  readonly key: string;
  readonly name: string;
  readonly amount: MoneyJson;
  readonly interval: { readonly unit: string; readonly count: number };
  readonly seats: { readonly least: number; readonly most: number };
  readonly consent: { readonly version: string; readonly text: string };
  readonly benefits: readonly string[];
};

type Props = {
  readonly offer: TeamOffer;
  readonly seats: number;
  /** The address of a reader who is signed in; others type theirs. */
  readonly knownEmail: string | null;
  readonly typedEmail: string;
  readonly attempt: string;
  readonly errors: TeamErrors;
};

/** How many seats and what they come to, then one form; the card is given on the hosted page that follows. */
export function TeamPage({ offer, seats, ...order }: Props) {
  const each = everyInWords(offer.interval);
  return (
    <div className="narrow offer">
      <header className="page-head">
        <p className="kicker">{offer.name}</p>
        <h1>Seats for your group</h1>
      </header>
      <p>
        {price(offer.amount)} for each seat {each}. You read with the first seat and hand out the others by
        e-mail; each member has an account of their own.
      </p>
      <section aria-labelledby="price-title">
        <h2 id="price-title">What you pay, and when</h2>
        <Facts
          facts={[
            { term: 'Seats', value: seatsInWords(seats) },
            { term: 'Today', value: price(times(offer.amount, seats)) },
            { term: 'After that', value: `${price(times(offer.amount, seats))} ${each}, until you cancel` },
          ]}
        />
        <form method="get" action="/teams" className="order">
          <TextField
            name="seats"
            type="number"
            min={offer.seats.least}
            max={offer.seats.most}
            required
            label="How many seats?"
            hint={`From ${offer.seats.least} to ${offer.seats.most}.`}
            defaultValue={seats}
          />
          <Button>Show the price</Button>
        </form>
      </section>
      <section aria-labelledby="order-title">
        <h2 id="order-title">Your order: {seatsInWords(seats)}</h2>
        <Order offer={offer} seats={seats} {...order} />
      </section>
      <section aria-labelledby="gets-title">
        <h2 id="gets-title">What you get</h2>
        <ul className="benefits ui">
          {offer.benefits.map((benefit) => (
            <li key={benefit}>{benefit}</li>
          ))}
        </ul>
      </section>
    </div>
  );
}

function Order({ offer, seats, knownEmail, typedEmail, attempt, errors }: Props) {
  return (
    <form method="post" action={`/teams?seats=${seats}`} className="order" noValidate>
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
          You pay for the group as <strong>{knownEmail}</strong>.
        </p>
      )}
      <Checkbox name="consent" value="on" required label={offer.consent.text} error={errors.consent} />
      <input type="hidden" name="seats" value={seats} />
      <input type="hidden" name="offer" value={offer.key} />
      <input type="hidden" name="consentVersion" value={offer.consent.version} />
      <input type="hidden" name="attempt" value={attempt} />
      <Button main>Continue to payment</Button>
      <p className="meta">
        You give your card on the payment page that follows. Nothing is charged before you confirm there.
      </p>
    </form>
  );
}
