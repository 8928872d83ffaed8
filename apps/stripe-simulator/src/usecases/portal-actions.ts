import { feedbacks, type Feedback } from '../domain/cancellation-details.ts';
import type { Price } from '../domain/catalogue.ts';
import { changeCustomer, type Customer } from '../domain/customer.ts';
import type { PaymentMethod } from '../domain/payment-method.ts';
import type { Invoice } from '../domain/invoice.ts';
import type { PortalConfiguration, PortalSession } from '../domain/portal.ts';
import { refuse } from '../domain/refusals.ts';
import { newSetupIntent } from '../domain/setup-intent.ts';
import { hasEnded, periodEnd, type Subscription } from '../domain/subscription.ts';
import { cancelNow } from './cancel-now.ts';
import { chosenDiscounts, runningDiscounts, withDiscounts } from './discounts.ts';
import { required } from './find.ts';
import { pause, resume } from './pausing.ts';
import { attach, newCardMethod, type CardTyped } from './payment-methods.ts';
import type { Unit } from './ports.ts';
import { updateSubscription } from './update-subscription.ts';

export type PortalState = {
  readonly session: PortalSession;
  readonly configuration: PortalConfiguration;
  readonly customer: Customer;
  readonly subscriptions: readonly { readonly subscription: Subscription; readonly name: string }[];
  readonly card: PaymentMethod | null;
  readonly invoices: readonly Invoice[];
  /** What a subscription may be switched to. */
  readonly prices: readonly { readonly price: Price; readonly name: string }[];
};

/** Everything that the page shows, under the settings of its configuration. */
export function portalState(unit: Unit, session: PortalSession): PortalState {
  const customer = required(unit, 'customer', [session.customer]);
  const configuration = required(unit, 'billing_portal.configuration', [session.configuration]);
  const subscriptions = unit
    .list('subscription', { customer: customer.id })
    .filter((subscription) => !hasEnded(subscription));
  const named = (price: Price): string => unit.recall('product', price.product)?.name ?? price.product;
  const cardId =
    subscriptions[0]?.default_payment_method ?? customer.invoice_settings.default_payment_method ?? '';
  return {
    session,
    configuration,
    customer,
    subscriptions: subscriptions.map((subscription) => ({
      subscription,
      name: subscription.items.data.map(({ price }) => named(price)).join(', '),
    })),
    card: unit.find('payment_method', cardId),
    invoices: unit
      .list('invoice', { customer: customer.id })
      .filter(({ status }) => status !== 'draft')
      .slice(0, 24),
    prices: configuration.features.subscription_update.products
      .flatMap(({ prices }) => prices)
      .flatMap((id) => unit.find('price', id) ?? [])
      .map((price) => ({ price, name: named(price) })),
  };
}

export type PortalAction =
  | { readonly kind: 'accept-offer' | 'pause' | 'renew' | 'resume'; readonly subscription: string }
  | {
      readonly kind: 'cancel';
      readonly subscription: string;
      readonly feedback: string;
      readonly comment: string;
    }
  | { readonly kind: 'card'; readonly card: Omit<CardTyped, 'billing'>; readonly name: string }
  | { readonly kind: 'customer'; readonly email: string; readonly name: string; readonly country: string }
  | { readonly kind: 'switch'; readonly subscription: string; readonly price: string };

/** Does what a customer asked for on their page, where the configuration allows it. */
export function actInPortal(unit: Unit, session: PortalSession, action: PortalAction): void {
  const { features } = required(unit, 'billing_portal.configuration', [session.configuration]);
  const customer = required(unit, 'customer', [session.customer]);
  switch (action.kind) {
    case 'cancel':
      allow(features.subscription_cancel.enabled);
      return cancel(unit, ownOf(unit, customer, action.subscription), { action, features });
    case 'renew':
      return void updateSubscription(unit, ownOf(unit, customer, action.subscription), {
        cancel_at_period_end: false,
      });
    case 'accept-offer':
      return acceptOffer(unit, ownOf(unit, customer, action.subscription), session);
    case 'pause':
      allow(features.subscription_pause.enabled);
      return void pause(unit, ownOf(unit, customer, action.subscription), {
        givesBack: 'now',
        invoices: false,
      });
    case 'resume':
      return void resume(unit, ownOf(unit, customer, action.subscription), {
        anchor: 'now',
        prorates: 'create_prorations',
      });
    case 'switch':
      allow(features.subscription_update.enabled);
      return switchPrice(unit, ownOf(unit, customer, action.subscription), { price: action.price, features });
    case 'card':
      allow(features.payment_method_update.enabled);
      return changeCard(unit, customer, action);
    case 'customer':
      allow(features.customer_update.enabled);
      return changeDetails(unit, customer, action);
  }
}

