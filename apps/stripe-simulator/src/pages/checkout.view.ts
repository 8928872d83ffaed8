import type { CheckoutSession } from '../domain/checkout.ts';
import { endOf, type Coupon } from '../domain/coupon.ts';
import { inWords } from '../domain/interval.ts';
import { day } from '../domain/wire.ts';
import { markup, type Html } from './html.ts';
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
  /** The coupon that the session gives, if any. */
  readonly coupon: Coupon | null;
};

const titles = { payment: 'Pay', setup: 'Save a card', subscription: 'Subscribe' } as const;

export const titleOf = ({ mode }: CheckoutSession): string => titles[mode];

/** The page that asks for a card: what it costs on one side, the form on the other. */
export const askingView = (asking: Asking): Html =>
  markup`<section>${summary(asking)}</section>
    <section>${form(asking)}</section>`;

function summary({ session, now, coupon }: Asking): Html {
  const { cancel_url, mode } = session;
  return markup`
    ${cancel_url === null ? null : markup`<p><a href="${cancel_url}">← Back</a></p>`}
    <h1>${titleOf(session)}</h1>
    ${mode === 'setup' ? markup`<p>The card is kept for later payments. Nothing is charged now.</p>` : costs(session, { now, coupon })}
    ${coupon === null ? null : discountNote(coupon)}
  `;
}

type Then = Pick<Asking, 'coupon' | 'now'>;

function costs(session: CheckoutSession, then: Then): Html {
  const { line_items, currency, amount_total, amount_subtotal, total_details } = session;
  const discount = total_details.amount_discount;
  return markup`<dl class="lines">
    ${line_items.data.map(
      (item) =>
        markup`<div>
          <dt>
            ${item.description}${item.quantity > 1 ? ` × ${item.quantity}` : ''}${later(session, item, then)}
          </dt>
          <dd>${amount(item.amount_subtotal, currency)}</dd>
        </div>`,
    )}
    ${
      discount === 0
        ? null
        : markup`<div>
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

/** What recurs from when on, and the full price from the day on which the discount ends. */
function later({ sim }: CheckoutSession, { price, quantity }: Item, { coupon, now }: Then): Html | null {
  if (price.recurring === null) return null;
  const { trial_period_days = 0, trial_end } = sim.subscription_data;
  const begins = trial_end ?? (trial_period_days === 0 ? null : now + trial_period_days * day);
  const full = price.unit_amount * quantity;
  const off = coupon === null || !lowers(coupon, price) ? 0 : offOf(coupon, full);
  const often = inWords(price.recurring);
  const first = `${amount(full - off, price.currency)} ${often}${begins === null ? '' : `, from ${dayOf(begins)}`}`;
  const ends = off === 0 || coupon === null ? null : endOf(coupon, now);
  const then = ends === null ? '' : `; ${amount(full, price.currency)} ${often} after ${dayOf(ends)}`;
  return markup`<br /><span class="soft">${first}${then}</span>`;
}

const lowers = ({ applies_to }: Coupon, { product }: Item['price']): boolean =>
  applies_to === undefined || applies_to.products.includes(product);

const offOf = ({ percent_off, amount_off }: Coupon, full: number): number =>
  percent_off === null ? Math.min(full, amount_off ?? 0) : Math.round((full * percent_off) / 100);

function discountNote(coupon: Coupon): Html {
  const off =
    coupon.percent_off === null ? amount(coupon.amount_off, coupon.currency) : `${coupon.percent_off} %`;
  const time = {
    forever: 'each payment',
    once: 'the first payment',
    repeating: `each payment for ${coupon.duration_in_months} months`,
  }[coupon.duration];
  return markup`<p class="soft">${coupon.name ?? 'Discount'}: ${off} off ${time}.</p>`;
}

function form({ session, email, typed, mistake }: Asking): Html {
  const wrong = (field: string): Html | null =>
    mistake?.field === field ? markup` aria-invalid="true" aria-describedby="mistake"` : null;
  const { custom_text, consent_collection, mode } = session;
  const asksTerms = consent_collection?.terms_of_service === 'required';
  return markup`<form method="post" action="/c/pay/${session.id}" novalidate>
    <h2>Card</h2>
    ${mistake === null ? null : markup`<p class="error" id="mistake" role="alert">${mistake.message}</p>`}
    ${
      mode === 'setup'
        ? null
        : markup`<label
            >Email
            <input
              name="email"
              type="email"
              autocomplete="email"
              required
              value="${typed.email}"
              ${email === null ? null : markup` readonly`}${wrong('email')}
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
        ? markup`<label class="tick"
            ><input
              type="checkbox"
              name="termsOfService"
              value="accepted"
              ${typed.terms ? markup` checked` : null}${wrong('termsOfService')}
            /><span
              >${custom_text.terms_of_service_acceptance?.message ?? 'I agree to the terms of service.'}</span
            ></label
          >`
        : null
    }
    ${custom_text.submit === null ? null : markup`<p class="soft">${custom_text.submit.message}</p>`}
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
  markup`<section>
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
  markup`<section>
    <h1>${session.status === 'complete' ? 'This is paid already' : 'This page has expired'}</h1>
    <p>
      ${
        session.status === 'complete'
          ? 'Nothing is charged twice.'
          : 'Nothing was charged. Please start again where you came from.'
      }
    </p>
    ${session.cancel_url === null ? null : markup`<p><a href="${session.cancel_url}">Back</a></p>`}
  </section>`;

export const missingView = (): Html =>
  markup`<section>
    <h1>There is no such page</h1>
    <p>The link may be incomplete.</p>
  </section>`;
