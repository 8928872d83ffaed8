import { asksForCard, type CheckoutSession } from '../domain/checkout.ts';
import type { PaymentMethod } from '../domain/payment-method.ts';
import { titles } from './checkout-summary.view.ts';
import { extraFields } from './extra-fields.view.ts';
import { wrong, type Asking, type Typed } from './asking.ts';
import { markup, type Html } from './html.ts';
import { amount } from './money.ts';

/** The form that asks for a card, under the field names that Stripe's own page has. */
export const cardForm = (asking: Asking): Html => {
  const { session, mistake } = asking;
  const asksCard = asksForCard(session);
  return markup`<form method="post" action="/c/pay/${session.id}" novalidate>
    <h2>${asksCard ? 'Card' : 'Your details'}</h2>
    ${mistake === null ? null : markup`<p class="error" id="mistake" role="alert">${mistake.message}</p>`}
    ${session.mode === 'setup' ? null : emailField(asking)}
    ${asksCard ? markup`${savedCards(asking.saved)}${cardFields(asking)}${keepField(session)}` : null}
    ${extraFields(asking)}
    ${textOf(session.custom_text.submit)}
    <button type="submit" name="action" value="pay">${buttonOf(session)}</button>
    ${
      asksCard
        ? markup`<button type="submit" class="plain" name="action" value="wallet">Use a simulated wallet</button>
    <p class="soft">Visa, Mastercard, American Express, Discover, Diners Club, JCB and UnionPay test cards.</p>`
        : null
    }
    ${textOf(session.custom_text.after_submit)}
    ${session.allow_promotion_codes === true ? promotionField(asking) : null}
  </form>`;
};

const textOf = (text: { readonly message: string } | null): Html | null =>
  text === null ? null : markup`<p class="soft">${text.message}</p>`;

const emailField = (asking: Asking): Html => markup`<label>Email
    <input name="email" type="email" autocomplete="email" required value="${asking.typed.email}"${
      asking.email === null ? null : markup` readonly`
    }${wrong(asking, 'email')}></label>`;

const savedCards = (saved: readonly PaymentMethod[]): Html | null =>
  saved.length === 0
    ? null
    : markup`<label>Saved card <select name="savedCard">
        ${saved.map(({ id, card }) => markup`<option value="${id}">${card.brand} ending in ${card.last4}</option>`)}
        <option value="">Another card, typed below</option></select></label>`;

/** The four fields of a card, as every page that takes one asks for them. */
export const cardFields = (
  asking: Pick<Asking, 'mistake'> & { readonly typed: Pick<Typed, 'billingName'> },
): Html => markup`<label>Card number
    <input name="cardNumber" inputmode="numeric" autocomplete="cc-number" placeholder="4242 4242 4242 4242" required${wrong(asking, 'cardNumber')}></label>
  <div class="pair">
    <label>Expiry (MM / YY)
      <input name="cardExpiry" inputmode="numeric" autocomplete="cc-exp" placeholder="12 / 34" required${wrong(asking, 'cardExpiry')}></label>
    <label>CVC
      <input name="cardCvc" inputmode="numeric" autocomplete="cc-csc" placeholder="123" required${wrong(asking, 'cardCvc')}></label>
  </div>
  <label>Name on card
    <input name="billingName" autocomplete="cc-name" required value="${asking.typed.billingName}"${wrong(asking, 'billingName')}></label>`;

const keepField = ({ saved_payment_method_options: options }: CheckoutSession): Html | null =>
  options?.payment_method_save === 'enabled'
    ? markup`<label class="tick"><input type="checkbox" name="savePaymentMethod" value="true">
        <span>Keep this card for my next purchases.</span></label>`
    : null;

const promotionField = (asking: Asking): Html => {
  const applied = asking.session.discounts.length > 0;
  return markup`<div class="field"><label>Promotion code
      <input name="promotionCode" autocomplete="off"${wrong(asking, 'promotionCode')}></label>
    <button type="submit" class="plain" name="action" value="apply">Apply the code</button>
    ${applied ? markup`<p class="soft">A code is applied.</p>` : null}</div>`;
};

const verbs = { auto: 'Pay', book: 'Book', donate: 'Donate', pay: 'Pay', subscribe: 'Subscribe' } as const;

function buttonOf({ mode, amount_total, currency, submit_type }: CheckoutSession): string {
  if (mode === 'setup') return 'Save the card';
  const verb = submit_type === null || submit_type === 'auto' ? titles[mode] : verbs[submit_type];
  return `${verb} · ${amount(amount_total, currency)} today`;
}
