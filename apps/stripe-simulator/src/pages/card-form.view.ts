import type { CheckoutSession } from '../domain/checkout.ts';
import { titles } from './checkout-summary.view.ts';
import { markup, type Html } from './html.ts';
import { amount } from './money.ts';

/** What was typed, to be shown again after a mistake. Never the card. */
export type Typed = { readonly email: string; readonly billingName: string; readonly terms: boolean };

export type Mistake = { readonly field: string | null; readonly message: string };

export type Asking = {
  readonly session: CheckoutSession;
  /** Of the customer that the session is for: it is shown and not asked. */
  readonly email: string | null;
  readonly typed: Typed;
  readonly mistake: Mistake | null;
};

/** The form that asks for a card, under the field names that Stripe's own page has. */
export const cardForm = (asking: Asking): Html => {
  const { session, mistake } = asking;
  return markup`<form method="post" action="/c/pay/${session.id}" novalidate>
    <h2>Card</h2>
    ${mistake === null ? null : markup`<p class="error" id="mistake" role="alert">${mistake.message}</p>`}
    ${session.mode === 'setup' ? null : emailField(asking)}
    ${cardFields(asking)}
    ${session.consent_collection?.terms_of_service === 'required' ? termsField(asking) : null}
    ${session.custom_text.submit === null ? null : markup`<p class="soft">${session.custom_text.submit.message}</p>`}
    <button type="submit">${buttonOf(session)}</button>
    <p class="soft">Visa, Mastercard, American Express, Discover, Diners Club, JCB and UnionPay test cards.</p>
  </form>`;
};

const wrong = ({ mistake }: Asking, field: string): Html | null =>
  mistake?.field === field ? markup` aria-invalid="true" aria-describedby="mistake"` : null;

const emailField = (asking: Asking): Html => markup`<label>Email
    <input name="email" type="email" autocomplete="email" required value="${asking.typed.email}"${
      asking.email === null ? null : markup` readonly`
    }${wrong(asking, 'email')}></label>`;

const cardFields = (asking: Asking): Html => markup`<label>Card number
    <input name="cardNumber" inputmode="numeric" autocomplete="cc-number" placeholder="4242 4242 4242 4242" required${wrong(asking, 'cardNumber')}></label>
  <div class="pair">
    <label>Expiry (MM / YY)
      <input name="cardExpiry" inputmode="numeric" autocomplete="cc-exp" placeholder="12 / 34" required${wrong(asking, 'cardExpiry')}></label>
    <label>CVC
      <input name="cardCvc" inputmode="numeric" autocomplete="cc-csc" placeholder="123" required${wrong(asking, 'cardCvc')}></label>
  </div>
  <label>Name on card
    <input name="billingName" autocomplete="cc-name" required value="${asking.typed.billingName}"${wrong(asking, 'billingName')}></label>`;

const termsField = (asking: Asking): Html => markup`<label class="tick">
    <input type="checkbox" name="termsOfService" value="accepted"${asking.typed.terms ? markup` checked` : null}${wrong(asking, 'termsOfService')}>
    <span>${asking.session.custom_text.terms_of_service_acceptance?.message ?? 'I agree to the terms of service.'}</span>
  </label>`;

const buttonOf = ({ mode, amount_total, currency }: CheckoutSession): string =>
  mode === 'setup' ? 'Save the card' : `${titles[mode]} · ${amount(amount_total, currency)} today`;
