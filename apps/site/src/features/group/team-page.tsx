import type { MoneyJson } from '@gatefold/kernel';
import { Button } from '@gatefold/ui/button';
import { Facts } from '@gatefold/ui/definition-list';
import { Checkbox, TextField } from '@gatefold/ui/field';
import { Notice } from '@gatefold/ui/notice';
import { Say, useVoice } from '../../words/speaking.tsx';
import { everyOf, type Interval } from '../../words/intervals.ts';
import type { PlainKey } from '../../words/voice.ts';
import type { TeamErrors } from './team-input.ts';

export type TeamOffer = {
  readonly key: string;
  readonly name: string;
  readonly amount: MoneyJson;
  readonly interval: Interval;
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
  const voice = useVoice();
  const { say, money } = voice;
  const every = everyOf(offer.interval, voice);
  const sum = money(times(offer.amount, seats));
  return (
    <div className="narrow offer">
      <header className="page-head">
        <p className="kicker">{offer.name}</p>
        <h1>{say('team.title')}</h1>
      </header>
      <p>{say('team.says', { price: money(offer.amount), every })}</p>
      <section aria-labelledby="price-title">
        <h2 id="price-title">{say('offer.pay-when')}</h2>
        <Facts
          facts={[
            { term: say('team.seats'), value: say('group.seats', { seats }) },
            { term: say('team.today'), value: sum },
            { term: say('team.then'), value: say('team.then-says', { price: sum, every }) },
          ]}
        />
        <form method="get" action="/teams" className="order">
          <TextField
            name="seats"
            type="number"
            min={offer.seats.least}
            max={offer.seats.most}
            required
            label={say('team.how-many')}
            hint={say('team.range', offer.seats)}
            defaultValue={seats}
          />
          <Button>{say('team.show-price')}</Button>
        </form>
      </section>
      <section aria-labelledby="order-title">
        <h2 id="order-title">{say('team.order', { seats })}</h2>
        <Order offer={offer} seats={seats} {...order} />
      </section>
      <section aria-labelledby="gets-title">
        <h2 id="gets-title">{say('offer.you-get')}</h2>
        <ul className="benefits ui">
          {offer.benefits.map((benefit) => (
            <li key={benefit}>{benefit}</li>
          ))}
        </ul>
      </section>
    </div>
  );
}

const times = ({ amount, currency }: MoneyJson, count: number): MoneyJson => ({
  amount: (BigInt(amount) * BigInt(count)).toString(),
  currency,
});

function Order({ offer, seats, knownEmail, typedEmail, attempt, errors }: Props) {
  const { say } = useVoice();
  const said = (key: PlainKey | undefined) => (key === undefined ? undefined : say(key));
  return (
    <form method="post" action={`/teams?seats=${seats}`} className="order" noValidate>
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
          <Say of="team.as" with={{ email: knownEmail }} />
        </p>
      )}
      <Checkbox name="consent" value="on" required label={offer.consent.text} error={said(errors.consent)} />
      <input type="hidden" name="seats" value={seats} />
      <input type="hidden" name="offer" value={offer.key} />
      <input type="hidden" name="consentVersion" value={offer.consent.version} />
      <input type="hidden" name="attempt" value={attempt} />
      <Button main>{say('order.to-payment')}</Button>
      <p className="meta">
        {say('offer.whole')} {say('order.card-next')}
      </p>
    </form>
  );
}
