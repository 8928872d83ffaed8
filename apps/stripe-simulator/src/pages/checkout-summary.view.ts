import { amountIn } from '../domain/catalogue.ts';
import type { CheckoutSession } from '../domain/checkout.ts';
import { endOf, type Coupon } from '../domain/coupon.ts';
import { inWords, nextAfter, type Interval } from '../domain/interval.ts';
import { amountOff } from '../domain/discount.ts';
import { day } from '../domain/wire.ts';
import { quantityName } from './asking.ts';
import { markup, type Html } from './html.ts';
import { amount, dayOf } from './money.ts';

export const titles = { payment: 'Pay', setup: 'Save a card', subscription: 'Subscribe' } as const;

/** `coupon` is what the session gives, if anything; `now` is when it would begin. */
export type Then = { readonly coupon: Coupon | null; readonly now: number };

/** What it costs today and later. */
export function summary(session: CheckoutSession, then: Then): Html {
  const { cancel_url, mode } = session;
  return markup`
    ${cancel_url === null ? null : markup`<p><a href="${cancel_url}">Back</a></p>`}
    <h1>${titles[mode]}</h1>
    ${mode === 'setup' ? markup`<p>The card is kept for later payments. Nothing is charged now.</p>` : costs(session, then)}
    ${quantitiesForm(session)}
    ${then.coupon === null ? null : discountNote(then.coupon, session.currency)}
  `;
}

function costs(session: CheckoutSession, then: Then): Html {
  const { line_items, currency, amount_total } = session;
  return markup`<dl class="lines">
    ${line_items.data.map((item) => lineOf(session, item, then))}
    ${reduction(session)}
    <div class="sum"><dt>Due today</dt><dd>${amount(amount_total, currency)}</dd></div>
  </dl>
  <p class="soft">Dates are in UTC.</p>`;
}

function reduction({ currency, amount_subtotal, total_details }: CheckoutSession): Html | null {
  if (total_details.amount_discount === 0) return null;
  return markup`<div><dt>Subtotal</dt><dd>${amount(amount_subtotal, currency)}</dd></div>
    <div><dt>Discount</dt><dd>−${amount(total_details.amount_discount, currency)}</dd></div>`;
}

type Item = CheckoutSession['line_items']['data'][number];

const lineOf = (session: CheckoutSession, item: Item, then: Then): Html => markup`<div>
    <dt>${item.description}${item.quantity > 1 ? ` × ${item.quantity}` : ''}${later(session, item, then)}</dt>
    <dd>${amount(item.amount_subtotal, session.currency)}</dd>
  </div>`;

/** How many of it, where the session leaves that to who buys. A form of its own: it asks for nothing else. */
function quantitiesForm({ id, line_items }: CheckoutSession): Html | null {
  const open = line_items.data.filter((item) => item.adjustable_quantity?.enabled === true);
  if (open.length === 0) return null;
  return markup`<form method="post" action="/c/pay/${id}" class="row">
    ${open.map(
      (item) => markup`<label>How many: ${item.description}
        <input type="number" name="${quantityName(item.id)}" value="${item.quantity}" min="${item.adjustable_quantity?.minimum ?? 0}" max="${item.adjustable_quantity?.maximum ?? 99}"></label>`,
    )}
    <button type="submit" class="plain" name="action" value="quantities">Update</button></form>`;
}

/** What recurs from when on, and the full price from the first charge that the discount no longer lowers. */
function later(session: CheckoutSession, { price, quantity }: Item, { coupon, now }: Then): Html | null {
  if (price.recurring === null) return null;
  const currency = session.currency ?? price.currency;
  const full = amountIn(price, currency) * quantity;
  const off = coupon !== null && lowers(coupon, price) ? offOf(coupon, { full, currency }) : 0;
  const often = inWords(price.recurring);
  const begins = beginsAt(session, now);
  const from = begins === null ? '' : `, from ${dayOf(begins)}`;
  const firstFull = off === 0 ? null : firstFullAt(price.recurring, coupon, { begins: begins ?? now, now });
  const then = firstFull === null ? '' : `; ${amount(full, currency)} ${often} from ${dayOf(firstFull)}`;
  return markup`<br /><span class="soft">${amount(full - off, currency)} ${often}${from}${then}</span>`;
}

type When = { readonly begins: number; readonly now: number };

function firstFullAt(interval: Interval, coupon: Coupon | null, { begins, now }: When): number | null {
  const ends = coupon === null ? null : endOf(coupon, now);
  return ends === null ? null : nextAfter(begins, interval, Math.max(ends, begins) - 1);
}

function beginsAt({ sim }: CheckoutSession, now: number): number | null {
  const { billing_cycle_anchor: anchor, trial_period_days = 0, trial_end } = sim.subscription_data;
  return trial_end ?? (trial_period_days === 0 ? (anchor ?? null) : now + trial_period_days * day);
}

const lowers = ({ applies_to }: Coupon, { product }: Item['price']): boolean =>
  applies_to === undefined || applies_to.products.includes(product);

type Full = { readonly full: number; readonly currency: string };

const offOf = (coupon: Coupon, { full, currency }: Full): number =>
  coupon.percent_off === null
    ? Math.min(full, amountOff(coupon, currency))
    : Math.round((full * coupon.percent_off) / 100);

function discountNote(coupon: Coupon, currency: string | null): Html {
  const { name, percent_off, duration, duration_in_months } = coupon;
  const off =
    percent_off === null ? amount(amountOff(coupon, currency ?? 'usd'), currency) : `${percent_off} %`;
  const time = {
    forever: 'each payment',
    once: 'the first payment',
    repeating: `each payment for ${duration_in_months} months`,
  }[duration];
  return markup`<p class="soft">${name ?? 'Discount'}: ${off} off ${time}.</p>`;
}
