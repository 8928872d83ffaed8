import { complete, type CheckoutSession, type Sold } from '../domain/checkout.ts';
import { newCustomer, type Customer, type PaymentMethod } from '../domain/customer.ts';
import { newSetupIntent } from '../domain/portal.ts';
import { refuse } from '../domain/refusals.ts';
import { day } from '../domain/wire.ts';
import { required } from './find.ts';
import { attach, newCardMethod, type CardTyped } from './payment-methods.ts';
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

/** What pressing the button does. A declined card leaves no trace and the session open. */
export function completeCheckout(unit: Unit, session: CheckoutSession, form: CheckoutForm): CheckoutSession {
  checkOpen(session);
  const customer = customerFor(unit, session, form);
  const billing = { name: form.name, email: form.email };
  const method = attach(unit, newCardMethod(unit, { ...form.card, billing }), customer.id);
  const made =
    session.mode === 'setup'
      ? saveCard(unit, customer, method)
      : subscribe(unit, session, { customer, method });
  const done = complete(session, {
    ...made,
    customer: customer.id,
    email: customer.email ?? form.email,
    name: form.name,
    termsAccepted: form.termsAccepted,
  });
  unit.save(done, 'checkout.session.completed');
  return done;
}

function customerFor(unit: Unit, session: CheckoutSession, { email, name }: CheckoutForm): Customer {
  if (session.customer !== null) return required(unit, 'customer', [session.customer, 'customer']);
  const customer = newCustomer({ email: session.customer_email ?? email, name }, unit);
  unit.save(customer, 'customer.created');
  return customer;
}

type Who = { readonly customer: Customer; readonly method: PaymentMethod };

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
    onFailure: 'refuse',
  });
  return { subscription: subscription.id, invoice: invoice.id, setupIntent: null };
}

const trialEnd = (now: number, days: number | undefined): number | null =>
  days === undefined || days === 0 ? null : now + days * day;

function saveCard(unit: Unit, customer: Customer, method: PaymentMethod) {
  const intent = newSetupIntent({ customer: customer.id, paymentMethod: method.id }, unit);
  unit.save(intent, 'setup_intent.created', 'setup_intent.succeeded');
  return { subscription: null, invoice: null, setupIntent: intent.id };
}
