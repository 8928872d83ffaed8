import { asksOwner } from '../domain/cards.ts';
import type { Sold } from '../domain/checkout-lines.ts';
import { complete, reprice, type Challenged, type CheckoutSession } from '../domain/checkout.ts';
import {
  changeCustomer,
  newCustomer,
  type Address,
  type Customer,
  type PaymentMethod,
} from '../domain/customer.ts';
import { newTaxId } from '../domain/tax-id.ts';
import { newSetupIntent } from '../domain/setup-intent.ts';
import { refuse } from '../domain/refusals.ts';
import { day } from '../domain/wire.ts';
import { grantPreview } from './discounts.ts';
import { required } from './find.ts';
import { attach, newCardMethod, testCardOf, type CardTyped } from './payment-methods.ts';
import { payOnce } from './pay-once.ts';
import type { Unit } from './ports.ts';
import { codeNamed, promotionFor } from './promotion-codes.ts';
import { startSubscription } from './start-subscription.ts';

export type CheckoutForm = {
  readonly email: string;
  readonly name: string;
  readonly card: Omit<CardTyped, 'billing'>;
  readonly termsAccepted: boolean;
  readonly address?: Partial<Address> | null;
  readonly taxId?: string | null;
};

export function checkOpen({ id, status }: CheckoutSession): void {
  if (status !== 'open')
    throw refuse(
      'checkout_session_closed',
      `Checkout session ${id} is ${status}; only an open one can go on.`,
    );
}

/**
 * What pressing the button does. A declined card leaves no trace and the session open.
 *
 * Where the card's bank wants to ask its owner first, the session waits for the answer.
 */
export function submitCheckout(unit: Unit, session: CheckoutSession, form: CheckoutForm): CheckoutSession {
  checkOpen(session);
  const { email, name, termsAccepted, address = null, taxId = null } = form;
  const method = newCardMethod(unit, { ...form.card, billing: { name, email } });
  const given = { method: method.id, email, name, termsAccepted, address, taxId };
  if (!asksOwner(testCardOf(method))) return completeCheckout(unit, session, given);
  const waiting = { ...session, sim: { ...session.sim, challenged: given } };
  unit.save(waiting);
  return waiting;
}

/** What the owner answered when the bank asked. */
export function answerChallenge(unit: Unit, session: CheckoutSession, agrees: boolean): CheckoutSession {
  checkOpen(session);
  const { challenged } = session.sim;
  if (challenged === null)
    throw refuse(
      'checkout_session_closed',
      'There is no authentication to answer. Please enter your card again.',
    );
  if (agrees) return completeCheckout(unit, session, challenged);
  const refused = { ...session, sim: { ...session.sim, challenged: null } };
  unit.save(refused);
  return refused;
}

function completeCheckout(unit: Unit, session: CheckoutSession, given: Challenged): CheckoutSession {
  const customer = withDetails(unit, customerFor(unit, session, given), given);
  const typed = required(unit, 'payment_method', [given.method]);
  const attached = attach(unit, typed, customer.id);
  const method = { ...attached, sim: { ...attached.sim, isSetUp: session.mode !== 'payment' } };
  unit.save(method);
  const done = complete(session, {
    ...made(unit, session, { customer, method }),
    customer: customer.id,
    email: customer.email ?? given.email,
    name: given.name,
    termsAccepted: given.termsAccepted,
    address: given.address ?? null,
  });
  unit.save(done, 'checkout.session.completed');
  return done;
}

function customerFor(unit: Unit, session: CheckoutSession, { email, name }: Challenged): Customer {
  if (session.customer !== null) return required(unit, 'customer', [session.customer, 'customer']);
  const customer = newCustomer({ email: session.customer_email ?? email, name }, unit);
  unit.save(customer, 'customer.created');
  return customer;
}

/** What the page asked for beside the card is the customer's from now on. */
function withDetails(unit: Unit, customer: Customer, { address = null, taxId = null }: Challenged): Customer {
  if (taxId !== null && taxId !== '')
    unit.save(
      newTaxId({ customer: customer.id, type: 'eu_vat', value: taxId }, unit),
      'customer.tax_id.created',
    );
  if (address === null) return customer;
  const placed = changeCustomer(customer, { address });
  unit.save(placed, 'customer.updated');
  return placed;
}

/** A code that was typed on the page, in place of no discount. A wrong one is refused with a sentence. */
export function applyCode(unit: Unit, session: CheckoutSession, typed: string): CheckoutSession {
  checkOpen(session);
  const code = session.allow_promotion_codes === true ? codeNamed(unit, typed) : null;
  if (code === null)
    throw refuse('promotion_code_invalid', 'This code is not valid.', { param: 'promotionCode' });
  const { coupon } = promotionFor(unit, code.id, {
    customer: session.customer,
    amount: session.amount_subtotal,
  });
  const sold = session.line_items.data.map(({ price, quantity, description: name }) => ({
    price,
    quantity,
    name,
  }));
  const repriced = reprice(
    session,
    {
      sold,
      granted: [grantPreview(coupon, unit)],
      promotion: code.id,
      subscription_data: session.sim.subscription_data,
    },
    unit,
  );
  unit.save(repriced);
  return repriced;
}

type Who = { readonly customer: Customer; readonly method: PaymentMethod };

const nothing = { subscription: null, invoice: null, setupIntent: null, paymentIntent: null };

function made(unit: Unit, session: CheckoutSession, who: Who) {
  switch (session.mode) {
    case 'payment':
      return { ...nothing, paymentIntent: payOnce(unit, session, who).id };
    case 'setup':
      return { ...nothing, setupIntent: saveCard(unit, who) };
    case 'subscription':
      return { ...nothing, ...subscribe(unit, session, who) };
  }
}

function subscribe(unit: Unit, session: CheckoutSession, { customer, method }: Who) {
  const { subscription_data: data } = session.sim;
  const sold: Sold[] = session.line_items.data.map(({ price, quantity, description }) => ({
    price,
    quantity,
    name: description,
  }));
  const { subscription, invoice } = startSubscription(unit, {
    terms: {
      customer: customer.id,
      prices: sold.filter(({ price }) => price.recurring !== null),
      trialEnd: data.trial_end ?? trialEnd(unit.now, data.trial_period_days),
      defaultPaymentMethod: method.id,
      missingPaymentMethod: data.trial_settings?.end_behavior.missing_payment_method,
      billingMode: data.billing_mode?.type,
      automaticTax: session.automatic_tax.enabled,
      description: data.description,
      metadata: data.metadata,
    },
    oneOff: sold.filter(({ price }) => price.recurring === null),
    coupons: [],
    discounts: session.discounts.map(({ coupon, promotion_code }) =>
      promotion_code === null ? { coupon } : { promotion_code },
    ),
    checkoutSession: session.id,
    method,
    ownerIsThere: true,
    onFailure: 'refuse',
  });
  return { subscription: subscription.id, invoice: invoice.id };
}

const trialEnd = (now: number, days: number | undefined): number | null =>
  days === undefined || days === 0 ? null : now + days * day;

function saveCard(unit: Unit, { customer, method }: Who): string {
  const intent = newSetupIntent(
    { customer: customer.id, paymentMethod: method.id, status: 'succeeded' },
    unit,
  );
  unit.save(intent, 'setup_intent.created', 'setup_intent.succeeded');
  return intent.id;
}
