import { refuse } from '../domain/refusals.ts';
import type { Subscription } from '../domain/subscription.ts';
import type { Unit } from './ports.ts';
import { intentOf } from './take-payment.ts';

/** Refuses a change, or a beginning, whose invoice could not be paid at once, so that nothing of it is kept. */
export function checkPaid(unit: Unit, before: Subscription | null, changed: Subscription): void {
  if (changed.latest_invoice === null || changed.latest_invoice === before?.latest_invoice) return;
  const invoice = unit.find('invoice', changed.latest_invoice);
  if (invoice?.status !== 'open') return;
  const { last_payment_error: error, status } = intentOf(unit, invoice);
  if (status === 'requires_action')
    throw refuse(
      'subscription_payment_intent_requires_action',
      'Payment for this subscription requires additional user action before it can be completed successfully.',
    );
  if (error === null)
    throw refuse(
      'resource_missing',
      'This customer has no attached payment source or default payment method.',
    );
  const { code, decline_code, message } = error;
  throw refuse(code, message, decline_code === undefined ? {} : { decline_code });
}