function allow(enabled: boolean): void {
  if (!enabled) throw refuse('parameter_invalid', 'This cannot be done here.');
}

function ownOf(unit: Unit, customer: Customer, id: string): Subscription {
  const subscription = required(unit, 'subscription', [id]);
  if (subscription.customer !== customer.id)
    throw refuse('resource_missing', `No such subscription: '${id}'`);
  return subscription;
}

type Features = PortalConfiguration['features'];
type Cancelling = { readonly action: Extract<PortalAction, { kind: 'cancel' }>; readonly features: Features };

/** In flexible billing the portal sets `cancel_at` and leaves `cancel_at_period_end` false, as Stripe's does. */
function cancel(unit: Unit, subscription: Subscription, { action, features }: Cancelling): void {
  const said = { comment: action.comment, feedback: feedbackIn(action.feedback) };
  const { mode, proration_behavior } = features.subscription_cancel;
  if (mode === 'immediately') {
    const prorates = proration_behavior !== 'none';
    return void cancelNow(unit, subscription, {
      said,
      prorates,
      invoices: proration_behavior === 'always_invoice',
    });
  }
  const isFlexible = subscription.billing_mode.type === 'flexible';
  updateSubscription(unit, subscription, {
    ...(isFlexible ? { cancel_at: periodEnd(subscription) } : { cancel_at_period_end: true }),
    cancellation_details: said,
  });
}

const feedbackIn = (said: string): Feedback | '' => feedbacks.find((known) => known === said) ?? '';

/** Stays, for the coupon that was offered instead of leaving. */
function acceptOffer(unit: Unit, subscription: Subscription, session: PortalSession): void {
  const coupon = session.flow?.subscription_cancel?.retention?.coupon_offer.coupon;
  if (coupon === undefined) throw refuse('parameter_invalid', 'There is no such offer.');
  const to = { customer: subscription.customer, subscription: subscription.id, checkoutSession: null };
  const kept = runningDiscounts(unit, subscription.discounts, unit.now);
  const granted = [...kept, ...chosenDiscounts(unit, [{ coupon }], to)];
  unit.save(withDiscounts(subscription, granted), 'customer.subscription.updated');
}

type Switching = { readonly price: string; readonly features: Features };

function switchPrice(unit: Unit, subscription: Subscription, { price, features }: Switching): void {
  const { products, proration_behavior, trial_update_behavior } = features.subscription_update;
  allow(products.some(({ prices }) => prices.includes(price)));
  const [item] = subscription.items.data;
  const endsTrial = subscription.status === 'trialing' && trial_update_behavior === 'end_trial';
  updateSubscription(unit, subscription, {
    items: [{ id: item?.id, price }],
    prorate: proration_behavior,
  });
  if (!endsTrial) return;
  updateSubscription(unit, required(unit, 'subscription', [subscription.id]), { trial_end: 'now' });
}

/** Another card for everything that this customer has, as Stripe's portal does it. */
function changeCard(
  unit: Unit,
  customer: Customer,
  { card, name }: Extract<PortalAction, { kind: 'card' }>,
): void {
  const typed = newCardMethod(unit, { ...card, billing: { name } });
  const attached = attach(unit, typed, customer.id);
  unit.save({ ...attached, sim: { ...attached.sim, isSetUp: true } });
  const intent = newSetupIntent(
    { customer: customer.id, paymentMethod: typed.id, status: 'succeeded' },
    unit,
  );
  unit.save(intent, 'setup_intent.created', 'setup_intent.succeeded');
  const defaults = { ...customer.invoice_settings, default_payment_method: typed.id };
  unit.save({ ...customer, invoice_settings: defaults }, 'customer.updated');
  for (const subscription of unit.list('subscription', { customer: customer.id }))
    if (!hasEnded(subscription))
      unit.save({ ...subscription, default_payment_method: typed.id }, 'customer.subscription.updated');
}

function changeDetails(
  unit: Unit,
  customer: Customer,
  { email, name, country }: Extract<PortalAction, { kind: 'customer' }>,
): void {
  const address = country === '' ? {} : { address: { ...customer.address, country: country.toUpperCase() } };
  unit.save(changeCustomer(customer, { email, name, ...address }), 'customer.updated');
}
