import type { CheckoutSession } from '../domain/checkout.ts';
import { endOf, type Coupon } from '../domain/coupon.ts';
import { inWords, nextAfter } from '../domain/interval.ts';
import { day } from '../domain/wire.ts';
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
    ${then.coupon === null ? null : discountNote(then.coupon)}
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

/** What recurs from when on, and the full price from the first charge that the discount no longer lowers. */
function later(session: CheckoutSession, { price, quantity }: Item, { coupon, now }: Then): Html | null {
  if (price.recurring === null) return null;
  const full = price.unit_amount * quantity;
  const off = coupon !== null && lowers(coupon, price) ? offOf(coupon, full) : 0;
  const often = inWords(price.recurring);
  const begins = beginsAt(session, now);
  const ends = off === 0 || coupon === null ? null : endOf(coupon, now);
  const from = begins === null ? '' : `, from ${dayOf(begins)}`;
  const firstFull = ends === null ? null : nextAfter(begins ?? now, price.recurring, ends - 1);
  const then =
    firstFull === null ? '' : `; ${amount(full, price.currency)} ${often} from ${dayOf(firstFull)}`;
  return markup`<br /><span class="soft">${amount(full - off, price.currency)} ${often}${from}${then}</span>`;
}

function beginsAt({ sim }: CheckoutSession, now: number): number | null {
  const { trial_period_days = 0, trial_end } = sim.subscription_data;
  return trial_end ?? (trial_period_days === 0 ? null : now + trial_period_days * day);
}

const lowers = ({ applies_to }: Coupon, { product }: Item['price']): boolean =>
  applies_to === undefined || applies_to.products.includes(product);

const offOf = ({ percent_off, amount_off }: Coupon, full: number): number =>
  percent_off === null ? Math.min(full, amount_off ?? 0) : Math.round((full * percent_off) / 100);

function discountNote({
  name,
  percent_off,
  amount_off,
  currency,
  duration,
  duration_in_months,
}: Coupon): Html {
  const off = percent_off === null ? amount(amount_off, currency) : `${percent_off} %`;
  const time = {
    forever: 'each payment',
    once: 'the first payment',
    repeating: `each payment for ${duration_in_months} months`,
  }[duration];
  return markup`<p class="soft">${name ?? 'Discount'}: ${off} off ${time}.</p>`;
}
