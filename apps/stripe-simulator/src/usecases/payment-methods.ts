import {
  cardNumbered,
  cardOfToken,
  expired,
  isDecline,
  refuseCard,
  testCards,
  type TestCard,
} from '../domain/cards.ts';
import { newPaymentMethod, type CardGiven, type PaymentMethod } from '../domain/payment-method.ts';
import { refuse } from '../domain/refusals.ts';
import { required } from './find.ts';
import type { Unit } from './ports.ts';

export type CardTyped = Omit<CardGiven, 'card'> & { readonly number: string };

/** A payment method for a card as somebody typed it. What is not a usable test card is declined here. */
export function newCardMethod(unit: Unit, typed: CardTyped): PaymentMethod {
  const card = cardNumbered(typed.number);
  if (isDecline(card)) throw refuseCard(card, { param: 'number' });
  checkExpiry(unit, typed);
  const method = newPaymentMethod({ ...typed, card }, unit);
  unit.save(method);
  return method;
}

function checkExpiry({ now }: Unit, { expMonth, expYear }: CardTyped): void {
  if (!(expMonth >= 1 && expMonth <= 12))
    throw refuse('invalid_expiry_month', "Your card's expiration month is invalid.", { param: 'exp_month' });
  const endOfMonth = Date.UTC(expYear, expMonth, 1) / 1000;
  if (!(expYear >= 1970) || endOfMonth <= now)
    throw refuse('invalid_expiry_year', "Your card's expiration year is invalid.", { param: 'exp_year' });
}

/** The payment method with this id; a test token such as `pm_card_visa` makes a new one. */
export function methodNamed(
  unit: Unit,
  [name, param]: readonly [name: string, param: string],
): PaymentMethod {
  const card = cardOfToken(name);
  if (card === null) return required(unit, 'payment_method', [name, param]);
  const expYear = new Date(unit.now * 1000).getUTCFullYear() + 5;
  const method = newPaymentMethod({ card, expMonth: 12, expYear, billing: {} }, unit);
  unit.save(method);
  return method;
}

export function testCardOf({ sim }: PaymentMethod): TestCard {
  const card = testCards.find(({ number }) => number === sim.number);
  if (card === undefined) throw new Error(`payment method with an unknown card ${sim.number.slice(-4)}`);
  return sim.isExpired ? { ...card, onCharge: expired, onLater: null } : card;
}

/** Gives the card to a customer, which some cards refuse. Attaching twice to the same customer changes nothing. */
export function attach(unit: Unit, method: PaymentMethod, customer: string): PaymentMethod {
  if (method.customer === customer) return method;
  if (method.customer !== null)
    throw refuse(
      'payment_method_unattached',
      'The payment method you provided has already been attached to a customer.',
    );
  const { onAttach } = testCardOf(method);
  if (onAttach !== null) throw refuseCard(onAttach);
  const attached = { ...method, customer };
  unit.save(attached, 'payment_method.attached');
  return attached;
}

/** Takes the card from its customer, for good. What used it falls back to the next default. */
export function detach(unit: Unit, method: PaymentMethod): PaymentMethod {
  if (method.customer === null)
    throw refuse(
      'payment_method_unattached',
      'The payment method you provided is not attached to a customer so detachment is impossible.',
    );
  const detached = { ...method, customer: null };
  unit.save(detached, 'payment_method.detached');
  const customer = unit.find('customer', method.customer);
  if (customer?.invoice_settings.default_payment_method === method.id)
    unit.save(
      { ...customer, invoice_settings: { ...customer.invoice_settings, default_payment_method: null } },
      'customer.updated',
    );
  for (const subscription of unit.list('subscription', { customer: method.customer }))
    if (subscription.default_payment_method === method.id)
      unit.save({ ...subscription, default_payment_method: null }, 'customer.subscription.updated');
  return detached;
}

/** Refuses a default card that belongs to nobody or to somebody else. */
export function ownedBy(
  unit: Unit,
  customer: string,
  [name, param]: readonly [string, string],
): PaymentMethod {
  const method = methodNamed(unit, [name, param]);
  if (method.customer === customer) return method;
  throw refuse(
    'payment_method_unattached',
    `The customer does not have a payment method with the ID ${name}. The payment method must be attached to the customer.`,
    { param },
  );
}
