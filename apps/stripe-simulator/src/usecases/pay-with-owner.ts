import { asksOwner } from '../domain/cards.ts';
import type { PaymentMethod } from '../domain/payment-method.ts';
import { subscriptionOf, type Invoice } from '../domain/invoice.ts';
import { attach, testCardOf } from './payment-methods.ts';
import type { Unit } from './ports.ts';
import { settlePaid } from './settle-invoice.ts';
import { takePayment } from './take-payment.ts';

export type PaidOutcome =
  | { readonly kind: 'asks'; readonly method: string }
  | { readonly kind: 'paid' }
  | { readonly kind: 'refused'; readonly message: string };

type By = { readonly method: PaymentMethod; readonly answer: string | undefined };

/** The owner of a card pays an open invoice at its page, and the card is used for what follows. */
export function payWithOwner(unit: Unit, invoice: Invoice, { method, answer }: By): PaidOutcome {
  if (asksOwner(testCardOf(method)) && answer === undefined) return { kind: 'asks', method: method.id };
  if (answer === 'fail')
    return {
      kind: 'refused',
      message:
        'We are unable to authenticate your payment method. Please choose a different one and try again.',
    };
  const attempt = takePayment(unit, invoice, { method, owner: 'answered' });
  if (attempt.outcome === 'declined') return { kind: 'refused', message: attempt.decline.message };
  if (attempt.outcome === 'paid') {
    const kept = attach(unit, method, invoice.customer);
    unit.save({ ...kept, sim: { ...kept.sim, isSetUp: true } });
    useFromNowOn(unit, invoice, method.id);
  }
  settlePaid(unit, invoice, { attempt, automatic: false });
  return { kind: 'paid' };
}

function useFromNowOn(unit: Unit, invoice: Invoice, method: string): void {
  const subscription = unit.find('subscription', subscriptionOf(invoice) ?? '');
  if (subscription !== null)
    unit.save({ ...subscription, default_payment_method: method }, 'customer.subscription.updated');
}
