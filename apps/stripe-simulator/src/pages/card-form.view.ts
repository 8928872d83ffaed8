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
    ${extraFields(asking)}
    <button type="submit" name="action" value="pay">${buttonOf(session)}</button>
    <button type="submit" class="plain" name="action" value="wallet">Use a simulated wallet</button>
    <p class="soft">Visa, Mastercard, American Express, Discover, Diners Club, JCB and UnionPay test cards.</p>
    ${session.allow_promotion_codes === true ? promotionField(asking) : null}
  </form>`;
};

/** What a session may ask for beside the card. */
const extraFields = (asking: Asking): Html => {
  const { billing_address_collection, automatic_tax, tax_id_collection, ...session } = asking.session;
  const asksAddress = billing_address_collection === 'required' || automatic_tax.enabled;
  return markup`${asksAddress ? addressFields(asking) : null}
    ${tax_id_collection?.enabled === true ? taxField : null}
    ${session.consent_collection?.terms_of_service === 'required' ? termsField(asking) : null}
    ${session.custom_text.submit === null ? null : markup`<p class="soft">${session.custom_text.submit.message}</p>`}`;
};

const wrong = ({ mistake }: Pick<Asking, 'mistake'>, field: string): Html | null =>
  mistake?.field === field ? markup` aria-invalid="true" aria-describedby="mistake"` : null;

const emailField = (asking: Asking): Html => markup`<label>Email
    <input name="email" type="email" autocomplete="email" required value="${asking.typed.email}"${
      asking.email === null ? null : markup` readonly`
    }${wrong(asking, 'email')}></label>`;

/** The four fields of a card, as every page that takes one asks for them. */
export const cardFields = (asking: Pick<Asking, 'mistake' | 'typed'>): Html => markup`<label>Card number
    <input name="cardNumber" inputmode="numeric" autocomplete="cc-number" placeholder="4242 4242 4242 4242" required${wrong(asking, 'cardNumber')}></label>
  <div class="pair">
    <label>Expiry (MM / YY)
      <input name="cardExpiry" inputmode="numeric" autocomplete="cc-exp" placeholder="12 / 34" required${wrong(asking, 'cardExpiry')}></label>
    <label>CVC
      <input name="cardCvc" inputmode="numeric" autocomplete="cc-csc" placeholder="123" required${wrong(asking, 'cardCvc')}></label>
  </div>
  <label>Name on card
    <input name="billingName" autocomplete="cc-name" required value="${asking.typed.billingName}"${wrong(asking, 'billingName')}></label>`;

const promotionField = (asking: Asking): Html => {
  const applied = asking.session.discounts.length > 0;
  return markup`<div class="field"><label>Promotion code
      <input name="promotionCode" autocomplete="off"${wrong(asking, 'promotionCode')}></label>
    <button type="submit" class="plain" name="action" value="apply">Apply the code</button>
    ${applied ? markup`<p class="soft">A code is applied.</p>` : null}</div>`;
};

const addressFields = (asking: Asking): Html => markup`<div class="pair">
    <label>Country (two letters)
      <input name="billingCountry" autocomplete="country" maxlength="2"${wrong(asking, 'billingCountry')}></label>
    <label>Postal code
      <input name="billingPostalCode" autocomplete="postal-code"${wrong(asking, 'billingPostalCode')}></label>
  </div>`;

const taxField: Html = markup`<label>VAT number, for businesses
    <input name="taxId" autocomplete="off"></label>`;

const termsField = (asking: Asking): Html => markup`<label class="tick">
    <input type="checkbox" name="termsOfService" value="accepted"${asking.typed.terms ? markup` checked` : null}${wrong(asking, 'termsOfService')}>
    <span>${asking.session.custom_text.terms_of_service_acceptance?.message ?? 'I agree to the terms of service.'}</span>
  </label>`;

const buttonOf = ({ mode, amount_total, currency }: CheckoutSession): string =>
  mode === 'setup' ? 'Save the card' : `${titles[mode]} · ${amount(amount_total, currency)} today`;
