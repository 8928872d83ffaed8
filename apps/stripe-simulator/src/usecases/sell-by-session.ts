import type { Sold } from '../domain/checkout-lines.ts';
import { reprice, type CheckoutSession } from '../domain/checkout.ts';
import type { Customer } from '../domain/customer.ts';
import type { PaymentMethod } from '../domain/payment-method.ts';
import { refuse } from '../domain/refusals.ts';
import { newSetupIntent } from '../domain/setup-intent.ts';
import { day } from '../domain/wire.ts';
import { grantPreview } from './discounts.ts';
import { required } from './find.ts';
import { givenBy, invoicePaidOnce, payOnce } from './pay-once.ts';
import type { Unit } from './ports.ts';
import { codeNamed, promotionFor } from './promotion-codes.ts';
import { startSubscription } from './start-subscription.ts';
import { ratesNamed } from './taxes.ts';

export type Who = { readonly customer: Customer | null; readonly method: PaymentMethod | null };

const nothing = { subscription: null, invoice: null, setupIntent: null, paymentIntent: null };

/** What a session sells becomes a payment, a saved card or a subscription. */
export function soldBySession(unit: Unit, session: CheckoutSession, who: Who) {
  switch (session.mode) {
    case 'payment':
      return { ...nothing, ...paidOnce(unit, session, who) };
    case 'setup':
      return { ...nothing, setupIntent: saveCard(unit, session, who) };
    case 'subscription':
      return { ...nothing, ...subscribe(unit, session, who) };
  }
}

function paidOnce(unit: Unit, session: CheckoutSession, { customer, method }: Who) {
  if (method === null) throw new Error(`session ${session.id} has no card`);
  if (session.invoice_creation?.enabled !== true || customer === null)
    return { paymentIntent: payOnce(unit, session, { customer, method }).id };
  return invoicePaidOnce(unit, session, { customer, method });
}

const soldOn = ({ line_items }: CheckoutSession): Sold[] =>
  line_items.data.map(({ adjustable_quantity, description, metadata, price, quantity }) => ({
    adjustable: adjustable_quantity,
    metadata,
    name: description,
    price,
    quantity,
  }));

function subscribe(unit: Unit, session: CheckoutSession, { customer, method }: Who) {
  if (customer === null) throw new Error(`session ${session.id} has no customer`);
  const { subscription_data: data } = session.sim;
  const sold = soldOn(session);
  const { subscription, invoice } = startSubscription(unit, {
    terms: {
      customer: customer.id,
      prices: sold.filter(({ price }) => price.recurring !== null),
      currency: session.currency ?? undefined,
      anchor: data.billing_cycle_anchor,
      anchorConfig: data.billing_cycle_anchor_config,
      isFreeUntilAnchor: data.proration_behavior === 'none',
      trialEnd: data.trial_end ?? trialEnd(unit.now, data.trial_period_days),
      defaultPaymentMethod: method?.id ?? null,
      missingPaymentMethod: data.trial_settings?.end_behavior.missing_payment_method,
      billingMode: data.billing_mode?.type,
      automaticTax: session.automatic_tax.enabled,
      taxRates: ratesNamed(unit, data.default_tax_rates ?? [], 'subscription_data[default_tax_rates]'),
      description: data.description,
      metadata: data.metadata,
    },
    oneOff: sold.filter(({ price }) => price.recurring === null),
    coupons: [],
    discounts: givenBy(session.discounts),
    checkoutSession: session.id,
    method,
    owner: 'answered',
    onFailure: 'refuse',
  });
  return { subscription: subscription.id, invoice: invoice.id };
}

const trialEnd = (now: number, days: number | undefined): number | null =>
  days === undefined || days === 0 ? null : now + days * day;

function saveCard(unit: Unit, session: CheckoutSession, { customer, method }: Who): string {
  const { description, metadata } = session.sim.payment_data;
  const intent = newSetupIntent(
    {
      customer: customer?.id ?? null,
      paymentMethod: method?.id ?? null,
      status: 'succeeded',
      description,
      metadata,
    },
    unit,
  );
  unit.save(intent, 'setup_intent.created', 'setup_intent.succeeded');
  return intent.id;
}

/** A code that was typed on the page, in place of no discount. A wrong one is refused with a sentence. */
export function applyCode(unit: Unit, session: CheckoutSession, typed: string): CheckoutSession {
  const code = session.allow_promotion_codes === true ? codeNamed(unit, typed) : null;
  if (code === null)
    throw refuse('promotion_code_invalid', 'This code is not valid.', { param: 'promotionCode' });
  const { coupon } = promotionFor(unit, code.id, {
    customer: session.customer,
    amount: session.amount_subtotal,
  });
  const terms = { sold: soldOn(session), granted: [grantPreview(coupon, unit)], promotion: code.id };
  const repriced = reprice(session, terms, unit);
  unit.save(repriced);
  return repriced;
}

/** As many of each line as the page asks for, within what the session allows. */
export function changeQuantities(
  unit: Unit,
  session: CheckoutSession,
  asked: Readonly<Record<string, number>>,
): CheckoutSession {
  const sold = soldOn(session).map((line, index) => {
    const quantity = asked[session.line_items.data[index]?.id ?? ''];
    return quantity === undefined ? line : { ...line, quantity: allowed(line, quantity) };
  });
  const granted = session.discounts.map(({ coupon }) =>
    grantPreview(required(unit, 'coupon', [coupon]), unit),
  );
  const promotion = session.discounts[0]?.promotion_code ?? null;
  const changed = reprice(session, { sold, granted, promotion }, unit);
  unit.save(changed);
  return changed;
}

const MOST_OF_ONE = 99;

function allowed({ adjustable, quantity }: Sold, asked: number): number {
  if (adjustable?.enabled !== true) return quantity;
  const [least, most] = [adjustable.minimum ?? 0, adjustable.maximum ?? MOST_OF_ONE];
  if (Number.isInteger(asked) && asked >= least && asked <= most) return asked;
  throw refuse('quantity_invalid', `Choose between ${least} and ${most}.`);
}
