import type { CheckoutSession } from '../domain/checkout.ts';
import { inWords } from '../domain/interval.ts';
import { day } from '../domain/wire.ts';
import { html, type Html } from './html.ts';
import { amount, dayOf } from './money.ts';

/** What was typed, to be shown again after a mistake. Never the card. */
export type Typed = { readonly email: string; readonly billingName: string; readonly terms: boolean };

export type Mistake = { readonly field: string | null; readonly message: string };

type Asking = {
  readonly session: CheckoutSession;
  /** Of the customer that the session is for. */
  readonly email: string | null;
  readonly typed: Typed;
  readonly mistake: Mistake | null;
  readonly now: number;
  readonly off: Html | null;
};

const titles = { payment: 'Pay', setup: 'Save a card', subscription: 'Subscribe' } as const;

export const titleOf = ({ mode }: CheckoutSession): string => titles[mode];

/** The page that asks for a card: what it costs on one side, the form on the other. */
export const askingView = (asking: Asking): Html =>
  html`<section>${summary(asking)}</section>
    <section>${form(asking)}</section>`;

function summary({ session, now, off }: Asking): Html {
  const { cancel_url, mode } = session;
  return html`
    ${cancel_url === null ? null : html`<p><a href="${cancel_url}">← Back</a></p>`}
    <h1>${titleOf(session)}</h1>
    ${mode === 'setup' ? html`<p>The card is kept for later payments. Nothing is charged now.</p>` : costs(session, now)}
    ${off}
  `;
}

function costs(session: CheckoutSession, now: number): Html {
  const { line_items, currency, amount_total, amount_subtotal, total_details } = session;
  const discount = total_details.amount_discount;
  return html`<dl class="lines">
    ${line_items.data.map(
      (item) =>
        html`<div>
          <dt>
            ${item.description}${item.quantity > 1 ? ` × ${item.quantity}` : ''}${later(session, item, now)}
          </dt>
          <dd>${amount(item.amount_subtotal, currency)}</dd>
        </div>`,
    )}
    ${
      discount === 0
        ? null
        : html`<div>
              <dt>Subtotal</dt>
              <dd>${amount(amount_subtotal, currency)}</dd>
            </div>
            <div>
              <dt>Discount</dt>
              <dd>−${amount(discount, currency)}</dd>
            </div>`
    }
    <div class="sum">
      <dt>Due today</dt>
      <dd>${amount(amount_total, currency)}</dd>
    </div>
  </dl>`;
}

type Item = CheckoutSession['line_items']['data'][number];

function later({ sim, discounts }: CheckoutSession, { price, quantity }: Item, now: number): Html | null {
  if (price.recurring === null) return null;
  const { trial_period_days, trial_end } = sim.subscription_data;
  const begins =
    trial_end ??
    (trial_period_days === undefined || trial_period_days === 0 ? null : now + trial_period_days * day);
  const regular = `${amount(price.unit_amount * quantity, price.currency)} ${inWords(price.recurring)}`;
  return html`<br /><span class="soft"
      >${begins === null ? regular : `${regular}, from ${dayOf(begins)}`}${
        discounts.length === 0 ? '' : ', less the discount below'
      }</span
    >`;
}

function form({ session, email, typed, mistake }: Asking): Html {
  const wrong = (field: string): Html | null =>
    mistake?.field === field ? html` aria-invalid="true" aria-describedby="mistake"` : null;
  const { custom_text, consent_collection, mode } = session;
  const asksTerms = consent_collection?.terms_of_service === 'required';
  return html`<form method="post" action="/c/pay/${session.id}" novalidate>
    <h2>Card</h2>
    ${mistake === null ? null : html`<p class="error" id="mistake" role="alert">${mistake.message}</p>`}
    ${
      mode === 'setup'
        ? null
        : html`<label
            >Email
            <input
              name="email"
              type="email"
              autocomplete="email"
              required
              value="${typed.email}"
              ${email === null ? null : html` readonly`}${wrong('email')}
          /></label>`
    }
    <label
      >Card number
      <input
        name="cardNumber"
        inputmode="numeric"
        autocomplete="cc-number"
        placeholder="4242 4242 4242 4242"
        required${wrong('cardNumber')}
    /></label>
    <div class="pair">
      <label
        >Expiry (MM / YY)
        <input
          name="cardExpiry"
          inputmode="numeric"
          autocomplete="cc-exp"
          placeholder="12 / 34"
          required${wrong('cardExpiry')}
      /></label>
      <label
        >CVC
        <input
          name="cardCvc"
          inputmode="numeric"
          autocomplete="cc-csc"
          placeholder="123"
          required${wrong('cardCvc')}
      /></label>
    </div>
    <label
      >Name on card
      <input
        name="billingName"
        autocomplete="cc-name"
        required
        value="${typed.billingName}"
        ${wrong('billingName')}
    /></label>
    ${
      asksTerms
        ? html`<label class="tick"
            ><input
              type="checkbox"
              name="termsOfService"
              value="accepted"
              ${typed.terms ? html` checked` : null}${wrong('termsOfService')}
            /><span
              >${custom_text.terms_of_service_acceptance?.message ?? 'I agree to the terms of service.'}</span
            ></label
          >`
        : null
    }
    ${custom_text.submit === null ? null : html`<p class="soft">${custom_text.submit.message}</p>`}
    <button type="submit">
      ${mode === 'setup' ? 'Save the card' : `${titleOf(session)} · ${amount(session.amount_total, session.currency)} today`}
    </button>
    <p class="soft">
      Visa, Mastercard, American Express, Discover, Diners Club, JCB and UnionPay test cards.
    </p>
  </form>`;
}

/** The bank's question to its cardholder. */
export const challengeView = (session: CheckoutSession): Html =>
  html`<section>
    <h1>Your bank asks: is this you?</h1>
    <p>
      ${
        session.mode === 'setup'
          ? 'A card is about to be saved for later payments.'
          : `A payment of ${amount(session.amount_total, session.currency)} is about to be made.`
      }
      This page stands for the 3-D Secure page of a bank.
    </p>
    <form method="post" action="/c/pay/${session.id}/challenge">
      <button name="answer" value="succeed">Complete authentication</button>
      <button name="answer" value="fail" class="plain">Fail authentication</button>
    </form>
  </section>`;

export const closedView = (session: CheckoutSession): Html =>
  html`<section>
    <h1>${session.status === 'complete' ? 'This is paid already' : 'This page has expired'}</h1>
    <p>
      ${
        session.status === 'complete'
          ? 'Nothing is charged twice.'
          : 'Nothing was charged. Please start again where you came from.'
      }
    </p>
    ${session.cancel_url === null ? null : html`<p><a href="${session.cancel_url}">Back</a></p>`}
  </section>`;

export const missingView = (): Html =>
  html`<section>
    <h1>There is no such page</h1>
    <p>The link may be incomplete.</p>
  </section>`;
