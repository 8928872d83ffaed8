import { newSetupIntent, type PortalSession } from '../domain/portal.ts';
import { hasEnded } from '../domain/subscription.ts';
import { required } from './find.ts';
import { attach, newCardMethod, type CardTyped } from './payment-methods.ts';
import type { Unit } from './ports.ts';

/**
 * The new card pays from now on: it becomes the customer's default and that of every live subscription.
 *
 * Stripe asks the subscription's card first, so a new card at the customer alone would change nothing.
 */
export function changeCard(unit: Unit, { customer: id }: PortalSession, typed: CardTyped): void {
  const customer = required(unit, 'customer', [id]);
  const method = attach(unit, newCardMethod(unit, typed), id);
  const intent = newSetupIntent({ customer: id, paymentMethod: method.id }, unit);
  unit.save(intent, 'setup_intent.created', 'setup_intent.succeeded');
  unit.save(
    { ...customer, invoice_settings: { ...customer.invoice_settings, default_payment_method: method.id } },
    'customer.updated',
  );
  for (const subscription of unit.list('subscription', { customer: id }))
    if (!hasEnded(subscription))
      unit.save({ ...subscription, default_payment_method: method.id }, 'customer.subscription.updated');
}
