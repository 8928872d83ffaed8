import { asksOwner } from '../domain/cards.ts';
import type { Sold } from '../domain/checkout-lines.ts';
import { complete, type Challenged, type CheckoutSession } from '../domain/checkout.ts';
import { newCustomer, type Customer, type PaymentMethod } from '../domain/customer.ts';
import { newSetupIntent } from '../domain/setup-intent.ts';
import { refuse } from '../domain/refusals.ts';
import { day } from '../domain/wire.ts';
import { required } from './find.ts';
import { attach, newCardMethod, testCardOf, type CardTyped } from './payment-methods.ts';
import { payOnce } from './pay-once.ts';
import type { Unit } from './ports.ts';
import { startSubscription } from './start-subscription.ts';

export type CheckoutForm = {
  readonly email: string;
  readonly name: string;
  readonly card: Omit<CardTyped, 'billing'>;
  readonly termsAccepted: boolean;
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
  const { email, name, termsAccepted } = form;
  const method = newCardMethod(unit, { ...form.card, billing: { name, email } });
  const given = { method: method.id, email, name, termsAccepted };
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
  const customer = customerFor(unit, session, given);
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
      description: data.description,
      metadata: data.metadata,
    },
    oneOff: sold.filter(({ price }) => price.recurring === null),
    coupons: session.discounts.map(({ coupon }) =>
      required(unit, 'coupon', [coupon, 'discounts[0][coupon]']),
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
